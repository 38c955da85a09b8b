import type { UnmatchedHold } from '../holds.ts';
import { IinkedSignError } from './IinkedSignError.ts';

/**
 * Why a plan was not made, or is not carried out.
 *
 * - `limit`: it would hold more than its limits allow.
 * - `hold`: a hold matches nothing, or cannot be checked.
 * - `format`: it is not a document in this format, or not a whole one.
 * - `key`: another key sealed it.
 * - `seal`: it was changed after it was sealed.
 * - `server`: it is for another server.
 * - `age`: it is too old, or dated in the future.
 * - `clock`: this machine's clock and the server's differ by more than an hour.
 * - `stale`: the API's responses come from a cache.
 * - `approvals`: an approval is missing, is not for this plan, or rejects it.
 * - `report`: a report was changed, or is of another plan or of a dry run.
 */
export type PlanRefusal =
  | 'limit'
  | 'hold'
  | 'format'
  | 'key'
  | 'seal'
  | 'server'
  | 'age'
  | 'clock'
  | 'stale'
  | 'approvals'
  | 'report';

/** What a plan would have deleted, when it was refused for its limits. */
export type PlanCounts = {
  /** How many videos would have been planned. */
  planned: number;
  /** How many videos were listed that are not deleted. */
  alive: number;
  /** How many packages would have had a planned video. */
  packagesPlanned: number;
  /** How many packages the rules are about, those that were not listed too. */
  packages: number;
};

/** How many videos would have been planned that were recorded in a year. */
export type VideosOfYear = { year: number; videos: number };

/** What a plan would be: a document that `formatDocument` shows. */
export type Preview = { readonly format: 'iinked-sign/deletion-preview/1' };

/** What belongs to a refusal, by its reason. */
export type RefusalDetails = {
  counts?: PlanCounts;
  byYear?: VideosOfYear[];
  preview?: Preview;
  unmatchedHolds?: UnmatchedHold[];
};

/** A plan was refused. Nothing was deleted. */
export class PlanRefusedError extends IinkedSignError {
  static override readonly kind: string = 'PlanRefusedError';
  override readonly name = 'PlanRefusedError';

  /** Why it was refused. */
  readonly reason: PlanRefusal;

  /** The counts that are beyond the limits, with the reason `limit`. */
  readonly counts: PlanCounts | undefined;

  /** The videos that would have been planned by the year in which they were recorded, with the reason `limit`. */
  readonly byYear: VideosOfYear[] | undefined;

  /** The holds that match nothing, with the reason `hold`. */
  readonly unmatchedHolds: UnmatchedHold[] | undefined;

  /**
   * What the plan would be, with the reason `limit`: at most the first 1 000 videos of each list, to be shown. It cannot be
   * applied, and does not show where the error is printed.
   */
  declare readonly preview: Preview | undefined;

  /**
   * @param problem What is wrong and what to do about it, in whole sentences.
   */
  constructor(reason: PlanRefusal, problem: string, details: RefusalDetails = {}) {
    super(`${problem} Nothing was deleted.`, { mayHaveDeleted: false });
    this.reason = reason;
    this.counts = details.counts;
    this.byYear = details.byYear;
    this.unmatchedHolds = details.unmatchedHolds;
    Object.defineProperty(this, 'preview', { value: details.preview, enumerable: false });
  }
}
