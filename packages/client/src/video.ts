import type { MeetingVideo } from './schemas.ts';
import { instantOf } from './time.ts';

/** Names one video. */
export type VideoIds = { packageId: string; meetingVideoId: string };

/**
 * What a video is by what the API says of it. One that is `doubtful` is neither surely deleted nor surely alive: it confirms
 * nothing, settles nothing, and no condition or plan deletes it.
 */
export type Life = 'alive' | 'deleted' | 'doubtful';

/**
 * Tells what a video is: `deleted` by its state, in any case, or without a state by its `timeDeleted`. A living state beside a
 * `timeDeleted` is a contradiction.
 *
 * @param now The time of the response, in milliseconds since 1970.
 */
export function lifeOf({ state, timeDeleted }: MeetingVideo, now: number): Life {
  if (typeof state === 'string' && state.toLowerCase() === 'deleted') return 'deleted';
  if (isNothing(timeDeleted)) return 'alive';
  const deletedAt = isNothing(state) ? instantOf(timeDeleted) : undefined;
  return deletedAt !== undefined && deletedAt <= now + hourMs ? 'deleted' : 'doubtful';
}

const hourMs = 3_600_000;

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/**
 * Tells whether a video is deleted: its state is `deleted`, in any case, or it has no state and a `timeDeleted` that can be
 * read, from 2000 on and at most an hour ahead. Nothing else counts.
 *
 * @param video A video as the API gives it.
 * @returns Whether it is deleted.
 * @example
 * ```ts
 * const left = videos.filter((video) => !isDeleted(video));
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export function isDeleted(video: MeetingVideo): boolean {
  return lifeOf(video, Date.now()) === 'deleted';
}

/** Several entries of one video, or of several: deleted or alive where all of them are, else doubtful. */
export function lifeOfAll(videos: readonly MeetingVideo[], now: number): Life {
  const [first = 'doubtful', ...others] = new Set(videos.map((video) => lifeOf(video, now)));
  return others.length === 0 ? first : 'doubtful';
}
