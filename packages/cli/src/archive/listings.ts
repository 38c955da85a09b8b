import type { CallOptions, Client, MeetingVideo, VideoIds } from 'iinked-sign';

/** What the API lists of videos, with their links. */
export type Listings = {
  /**
   * A video as it is listed.
   *
   * @param isAnew Whether its package is listed again, because its link does not work.
   * @returns Nothing when it is not listed.
   * @throws as a list of videos does.
   */
  of: (video: VideoIds, isAnew: boolean) => Promise<MeetingVideo | undefined>;
};

// Links live for a day, and a video that comes later in its package may wait for long.
const longestMs = 10 * 60_000;

/** Lists a package once for those of its videos that come one after the other. */
export function createListings(client: Client, { signal }: Pick<CallOptions, 'signal'>): Listings {
  const listings = new Map<string, { since: number; videos: Promise<MeetingVideo[]> }>();

  function listingOf(packageId: string, isAnew: boolean): Promise<MeetingVideo[]> {
    const known = listings.get(packageId);
    const now = performance.now();
    if (known && !isAnew && now - known.since < longestMs) return known.videos;
    const videos = client.videos.list({ packageId }, { signal }).then((list) => list.videos);
    // A list that fails is asked for again by the next video.
    videos.catch(() => listings.delete(packageId));
    listings.set(packageId, { since: now, videos });
    // Videos come by package: those of the ones before the last few are through.
    const [oldest] = listings.keys();
    if (listings.size > mostKnown && oldest !== undefined) listings.delete(oldest);
    return videos;
  }

  return {
    async of({ packageId, meetingVideoId }, isAnew) {
      const videos = await listingOf(packageId, isAnew);
      return videos.find((video) => video.meetingVideoId === meetingVideoId);
    },
  };
}

const mostKnown = 8;
