import { ApiError } from './ApiError.ts';

/** 401: the API key is missing, wrong, or of another server. Nothing was deleted; check key and server. */
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError';
}
