import { ApiError } from './ApiError.ts';

/** 5xx: the server failed. Whether it did what was asked is unknown. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError';

  /** How long the API asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(...[message, details]: ConstructorParameters<typeof ApiError>) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}
