import { ApiError } from './ApiError.ts';

/** 404: the package or the video does not exist, is gone already, or the key may not see it. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}
