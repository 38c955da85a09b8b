import { type ErrorDetails, IinkedSignError } from './IinkedSignError.ts';

/** What is known of a connection that failed. */
export type ConnectionErrorDetails = ErrorDetails & {
  neverSent: boolean;
  permanent: boolean;
  code?: string | undefined;
};

/** No complete response arrived: the server could not be reached, or the connection broke. */
export class ConnectionError extends IinkedSignError {
  static override readonly kind: string = 'ConnectionError';
  override readonly name = 'ConnectionError';

  /** Whether the request surely never left: the name was not found, the connection or its certificate was refused. */
  readonly neverSent: boolean;

  /** Whether another attempt cannot help either, as with a certificate that is not accepted. */
  readonly permanent: boolean;

  /** The code of the failure, such as `ECONNREFUSED`, where the runtime gives one. */
  readonly code: string | undefined;

  constructor(message: string, details: ConnectionErrorDetails) {
    super(message, details);
    this.neverSent = details.neverSent;
    this.permanent = details.permanent;
    this.code = details.code;
  }
}
