import { IinkedSignError } from './IinkedSignError.ts';

/**
 * The call was rejected before anything was sent: an id that is missing, blank or not a string, a key or server that cannot
 * be right, a body that would delete something else than it says.
 */
export class InvalidRequestError extends IinkedSignError {
  static override readonly kind: string = 'InvalidRequestError';
  override readonly name = 'InvalidRequestError';

  /** The field that was rejected, such as `meetingVideoId`. */
  readonly field: string;

  /**
   * @param field The field that was rejected.
   * @param problem What is wrong with it, as the rest of a sentence that begins with the field.
   */
  constructor(field: string, problem: string) {
    super(`${field} ${problem}. Nothing was sent and nothing was deleted.`, { mayHaveDeleted: false });
    this.field = field;
  }
}
