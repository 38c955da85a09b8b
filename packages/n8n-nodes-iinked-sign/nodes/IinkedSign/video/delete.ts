import type { MeetingVideo } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { idOf } from '../locators.ts';
import type { Operation } from '../operation.ts';
import { callFields, callOptions } from '../options.ts';
import { isDryRun } from './dryRun.ts';

const displayOptions = { show: { resource: ['video'], operation: ['delete'] } };

/** The parameters of Delete. */
export const deleteFields: INodeProperties[] = [
  {
    displayName:
      'Deleting is permanent: there is no way to bring a video back. Download it first if it is still needed.',
    name: 'deleteNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { ...displayOptions.show, dryRun: [false] } },
  },
  {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
    displayOptions,
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: callFields,
    displayOptions,
  },
];

/** Deletes one video, or tells whether it would. */
export const deleteVideo: Operation = async (call) => {
  const { context, client, server, itemIndex } = call;
  const video = {
    packageId: idOf(context, 'packageId', itemIndex),
    meetingVideoId: idOf(context, 'meetingVideoId', itemIndex),
  };
  const shaped = context.getNodeParameter('simplify', itemIndex) === false ? whole : simplified;
  if (isDryRun(call)) {
    const preview = await client.videos.delete(video, { ...callOptions(call), dryRun: true });
    const [found] = preview.videos;
    const { alreadyDeleted } = preview;
    return {
      items: [{ deleted: false, wouldDelete: found !== undefined, alreadyDeleted, server, ...shaped(video, found) }],
    };
  }
  const deletion = await client.videos.delete(video, callOptions(call));
  const { alreadyDeleted, videos } = deletion;
  return { deletion, items: [{ deleted: true, alreadyDeleted, server, ...shaped(video, videos[0]) }] };
};

type Ids = { packageId: string; meetingVideoId: string };

function simplified({ packageId, meetingVideoId }: Ids, video: Partial<MeetingVideo> = {}): IDataObject {
  const { timeDeleted = null, size = null, duration = null } = video;
  return { packageId, meetingVideoId, timeDeleted, size, duration };
}

function whole(ids: Ids, video: Partial<MeetingVideo> = {}): IDataObject {
  return { ...ids, ...video };
}
