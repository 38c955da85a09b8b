import type { Terms } from '../call.ts';
import { AuthenticationError } from '../errors/AuthenticationError.ts';
import { IinkedSignError } from '../errors/IinkedSignError.ts';
import { NotFoundError } from '../errors/NotFoundError.ts';
import { RateLimitError } from '../errors/RateLimitError.ts';
import type { Holds } from '../holds.ts';
import type { Inside } from '../inside.ts';
import { judgePlanned } from '../judge.ts';
import { NotBegunError } from '../pace.ts';
import { clockDiffers } from './check.ts';
import type { PlannedVideo } from './document.ts';
import { type FreshList, freshMs } from './freshList.ts';
import { deletedIn, type Listing, listingOf, timeDeletedOf } from './listing.ts';
import type { LearnedPace } from './pace.ts';
import type { Found, Outcome } from './report.ts';
import { type PlannedRules, rulesAt } from './rules.ts';
import type { Stop } from './stop.ts';

/** What every step of a run needs. */
export type Run = {
  inside: Inside;
  rules: PlannedRules;
  /** The holds of the plan and of now. */
  holds: Holds;
  /** The packages that the rules are about now. */
  inScope: ReadonlySet<string>;
  terms: () => Terms;
  pace: LearnedPace;
  stop: Stop;
};

/** A planned video, the list of its package, and whether a request of this run may have deleted it. */
export type Candidate = { video: PlannedVideo; list: FreshList; mayHaveLanded: boolean };

/**
 * Judges a planned video by a fresh list of its package, and deletes it if it still may be deleted.
 *
 * @returns What became of it; `again` where the server asked to come back later, `notBegun` where nothing may begin any more.
 */
export async function deletePlanned(run: Run, candidate: Candidate): Promise<Found | 'again' | 'notBegun'> {
  const { inside, pace, terms, stop } = run;
  const { packageId, meetingVideoId } = candidate.video;
  try {
    await pace.open();
    const listing = await candidate.list();
    const verdict = judged(run, candidate, listing);
    if (verdict) return verdict;
    const onTime = { ...terms(), pace: pace.within(listing.askedAt + freshMs - inside.clock.now()) };
    const { videos, alreadyDeleted } = await inside.deleteVideo({ packageId, meetingVideoId }, onTime);
    return { outcome: alreadyDeleted ? goneAs(candidate) : 'deleted', ...timeDeletedOf(videos) };
  } catch (error) {
    if (!(error instanceof NotBegunError)) candidate.mayHaveLanded ||= mayHaveDeleted(error);
    const isPatient = pace.isPatient() && !stop.reason();
    if (isPatient && (error instanceof NotBegunError || error instanceof RateLimitError)) return 'again';
    if (error instanceof AuthenticationError || !pace.isPatient()) stop.fail();
    if (!(error instanceof NotBegunError)) return settled(run, candidate, error);
    return candidate.mayHaveLanded ? unknown() : 'notBegun';
  }
}

/** What becomes of a video that is not deleted now; nothing where it may be. */
function judged({ rules, holds, inScope }: Run, candidate: Candidate, { entries, now }: Listing): Found | undefined {
  const { video, mayHaveLanded } = candidate;
  const { packageId, meetingVideoId } = video;
  const versions = entries.get(meetingVideoId);
  if (!versions) return mayHaveLanded ? unknown() : { outcome: 'missing' };
  const gone = deletedIn(versions);
  if (gone) return { outcome: goneAs(candidate), ...timeDeletedOf([gone]) };
  if (now === undefined) return failedWith(candidate, clockDiffers());
  const reason = judgePlanned(
    { packageId, meetingVideoId, entries: versions, package: 'notAsked' },
    {
      ...rulesAt(rules, holds, now),
      seen: video,
      isInScope: inScope.has(packageId),
      isStruck: false,
      isArchived: true,
    },
    now,
  )?.reason;
  if (!reason) return undefined;
  return mayHaveLanded ? unknown() : { outcome: 'kept', reason };
}

/** How a deletion ended that failed: the list has the last word. */
async function settled({ inside, terms }: Run, candidate: Candidate, error: unknown): Promise<Found> {
  const { packageId, meetingVideoId } = candidate.video;
  if (!candidate.mayHaveLanded && !(error instanceof NotFoundError)) return failedWith(candidate, error);
  const listing = await listingOf(inside, packageId, terms()).catch(() => undefined);
  const versions = listing?.entries.get(meetingVideoId);
  const gone = deletedIn(versions);
  if (gone) return { outcome: goneAs(candidate), ...timeDeletedOf([gone]) };
  const isMissing = listing !== undefined && versions === undefined && !candidate.mayHaveLanded;
  return isMissing ? { outcome: 'missing' } : failedWith(candidate, error);
}

function goneAs({ mayHaveLanded }: Candidate): Outcome {
  return mayHaveLanded ? 'deleted' : 'alreadyDeleted';
}

function failedWith({ mayHaveLanded }: Candidate, error: unknown): Found {
  const message = error instanceof Error ? error.message : String(error);
  return { outcome: mayHaveLanded ? 'unknown' : 'failed', message };
}

/** What became of a video while a request for it may have arrived. */
export function unknown(): Found {
  return {
    outcome: 'unknown',
    message: 'A request to delete it may have arrived. Audit the plan to see what became of it.',
  };
}

// What is none of our errors was thrown by the platform, who knows when.
function mayHaveDeleted(error: unknown): boolean {
  return !(error instanceof IinkedSignError) || error.mayHaveDeleted;
}
