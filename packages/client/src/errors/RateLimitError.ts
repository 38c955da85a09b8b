import { ApiError } from './ApiError.ts';

/**
 * 429: too many requests in a short time, from one address or with one key. The request was not carried out. Thrown once
 * the retries are used up, or at once when the API asks for a wait of more than a minute.
 */
export class RateLimitError extends ApiError {
  static override readonly kind: string = 'RateLimitError';
  override readonly name = 'RateLimitError';
}
