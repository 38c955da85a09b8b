import { ApiError } from './ApiError.ts';

/** 404: the package or the video does not exist, was deleted before, or the key may not see it. */
export class NotFoundError extends ApiError {
  static override readonly kind: string = 'NotFoundError';
  override readonly name = 'NotFoundError';
}
