import { NotFoundError } from 'iinked-sign';

/** Tells whether the API says that it knows no such package or video: nothing is found. It says the same of folders and people. */
export function isUnknown(error: unknown): boolean {
  return error instanceof NotFoundError && error.code !== undefined && things.has(error.code);
}

const things = new Set(['package_not_found', 'meeting_video_not_found', 'video_not_found']);
