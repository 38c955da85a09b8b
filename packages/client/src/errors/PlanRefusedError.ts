import { IinkedSignError } from './IinkedSignError.ts';

/**
 * Why a plan was not made, or is not carried out: it holds more than its `limit`s allow, it is not a plan in this `format`,
 * another `key` sealed it, its `seal` is broken, it is for another `server`, its `age` is not allowed, or this machine's
 * `clock` and the server's differ by more than an hour.
 */
export type PlanRefusal = 'limit' | 'format' | 'key' | 'seal' | 'server' | 'age' | 'clock';

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
