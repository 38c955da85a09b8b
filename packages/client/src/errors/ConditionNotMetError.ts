import type { KeepReason } from '../conditions.ts';
import type { MeetingVideo } from '../schemas.ts';
import { IinkedSignError } from './IinkedSignError.ts';

/**
 * Why a video was not deleted: a condition keeps it, it `changed` since it was seen, it is `missing` from the list, or this
 * machine's `clock` and the server's differ by more than an hour.
 */
export type ConditionReason = KeepReason | 'changed' | 'missing' | 'clock';

const words: Record<ConditionReason, string> = {
  state: 'Its state is not one of those that may be deleted.',
  held: 'It is on hold.',
  underRetention: 'Its retention is not over, or cannot be read.',
  undated: 'It has no readable date of creation.',
  young: 'It is not old enough.',
  changed: 'It is not as it was when it was listed.',
  missing: 'The package does not list it.',
  clock: 'The clocks of this machine and of the server differ by more than an hour. Set the clock.',
};

/** The video does not meet the conditions of `onlyIf` now. It was listed, and nothing was deleted. */
export class ConditionNotMetError extends IinkedSignError {
  static override readonly kind: string = 'ConditionNotMetError';
  override readonly name = 'ConditionNotMetError';

  /** Which condition is not met: the first one, where there are several. */
  readonly reason: ConditionReason;

  /** The video as it is listed now. */
  readonly video: MeetingVideo | undefined;

  constructor(reason: ConditionReason, video?: MeetingVideo) {
    super(`The video was kept. ${words[reason]} This call deleted nothing.`, { mayHaveDeleted: false });
    this.reason = reason;
    this.video = video;
  }
}
