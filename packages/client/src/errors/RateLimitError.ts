import { ApiError } from './ApiError.ts';

/**
 * 429: too many requests in a short time, from one address or with one key. The request was not carried out. Thrown once
 * the repeats are used up, or at once when the API asks for a wait of more than a minute.
 */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';

  /** How long the API asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(...[message, details]: ConstructorParameters<typeof ApiError>) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}
