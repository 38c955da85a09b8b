import type { Terms } from '../call.ts';
import { ApiError } from '../errors/ApiError.ts';
import { AuthenticationError } from '../errors/AuthenticationError.ts';
import { IinkedSignError } from '../errors/IinkedSignError.ts';
import { NotFreshError } from '../errors/NotFreshError.ts';
import { RateLimitError } from '../errors/RateLimitError.ts';
import { readable } from '../foreignError.ts';
import { freshMs } from '../fresh.ts';
import type { Inside } from '../inside.ts';
import { judgePlanned, type Planned, type Rules } from '../judge.ts';
import { NotBegunError } from '../pace.ts';
import type { MeetingVideo } from '../schemas.ts';
import { lifeOfAll } from '../video.ts';
import type { Outcome, VideoReport } from './documents/report.ts';
import type { PlannedVideo } from './documents/video.ts';
import type { FreshPackage, PackageReading } from './freshPackage.ts';
import type { LearnedPace } from './pace.ts';
import { listingOf } from './packageReading.ts';
import type { Reader } from './reader.ts';
import type { Stop } from './stop.ts';

/** What every step of a run needs. */
export type Run = {
  inside: Inside;
  reader: Reader;
  terms: Terms;
  pace: LearnedPace;
  stop: Stop;
  /** Whether nothing is deleted, and what a run that deletes would lack. */
  dryRun: { lacks: string | undefined } | undefined;
  /** What a planned video must meet now. */
  rulesFor: (video: PlannedVideo, reading: PackageReading) => Rules & Planned & { isElsewhere: boolean };
  /** Whether a request of this run may have deleted something. */
  hasBegun: boolean;
};

/** A planned video, what its package shares, and what this run has done about it. */
export type Candidate = {
  video: PlannedVideo;
  package: FreshPackage;
  /** Whether a request of this run may have deleted it. */
  mayHaveLanded: boolean;
  /** How often what it was judged by was too old when its turn came. */
  timesTooLate: number;
};

/** What is found out about a planned video. */
export type Fate = Pick<VideoReport, 'outcome' | 'reason' | 'heldBy' | 'timeDeleted' | 'message'>;

const mostTimesTooLate = 3;

/**
 * Judges a planned video by a fresh reading of its package, and deletes it if it still may be deleted.
 *
 * @returns What became of it; `again` where it must wait for another turn, `notBegun` where nothing may begin any more.
 */
export async function deletePlanned(run: Run, candidate: Candidate): Promise<Fate | 'again' | 'notBegun'> {
  const { inside, pace, terms, stop } = run;
  const { packageId, meetingVideoId } = candidate.video;
  let reading: PackageReading | undefined;
  try {
    await pace.open();
    reading = await candidate.package.read();
    const verdict = judged(run, candidate, reading);
    if (verdict) return verdict;
    if (run.dryRun) return { outcome: 'wouldDelete', ...(run.dryRun.lacks && { message: run.dryRun.lacks }) };
    run.hasBegun = true;
    const onTime = { ...terms, pace: pace.within(freshMs - reading.ageMs()), before: inTime(run, candidate, reading) };
    const { videos } = await inside.deleteVideo({ packageId, meetingVideoId }, onTime);
    return { outcome: 'deleted', ...timeDeletedOf(videos) };
  } catch (thrown) {
    const error = readable(thrown);
    // Before anything is deleted, the whole run is refused.
    if (error instanceof NotFreshError && !run.hasBegun) throw error;
    const isNotBegun = error instanceof NotBegunError;
    if (!isNotBegun) candidate.mayHaveLanded ||= mayHaveDeleted(error);
    const goesOn = pace.isPatient() && !stop.reason();
    if (goesOn && error instanceof RateLimitError) return 'again';
    if (goesOn && isNotBegun) {
      if (reading) candidate.package.outdate(reading);
      candidate.timesTooLate += 1;
      return candidate.timesTooLate < mostTimesTooLate ? 'again' : failedWith(candidate, new TooLateError());
    }
    if (error instanceof AuthenticationError || !pace.isPatient()) stop.end('failures');
    if (!isNotBegun) return settled(run, candidate, error);
    return candidate.mayHaveLanded ? unknown() : 'notBegun';
  }
}

