import type { MeetingVideo } from './schemas.ts';

/** Names one video. */
export type VideoIds = { packageId: string; meetingVideoId: string };

/**
 * Tells whether a video is deleted: its state is `deleted`, in any case, or it has a `timeDeleted`. Nothing else counts.
 *
 * @param video A video as the API gives it.
 * @returns Whether it is deleted.
 * @example
 * ```ts
 * const left = videos.filter((video) => !isDeleted(video));
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export function isDeleted({ state, timeDeleted }: MeetingVideo): boolean {
  const isStateDeleted = typeof state === 'string' && state.toLowerCase() === 'deleted';
  return isStateDeleted || (typeof timeDeleted === 'string' && timeDeleted !== '');
}
