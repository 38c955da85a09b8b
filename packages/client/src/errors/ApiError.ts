import { type ErrorDetails, IinkedSignError } from './IinkedSignError.ts';

/** What the API told about an error. */
export type ApiErrorDetails = ErrorDetails & {
  status: number;
  code?: string | undefined;
  apiMessage?: string | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
};

/**
 * The API responded with an error. The common ones have classes of their own: {@link AuthenticationError},
 * {@link PermissionDeniedError}, {@link NotFoundError}, {@link RateLimitError}, {@link ServerError}.
 *
 * @see https://docs.iinkedsign.com/v4/guides/errors
 */
export class ApiError extends IinkedSignError {
  static override readonly kind: string = 'ApiError';
  override readonly name: string = 'ApiError';

  /** The HTTP status, such as 400. */
  readonly status: number;

  /** The API's code, such as `package_invalid_type`; the list of codes is open. */
  readonly code: string | undefined;

  /** The API's own words. */
  readonly apiMessage: string | undefined;

  /** The identifier of the request, if a header of the response has one. Quote it to Syngrafii's support. */
  readonly requestId: string | undefined;

  /** How long the API asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details);
    this.status = details.status;
    this.code = details.code;
    this.apiMessage = details.apiMessage;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}
