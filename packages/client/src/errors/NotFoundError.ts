import { ApiError } from './ApiError.ts';

/**
 * 404, and the API says so: the package, video, folder, team or member does not exist, was deleted before, or the key may not
 * see it. Any other 404, as of a proxy or a wrong address, says nothing about them and is an {@link ApiError}.
 */
export class NotFoundError extends ApiError {
  static override readonly kind: string = 'NotFoundError';
  override readonly name = 'NotFoundError';
}
