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
};

/** A plan was refused. Nothing was deleted. */
export class PlanRefusedError extends IinkedSignError {
  static override readonly kind: string = 'PlanRefusedError';
  override readonly name = 'PlanRefusedError';

  /** Why it was refused. */
  readonly reason: PlanRefusal;

  /** The counts that are beyond the limits, with the reason `limit`. */
  readonly counts: PlanCounts | undefined;

  /**
   * @param problem What is wrong and what to do about it, in whole sentences.
   */
  constructor(reason: PlanRefusal, problem: string, counts?: PlanCounts) {
    super(`${problem} Nothing was deleted.`, { mayHaveDeleted: false });
    this.reason = reason;
    this.counts = counts;
  }
}
