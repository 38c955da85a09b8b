import { ApiError } from './ApiError.ts';

/** 401: the API key is missing, wrong, or of another server. Nothing was deleted; check key and server. */
export class AuthenticationError extends ApiError {
  static override readonly kind: string = 'AuthenticationError';
  override readonly name = 'AuthenticationError';
}
