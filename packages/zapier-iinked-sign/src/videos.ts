import {
  assertNoTypo,
  type Client,
  type Conditions,
  instantOf,
  isDeleted,
  type Listed,
  type MeetingVideo,
  needsPackage,
  reasonToKeep,
} from 'iinked-sign';
import { isUnknown } from './notFound.ts';
import { nameOf } from './packageName.ts';

/** The videos that were found, and the name of their package. */
export type Found = { packageId: string; packageName: string | null; videos: MeetingVideo[] };

/**
 * Finds the videos of a package that meet the conditions and are not deleted, each once.
 *
 * @param only Only the video with this id.
 * @returns The oldest first, those without a date last; none where the package is unknown.
 */
export async function findVideos(
  client: Client,
  packageId: string,
  conditions: Conditions,
  only?: string,
): Promise<Found> {
  const startedAt = performance.now();
  const listed = await listedVideos(client, packageId);
  if (listed.length === 0) return { packageId, packageName: null, videos: [] };
  if (!needsPackage(conditions)) {
    const videos = chosenFrom(listed, { packageId }, conditions, only);
    return { packageId, packageName: videos.length > 0 ? await nameOf(client, packageId, startedAt) : null, videos };
  }
  const details = await client.packages.get({ packageId });
  const { name } = details;
  return {
    packageId,
    packageName: typeof name === 'string' ? name : null,
    videos: chosenFrom(listed, { packageId, package: details }, conditions, only),
  };
}

/** Lists all videos of a package that are not deleted, the oldest first. */
export async function leftVideos(client: Client, packageId: string): Promise<MeetingVideo[]> {
  return chosenFrom(await listedVideos(client, packageId), { packageId }, {});
}

async function listedVideos(client: Client, packageId: string): Promise<MeetingVideo[]> {
  try {
    return (await client.videos.list({ packageId })).videos;
  } catch (error) {
    // What to do when nothing is found is set in the Zap.
    if (isUnknown(error)) return [];
    throw error;
  }
}

function chosenFrom(
  videos: readonly MeetingVideo[],
  of: Omit<Listed, 'video'>,
  conditions: Conditions,
  only?: string,
): MeetingVideo[] {
  const now = Date.now();
  // Without a condition, what the API says of a video may be in doubt, and it is found all the same.
  const isAny = Object.keys(conditions).length === 0;
  const isFound = (video: MeetingVideo) =>
    isAny ? !isDeleted(video) : reasonToKeep({ ...of, video }, conditions, now) === undefined;
  const { states } = conditions;
  if (states) assertNoTypo('videoState', 'states', states, new Set(videos.map(({ state }) => `${state}`)));
  const kept = new Set<string>();
  const found = new Map<string, MeetingVideo>();
  // A list may name a video twice: each entry must meet the conditions.
  for (const video of videos) {
    const { meetingVideoId } = video;
    if (isFound(video)) found.set(meetingVideoId, video);
    else kept.add(meetingVideoId);
  }
  return [...found.values()]
    .filter(({ meetingVideoId }) => !kept.has(meetingVideoId) && (only ?? meetingVideoId) === meetingVideoId)
    .sort(byOldest);
}

/** Compares videos: the oldest first, and those without a date last. */
function byOldest(one: MeetingVideo, other: MeetingVideo): number {
  return timeOf(one) - timeOf(other) || one.meetingVideoId.localeCompare(other.meetingVideoId);
}

function timeOf({ timeCreated }: MeetingVideo): number {
  return instantOf(timeCreated) ?? Number.MAX_SAFE_INTEGER;
}
