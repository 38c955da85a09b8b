import { NotFoundError } from 'iinked-sign';

/**
 * Tells whether the API itself says that it knows no such package or video, or that this key may not see it. Any other 404
 * comes from a proxy or a wrong address.
 */
export function isUnknown(error: unknown): error is NotFoundError {
  return error instanceof NotFoundError && error.code !== undefined && codes.has(error.code);
}

const codes = new Set(['package_not_found', 'meeting_video_not_found', 'video_not_found']);
