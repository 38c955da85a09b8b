import type { MeetingVideo } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { isDryRun } from './dryRun.ts';
import { idOf } from './locators.ts';
import { isSimplified } from './simplify.ts';

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
];

/** Deletes one video, or shows whether it would. */
export const deleteVideo: Operation = async (call) => {
  const { context, client, server, itemIndex } = call;
  const video = {
    packageId: idOf(context, 'packageId', itemIndex),
    meetingVideoId: idOf(context, 'meetingVideoId', itemIndex),
  };
  const shape = isSimplified(call) ? simplified : whole;
  if (isDryRun(call)) {
    const preview = await client.videos.delete(video, { ...callOptions(call), dryRun: true });
    const [found] = preview.videos;
    const { alreadyDeleted } = preview;
    return {
      items: [{ deleted: false, wouldDelete: found !== undefined, alreadyDeleted, server, ...shape(video, found) }],
    };
  }
  const deletion = await client.videos.delete(video, callOptions(call));
  const { alreadyDeleted, videos } = deletion;
  return { deletion, items: [{ deleted: true, alreadyDeleted, server, ...shape(video, videos[0]) }] };
};

type Ids = { packageId: string; meetingVideoId: string };

function simplified({ packageId, meetingVideoId }: Ids, video: Partial<MeetingVideo> = {}): IDataObject {
  const { timeDeleted = null, size = null, duration = null } = video;
  return { packageId, meetingVideoId, timeDeleted, size, duration };
}

function whole(ids: Ids, video: Partial<MeetingVideo> = {}): IDataObject {
  return { ...ids, ...video };
}
