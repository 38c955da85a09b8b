import { IinkedSignError } from './IinkedSignError.ts';

/** The answer was not complete within the time limit of one attempt. */
export class TimeoutError extends IinkedSignError {
  override readonly name = 'TimeoutError';
}
