import { isDeleted, type MeetingVideo } from 'iinked-sign';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { nodeError } from '../shared/errors.ts';
import { connect } from '../shared/transport.ts';

/** Finds the videos of the chosen package that are not deleted yet. */
export async function searchVideos(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
  try {
    const { client } = await connect(this);
    const packageId: unknown = this.getCurrentNodeParameter('packageId', { extractValue: true });
    const { videos } = await client.videos.list({ packageId: typeof packageId === 'string' ? packageId : '' });
    const items = videos.filter((video) => !isDeleted(video)).map(videoItem);
    const wanted = filter.toLowerCase();
    return { results: items.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)) };
  } catch (error) {
    throw nodeError(this, error);
  }
}

/** Shows a video by what people know of it: when it was recorded, how long it is, how big, and its state. */
function videoItem({ meetingVideoId, timeCreated, duration, size, state }: MeetingVideo): INodeListSearchItems {
  const recorded = timeCreated?.slice(0, 16).replace('T', ' ') ?? 'no date';
  const length = duration?.replace(/^PT/, '').toLowerCase();
  const megabytes = size ? `${(size / 1e6).toFixed(1)} MB` : undefined;
  return { name: [recorded, length, megabytes, state].filter(Boolean).join(' · '), value: meetingVideoId };
}
