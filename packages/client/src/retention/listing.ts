import type { Terms } from '../call.ts';
import { NotFoundError } from '../errors/NotFoundError.ts';
import type { Inside } from '../inside.ts';
import type { MeetingVideo } from '../schemas.ts';
import { timeOfJudgement } from '../time.ts';
import { isDeleted } from '../video.ts';

/** The videos of a package, as a list showed them. */
export type Listing = {
  /** The entries of each video, by its id: more than one where the list contradicts itself. Empty when the package is gone. */
  entries: ReadonlyMap<string, readonly MeetingVideo[]>;
  /** Set when the API does not know the package, or does not show it to this key. */
  notFound?: NotFoundError;
  /** The time by which its videos are judged; none where this machine's clock and the server's differ too much. */
  now: number | undefined;
  /** When it was asked for, by this machine's clock. */
  askedAt: number;
};

/** Lists a package. One that is gone has no videos. */
export async function listingOf(
  { listVideos, clock }: Pick<Inside, 'listVideos' | 'clock'>,
  packageId: string,
  terms: Terms,
): Promise<Listing> {
  const askedAt = clock.now();
  try {
    const { result, date } = await listVideos(packageId, terms);
    return { entries: entriesOf(result.videos), now: timeOfJudgement(clock.now(), date), askedAt };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return { entries: new Map(), notFound: error, now: askedAt, askedAt };
  }
}

function entriesOf(videos: readonly MeetingVideo[]): Map<string, MeetingVideo[]> {
  const entries = new Map<string, MeetingVideo[]>();
  for (const video of videos) {
    const known = entries.get(video.meetingVideoId);
    if (known) known.push(video);
    else entries.set(video.meetingVideoId, [video]);
  }
  return entries;
}

/** The video as its entries show it deleted. Where they contradict each other, it is not. */
export function deletedIn(entries: readonly MeetingVideo[] | undefined): MeetingVideo | undefined {
  return entries?.every(isDeleted) ? entries[0] : undefined;
}

/** When the first of some videos was deleted, if the API says so. */
export function timeDeletedOf([video]: readonly MeetingVideo[]): { timeDeleted?: string } {
  const timeDeleted = video?.timeDeleted;
  return typeof timeDeleted === 'string' && timeDeleted !== '' ? { timeDeleted } : {};
}
