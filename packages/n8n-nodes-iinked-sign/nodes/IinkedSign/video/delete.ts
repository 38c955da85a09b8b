import type { VideoDeletion } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { idOf, videoLocator } from '../locators.ts';
import { untilCancelled } from '../transport.ts';
import type { Operation } from './operation.ts';

const displayOptions = { show: { resource: ['video'], operation: ['delete'] } };

/** The parameters of Delete. */
export const deleteFields: INodeProperties[] = [
  videoLocator,
  {
    displayName:
      'Deleting is permanent: there is no way to bring a video back. Download it first if it is still needed.',
    name: 'deleteNotice',
    type: 'notice',
    default: '',
    displayOptions,
  },
  {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
    displayOptions,
  },
];

/** Deletes one video. */
export const deleteVideo: Operation = async (context, client, itemIndex) => {
  const packageId = idOf(context, 'packageId', itemIndex);
  const meetingVideoId = idOf(context, 'meetingVideoId', itemIndex);
  const simplify = context.getNodeParameter('simplify', itemIndex) !== false;
  const deletion = await client.videos.delete({ packageId, meetingVideoId }, untilCancelled(context));
  return { deletion, items: simplify ? simplified(deletion) : whole(deletion) };
};

function simplified({ packageId, videos }: VideoDeletion): IDataObject[] {
  return videos.map(({ meetingVideoId, timeDeleted = null, size = null, duration = null }) => {
    return { deleted: true, packageId, meetingVideoId, timeDeleted, size, duration };
  });
}

function whole({ packageId, videos }: VideoDeletion): IDataObject[] {
  return videos.map((video) => ({ deleted: true, packageId, ...video }));
}
