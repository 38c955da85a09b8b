import { IinkedSignError } from './IinkedSignError.ts';

/**
 * The call was rejected before anything was sent: an id that is missing, blank or not a string, a key or server that cannot
 * be right, a body that would delete something else than it says. A plan may also find that a rule names nothing that the
 * API has; it then only read.
 */
export class InvalidRequestError extends IinkedSignError {
  static override readonly kind: string = 'InvalidRequestError';
  override readonly name = 'InvalidRequestError';

  /** The field that was rejected, such as `meetingVideoId`. */
  readonly field: string;

  /**
   * @param field The field that was rejected.
   * @param problem What is wrong with it, as the rest of a sentence that begins with the field.
   * @param options `wasRead` when the API was read before that became known.
   */
  constructor(field: string, problem: string, { wasRead = false }: { wasRead?: boolean } = {}) {
    const sentence = `${field} ${problem}`.replace(/^the /, 'The ').replace(/[^.?!]$/, '$&.');
    const outcome = wasRead ? 'Nothing was deleted.' : 'Nothing was sent and nothing was deleted.';
    super(`${sentence} ${outcome}`, { mayHaveDeleted: false });
    this.field = field;
  }
}
