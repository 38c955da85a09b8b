import { CommandError } from './CommandError.ts';

/** Nobody consented, so nothing was deleted. */
export class RefusedError extends CommandError {
  override readonly name = 'RefusedError';
}
