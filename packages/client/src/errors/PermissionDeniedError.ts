import { ApiError } from './ApiError.ts';

/** 403: the key is known and lacks the permission. Nothing was deleted; ask the organization's administrator. */
export class PermissionDeniedError extends ApiError {
  static override readonly kind: string = 'PermissionDeniedError';
  override readonly name = 'PermissionDeniedError';
}
