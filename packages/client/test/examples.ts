import type { CallOptions, Client } from '../src/index.ts';
import { type Arguments, type OperationId, operations, type Result, type Unread } from '../src/operations.ts';
import type { Effect } from '../src/outcome.ts';
import { operationIds } from '../src/raw.ts';
import { deleted, meetingVideoId, packageId, untyped, video } from './fixtures.ts';

/** One call of each operation that may leave. The compiler asks for an operation that is missing here. */
export const examples: { [Id in OperationId]: Arguments<Id> } = {
  listPackages: { body: { search: 'Lease*', states: ['executed'], take: 5 } },
  getPackage: { packageId },
  listVideos: { packageId },
  deleteVideos: { packageId, body: { packageId, meetingVideoId } },
};

/** A response of each operation that confirms its example. */
export const responses: { [Id in OperationId]: Result<Id> } = {
  listPackages: { items: [{ packageId, name: 'Lease' }], total: 1, take: 50, skip: 0 },
  getPackage: { packageId, name: 'Lease', timeRetention: null },
  listVideos: { packageId, videos: [{ ...video, state: 'archived' }] },
  deleteVideos: deleted,
};

type Run = (client: Client, options?: CallOptions) => Promise<unknown>;

/** The methods that make each operation. The compiler asks for an operation that is missing here. */
const methods: { [Id in OperationId]: Record<string, [Effect, Run]> } = {
  listPackages: {
    'packages.list': ['read', ({ packages }, options) => packages.list({}, options)],
    'packages.listAll': ['read', ({ packages }, options) => packages.listAll({}, options).next()],
  },
  getPackage: {
    'packages.get': ['read', ({ packages }, options) => packages.get({ packageId }, options)],
  },
  listVideos: {
    'videos.list': ['read', ({ videos }, options) => videos.list({ packageId }, options)],
  },
  deleteVideos: {
    'videos.delete': ['delete', ({ videos }, options) => videos.delete({ packageId, meetingVideoId }, options)],
    'videos.deleteAll': ['deleteAll', ({ videos }, options) => videos.deleteAll({ packageId }, options)],
  },
};

/** Every way to call the API: each method, and each operation by `raw`. Of the options, raw calls take the signal. */
export const everyCall: { name: string; operation: OperationId; effect: Effect; call: Run }[] = operationIds.flatMap(
  (operation) => [
    ...Object.entries(methods[operation]).map(([name, [effect, call]]) => ({ name, operation, effect, call })),
    {
      name: `raw, ${operation}`,
      operation,
      effect: effectOf(operation),
      call: (client: Client, options?: CallOptions) =>
        callRaw(client, operation, examples[operation], options && 'signal' in options && { signal: options.signal }),
    },
  ],
);

/** Makes a raw call of an operation. */
export function callRaw(
  { raw }: Client,
  operation: OperationId,
  { packageId, body }: Unread,
  more: object | false = {},
): Promise<unknown> {
  const { method, path } = operations[operation];
  const params = packageId === undefined ? {} : { params: { path: { packageId } } };
  const init = untyped({ ...params, ...(body !== undefined && { body }), ...more });
  return method === 'GET' ? raw.GET(untyped(path), init) : raw.POST(untyped(path), init);
}

function effectOf<Id extends OperationId>(operation: Id): Effect {
  return operations[operation].effect(examples[operation]);
}
