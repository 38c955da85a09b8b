import type { Arguments, OperationId } from '../src/operations.ts';
import { meetingVideoId, packageId } from './fixtures.ts';

/** One call of each operation that may leave. The compiler asks for an operation that is missing here. */
export const examples: { [Id in OperationId]: Arguments<Id> } = {
  listPackages: { body: { search: 'Lease*', states: ['executed'], take: 5 } },
  listVideos: { packageId },
  deleteVideos: { packageId, body: { packageId, meetingVideoId } },
};
