import { isDeleted, type MeetingVideo, visibleText } from 'iinked-sign';
import {
  type ILoadOptionsFunctions,
  type INodeListSearchItems,
  type INodeListSearchResult,
  NodeOperationError,
} from 'n8n-workflow';
import { nodeError } from '../shared/errors.ts';
import { connect } from '../shared/transport.ts';
import { distinct } from './labels.ts';

/** Finds the videos of the chosen package that are not deleted yet. */
export async function searchVideos(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
  const packageId: unknown = this.getCurrentNodeParameter('packageId', { extractValue: true });
  if (typeof packageId !== 'string' || packageId.trim() === '') {
    throw new NodeOperationError(this.getNode(), 'Choose a package first.');
  }
  const { client, server } = await connect(this);
  try {
    const { videos } = await client.videos.list({ packageId });
    const items = distinct(videos.filter((video) => !isDeleted(video)).map(videoItem));
    const wanted = filter.trim().replace(/\*+$/, '').toLowerCase();
    return { results: items.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)) };
  } catch (error) {
    throw nodeError(this, error, { server });
  }
}

/** Shows a video by what people know of it: when it was recorded, its state and its retention, how long it is, how big. */
function videoItem(video: MeetingVideo): INodeListSearchItems {
  const { meetingVideoId, timeCreated, duration, size, state } = video;
  const recorded = visibleText(timeCreated).slice(0, 16).replace('T', ' ') || 'no date';
  const length = visibleText(duration).replace(/^PT/, '').toLowerCase();
  const megabytes = typeof size === 'number' && size > 0 ? `${(size / 1e6).toFixed(1)} MB` : undefined;
  const parts = [recorded, visibleText(state), retentionOf(video), length, megabytes];
  return { name: parts.filter(Boolean).join(' · '), value: meetingVideoId };
}

function retentionOf({ timeRetention }: MeetingVideo): string {
  const day = visibleText(timeRetention).slice(0, 10);
  if (day === '') return '';
  return Date.parse(visibleText(timeRetention)) < Date.now() ? 'retention over' : `keep until ${day}`;
}
