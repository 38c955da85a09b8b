import type { ExitCode } from '../exitCodes.ts';
import { CommandError } from './CommandError.ts';

/** The server is not one to verify anything with. Its message says why, in our own words. */
export class CannotVerifyError extends CommandError {
  override readonly name = 'CannotVerifyError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
