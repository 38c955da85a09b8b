import { type ErrorDetails, IinkedSignError } from './IinkedSignError.ts';

/** No usable answer arrived: the server could not be reached, or the connection broke. */
export class ConnectionError extends IinkedSignError {
  override readonly name = 'ConnectionError';

  /** Whether the request surely never arrived: the name was not found, or the connection was refused. */
  readonly neverReached: boolean;

  constructor(message: string, details: ErrorDetails & { neverReached: boolean }) {
    super(message, details);
    this.neverReached = details.neverReached;
  }
}
