import { ApiError } from './ApiError.ts';

/** 5xx: the server failed. Whether it did what was asked is unknown. */
export class ServerError extends ApiError {
  static override readonly kind: string = 'ServerError';
  override readonly name = 'ServerError';
}
