import {
  type Client,
  type Conditions,
  instantOf,
  isDeleted,
  type MeetingVideo,
  NotFoundError,
  needsPackage,
  reasonToKeep,
} from 'iinked-sign';

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
): Promise<MeetingVideo[]> {
  const { videos } = await client.videos.list({ packageId }).catch((error: unknown) => {
    // What to do when nothing is found is set in the Zap.
    if (error instanceof NotFoundError) return { videos: [] };
    throw error;
  });
  if (videos.length === 0) return [];
  const details = needsPackage(conditions) ? { package: await client.packages.get({ packageId }) } : {};
  const now = Date.now();
  // Without a condition, what the API says of a video may be in doubt, and it is found all the same.
  const isAny = Object.keys(conditions).length === 0;
  const isFound = (video: MeetingVideo) =>
    isAny ? !isDeleted(video) : reasonToKeep({ packageId, video, ...details }, conditions, now) === undefined;
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
