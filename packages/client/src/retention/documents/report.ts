import type { HeldBy, SealedHold } from '../../hold.ts';
import type { Reason } from '../../reasons.ts';
import type { PlannedRules } from '../rules.ts';
import { type ApprovalRecord, approvalRecords } from './approval.ts';
import {
  count,
  flag,
  hash,
  instant,
  keyId,
  list,
  midnight,
  object,
  oneOf,
  optional,
  type Reader,
  type Table,
  text,
} from './fields.ts';
import { formats } from './formats.ts';
import { heldBy, sealedHold, type UnmatchedHold, unmatchedHold } from './holds.ts';
import { anyReason } from './reasons.ts';
import { plannedRules } from './rules.ts';
import { type PlannedVideo, videoFields } from './video.ts';

/**
 * What became of a planned video.
 *
 * - `deleted`: the API confirmed it in this run, or the list shows it after a request of this run.
 * - `alreadyDeleted`: it was deleted before this run touched it.
 * - `wouldDelete`: in a dry run.
 * - `kept`: it is alive and was not touched; `reason` says why.
 * - `missing`: it is no longer listed, or its package is gone.
 * - `failed`: this run deleted nothing here.
 * - `unknown`: a request may have arrived, and the video was not seen deleted.
 * - `notStarted`: it was not touched, because the run stopped.
 */
export type Outcome =
  | 'deleted'
  | 'alreadyDeleted'
  | 'wouldDelete'
  | 'kept'
  | 'missing'
  | 'failed'
  | 'unknown'
  | 'notStarted';

/** What became of one video. */
export type VideoReport = PlannedVideo & {
  outcome: Outcome;
  /** Why it was kept. */
  reason?: Reason;
  /** The hold that keeps it, where it is `held`. */
  heldBy?: HeldBy;
  /** When it was deleted, as the API says. */
  timeDeleted?: string;
  /** The SHA-256 of its copy in the archive. */
  sha256?: string;
  /** What went wrong, and what to do. */
  message?: string;
};

/** Each outcome with its number of videos, and the bytes of those that were deleted. */
export type ApplyTotals = Record<Outcome, number> & { planned: number; deletedBytes: number };

/** Of which plan a report or a receipt is. */
export type OfPlan = {
  planId: string;
  /** The seal of the plan, which stands for every word of it. */
  planSeal: string;
  planCreatedAt: string;
  rules: PlannedRules;
  cutoff: string;
  server: string;
};

/** What an apply did: each planned video once, in the order of the plan. */
export type ApplyReport = OfPlan & {
  format: typeof formats.report;
  startedAt: string;
  finishedAt: string;
  /** Whether it deleted nothing, and says what it would delete. */
  dryRun: boolean;
  /** Why the run ended before the plan did. Apply the same plan again to go on. */
  stopped?: 'aborted' | 'failures' | 'error';
  approvals: ApprovalRecord[];
  /** The hold that was given to this run, beside that of the plan. */
  hold: SealedHold;
  unmatchedHolds: UnmatchedHold[];
  videos: VideoReport[];
  totals: ApplyTotals;
  keyId: string;
  seal: string;
};

export const ofPlan: Table<OfPlan> = {
  planId: text,
  planSeal: hash,
  planCreatedAt: instant,
  rules: plannedRules,
  cutoff: midnight,
  server: text,
};

const outcomes: Table<Record<Outcome, number>> = {
  deleted: count,
  alreadyDeleted: count,
  wouldDelete: count,
  kept: count,
  missing: count,
  failed: count,
  unknown: count,
  notStarted: count,
};

const video: Reader<VideoReport> = object<VideoReport>({
  ...videoFields,
  outcome: oneOf<Outcome>([
    'deleted',
    'alreadyDeleted',
    'wouldDelete',
    'kept',
    'missing',
    'failed',
    'unknown',
    'notStarted',
  ]),
  reason: optional(anyReason),
  heldBy: optional(heldBy),
  timeDeleted: optional(text),
  sha256: optional(hash),
  message: optional(text),
});

export const report: Reader<ApplyReport> = object<ApplyReport>({
  format: oneOf([formats.report]),
  ...ofPlan,
  startedAt: instant,
  finishedAt: instant,
  dryRun: flag,
  stopped: optional(oneOf(['aborted', 'failures', 'error'])),
  approvals: approvalRecords,
  hold: sealedHold,
  unmatchedHolds: list(unmatchedHold),
  videos: list(video),
  totals: object<ApplyTotals>({ planned: count, ...outcomes, deletedBytes: count }),
  keyId,
  seal: hash,
});
