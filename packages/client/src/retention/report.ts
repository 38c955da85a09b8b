import type { Reason } from '../reasons.ts';
import type { PlannedVideo, VideoIds } from './document.ts';

/**
 * What became of a planned video.
 *
 * - `deleted`: the API confirmed it in this run, or the list shows it after a request of this run.
 * - `alreadyDeleted`: it was deleted before this run touched it.
 * - `kept`: it is alive and was not touched; `reason` says why.
 * - `missing`: it is no longer listed, or its package is gone.
 * - `failed`: this run deleted nothing here.
 * - `unknown`: a request may have arrived, and the video was not seen deleted.
 * - `notStarted`: it was not touched, because the run stopped.
 */
export type Outcome = 'deleted' | 'alreadyDeleted' | 'kept' | 'missing' | 'failed' | 'unknown' | 'notStarted';

/** Why a planned video was kept: a rule or a hold, its package is no longer in the `scope`, or the video has `changed`. */
export type ApplyReason = Reason;

/** What became of one video. */
export type VideoReport = VideoIds & {
  outcome: Outcome;
  /** Why it was kept. */
  reason?: ApplyReason;
  /** When it was deleted, as the API says. */
  timeDeleted?: string;
  /** Bytes, as planned. */
  size?: number;
  /** What went wrong, and what to do. */
  message?: string;
};

/** Each outcome with its number of videos, and the bytes of those that were deleted. */
export type ApplyTotals = Record<Outcome, number> & { planned: number; deletedBytes: number };

/** What an apply did: each planned video once, in the order of the plan. */
export type ApplyReport = {
  format: 'iinked-sign/apply-report/1';
  planId: string;
  startedAt: string;
  finishedAt: string;
  /** Why the run ended before the plan did. Apply the same plan again to go on. */
  stopped?: 'aborted' | 'failures';
  videos: VideoReport[];
  totals: ApplyTotals;
};

/** What is found out about a video, beside its ids. */
export type Found = Omit<VideoReport, keyof VideoIds | 'size'>;

/** Reports a planned video. */
export function reported({ packageId, meetingVideoId, size }: PlannedVideo, found: Found): VideoReport {
  return { packageId, meetingVideoId, ...found, ...(size !== null && { size }) };
}

/** Counts outcomes. */
export function countOutcomes(videos: readonly VideoReport[]): ApplyTotals {
  const totals: ApplyTotals = {
    planned: videos.length,
    deleted: 0,
    alreadyDeleted: 0,
    kept: 0,
    missing: 0,
    failed: 0,
    unknown: 0,
    notStarted: 0,
    deletedBytes: 0,
  };
  for (const { outcome, size = 0 } of videos) {
    totals[outcome] += 1;
    if (outcome === 'deleted') totals.deletedBytes += size;
  }
  return totals;
}