class TooLateError extends Error {
  constructor() {
    super(
      'Its list was older than a minute at each of three turns. Nothing was deleted. Apply the plan again, with less at once.',
    );
  }
}

/**
 * Makes sure, before each attempt, that what the video was judged by is fresh, also where the machine slept meanwhile, and that
 * nothing that was read meanwhile keeps it: another package may list it, too.
 */
function inTime(run: Run, candidate: Candidate, reading: PackageReading): NonNullable<Terms['before']> {
  return async (landed) => {
    candidate.mayHaveLanded ||= landed !== undefined;
    if (reading.ageMs() > freshMs || judged(run, candidate, reading)) throw new NotBegunError();
  };
}

/** What becomes of a video that is not deleted now; nothing where it may be. */
function judged(run: Run, candidate: Candidate, reading: PackageReading): Fate | undefined {
  const { video, mayHaveLanded } = candidate;
  const entries = reading.entries.get(video.meetingVideoId);
  if (!entries) return mayHaveLanded ? unknown() : { outcome: 'missing' };
  if (lifeOfAll(entries, reading.now) === 'deleted') return { outcome: goneAs(candidate), ...timeDeletedOf(entries) };
  const { isElsewhere, ...rules } = run.rulesFor(video, reading);
  const { packageId, meetingVideoId } = video;
  const subject = { packageId, meetingVideoId, entries, isElsewhere, package: reading.details };
  const verdict = judgePlanned(subject, rules, reading.now);
  if (!verdict) return undefined;
  return mayHaveLanded ? unknown() : { outcome: 'kept', ...verdict };
}

/** How a deletion ended that failed: the list has the last word. */
async function settled({ reader }: Run, candidate: Candidate, error: Error): Promise<Fate> {
  const { packageId, meetingVideoId } = candidate.video;
  // Also the 404 of a proxy, which may stand in place of the API's response.
  const is404 = error instanceof ApiError && error.status === 404;
  if (!candidate.mayHaveLanded && !is404) return failedWith(candidate, error);
  const list = () => listingOf(reader, packageId);
  // A second try for the one list that can tell what became of the video.
  const listing = await list()
    .catch(list)
    .catch(() => undefined);
  const entries = listing?.entries.get(meetingVideoId);
  if (listing && entries && lifeOfAll(entries, listing.now) === 'deleted') {
    return { outcome: goneAs(candidate), ...timeDeletedOf(entries) };
  }
  const isMissing = listing !== undefined && entries === undefined && !candidate.mayHaveLanded;
  return isMissing ? { outcome: 'missing' } : failedWith(candidate, error);
}

function goneAs({ mayHaveLanded }: Candidate): Outcome {
  return mayHaveLanded ? 'deleted' : 'alreadyDeleted';
}

function failedWith({ mayHaveLanded }: Candidate, { message }: Error): Fate {
  return { outcome: mayHaveLanded ? 'unknown' : 'failed', message: message || 'It failed, and nothing says why.' };
}

/** What became of a video while a request for it may have arrived. */
export function unknown(): Fate {
  return {
    outcome: 'unknown',
    message: 'A request to delete it may have arrived. Audit the plan to see what became of it.',
  };
}

/** When the first of some videos was deleted, if the API says so. */
export function timeDeletedOf([video]: readonly MeetingVideo[]): { timeDeleted?: string } {
  const timeDeleted = video?.timeDeleted;
  return typeof timeDeleted === 'string' && timeDeleted !== '' ? { timeDeleted } : {};
}

// What is none of our errors was thrown by the platform, who knows when; a response that decides nothing was only read.
function mayHaveDeleted(error: unknown): boolean {
  if (error instanceof NotFreshError) return false;
  return !(error instanceof IinkedSignError) || error.mayHaveDeleted;
}
