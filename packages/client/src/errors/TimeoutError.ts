import { IinkedSignError } from './IinkedSignError.ts';

/** The response was not complete within the time limit of one attempt. */
export class TimeoutError extends IinkedSignError {
  static override readonly kind: string = 'TimeoutError';
  override readonly name = 'TimeoutError';
}
