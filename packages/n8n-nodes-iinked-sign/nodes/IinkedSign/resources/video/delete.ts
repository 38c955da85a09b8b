import {
  ConditionNotMetError,
  type DeleteOptions,
  type DeleteResult,
  type MeetingVideo,
  type VideoIds,
} from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isDryRun } from '../../shared/dryRun.ts';
import { videoOf } from '../../shared/locators.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { shapeOf } from '../../shared/simplify.ts';
import { withoutLinks } from './includeLinks.ts';
import { onlyIfFields, onlyIfOf } from './onlyIf.ts';

/** The parameters of Delete. */
export const deleteFields: INodeProperties[] = [
  {
    displayName:
      'Deleting is permanent: there is no way to bring a video back. Download it first if it is still needed.',
    name: 'deleteNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { resource: ['video'], operation: ['delete'], dryRun: [false] } },
  },
  ...onlyIfFields,
];

/** Deletes one video, or shows whether it would. One that does not meet the conditions is kept. */
export const deleteVideo: Operation = async (input) => {
  const { client, server } = input;
  const video = videoOf(input);
  const options = { ...callOptions(input), ...onlyIfOf(input) };
  const shape = shapeOf(input, simplified, whole);
  if (isDryRun(input)) {
    const { alreadyDeleted, reason, videos } = await client.videos.delete(video, { ...options, dryRun: true });
    const [found] = videos;
    const wouldDelete = found !== undefined;
    const why = reason && { reason, message: new ConditionNotMetError(reason).message };
    return { items: [{ deleted: false, wouldDelete, ...why, alreadyDeleted, server, ...shape(video, found) }] };
  }
  const deletion = await deletionOf(input, video, options);
  if (deletion instanceof ConditionNotMetError) {
    const { reason, message } = deletion;
    return { items: [{ deleted: false, reason, message, server, ...shape(video, deletion.video) }] };
  }
  const { alreadyDeleted, videos } = deletion;
  return { deleted: videos, items: [{ deleted: true, alreadyDeleted, server, ...shape(video, videos[0]) }] };
};

/** Deletes a video, or gives the condition that keeps it: that one is kept is what was asked for, and no failure. */
function deletionOf(
  { client }: OperationInput,
  video: VideoIds,
  options: DeleteOptions & { dryRun?: false },
): Promise<DeleteResult | ConditionNotMetError> {
  return client.videos.delete(video, options).catch((error: unknown) => {
    if (error instanceof ConditionNotMetError) return error;
    throw error;
  });
}

function simplified({ packageId, meetingVideoId }: VideoIds, video: Partial<MeetingVideo> = {}): IDataObject {
  const { timeDeleted = null, size = null, duration = null } = video;
  return { packageId, meetingVideoId, timeDeleted, size, duration };
}

function whole(ids: VideoIds, video: Partial<MeetingVideo> = {}): IDataObject {
  return { ...ids, ...withoutLinks({ ...ids, ...video }) };
}
