import { isDeleted, type MeetingVideo, type Package } from 'iinked-sign';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { nodeError } from './errors.ts';
import { connect } from './transport.ts';

const take = 50;

/** Finds packages to choose from, page by page. */
export async function searchPackages(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  try {
    const { client } = await connect(this);
    const skip = Number(paginationToken ?? 0);
    const { items, total } = await client.packages.list({ ...(filter && { search: `${filter}*` }), take, skip });
    const next = skip + items.length;
    return {
      results: items.map(packageItem),
      ...(items.length > 0 && next < total && { paginationToken: `${next}` }),
    };
  } catch (error) {
    throw nodeError(this, error);
  }
}

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

function packageItem({ packageId, name, state, timeCreated }: Package): INodeListSearchItems {
  const details = [state, timeCreated?.slice(0, 10)].filter(Boolean).join(', ');
  return { name: `${name || 'Unnamed'} (${details || packageId})`, value: packageId };
}

/** Tells a video by what people know of it: when it was recorded, how long it is, how big, and its state. */
function videoItem({ meetingVideoId, timeCreated, duration, size, state }: MeetingVideo): INodeListSearchItems {
  const recorded = timeCreated?.slice(0, 16).replace('T', ' ') ?? 'no date';
  const length = duration?.replace(/^PT/, '').toLowerCase();
  const megabytes = size ? `${(size / 1e6).toFixed(1)} MB` : undefined;
  return { name: [recorded, length, megabytes, state].filter(Boolean).join(' · '), value: meetingVideoId };
}
