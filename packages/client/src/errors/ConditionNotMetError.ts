import type { KeepReason } from '../conditions.ts';
import type { MeetingVideo } from '../schemas.ts';
import { IinkedSignError } from './IinkedSignError.ts';
import { type NotFreshReason, notFreshWords } from './NotFreshError.ts';

/**
 * Why a video was not deleted: a condition keeps it, it `changed` since it was seen, it is `missing` from the list, the list
 * contradicts itself (`doubtful`) or cannot be read (`unreadable`), nobody can tell the time of the response (`clock`), or the
 * response came from a cache (`stale`).
 */
export type ConditionReason = KeepReason | 'changed' | 'missing' | 'doubtful' | 'unreadable' | NotFreshReason;

const words: Record<ConditionReason, string> = {
  state: 'Its state is not one of those that may be deleted.',
  held: 'It is on hold.',
  underRetention: 'Its retention is not over, or cannot be read.',
  undated: 'It has no readable date of creation.',
  young: 'It is not old enough.',
  changed: 'It is not as it was when it was listed.',
  missing: 'The package does not list it.',
  doubtful: 'The list contradicts itself about it: it is neither surely deleted nor surely alive.',
  unreadable: 'What the API says of it, or of its package, cannot be read.',
  ...notFreshWords,
};

/** A video without what may hold a link: a link opens the recording to whoever reads a log. */
export type VideoWithoutLinks = Pick<MeetingVideo, 'meetingVideoId'> & {
  [field in (typeof shownFields)[number]]?: MeetingVideo[field];
};

const shownFields = ['timeCreated', 'timeRetention', 'timeDeleted', 'duration', 'size', 'type', 'state'] as const;

/** The video does not meet the conditions of `onlyIf` now. It was listed, and nothing was deleted. */
export class ConditionNotMetError extends IinkedSignError {
  static override readonly kind: string = 'ConditionNotMetError';
  override readonly name = 'ConditionNotMetError';

  /** Which condition is not met: the first one, where there are several. */
  readonly reason: ConditionReason;

  /** The video as it is listed now, without its links. */
  readonly video: VideoWithoutLinks | undefined;

  constructor(reason: ConditionReason, video?: MeetingVideo) {
    super(`The video was kept. ${words[reason]} This call deleted nothing.`, { mayHaveDeleted: false });
    this.reason = reason;
    this.video = video && withoutLinks(video);
  }
}

function withoutLinks(video: MeetingVideo): VideoWithoutLinks {
  const copy: VideoWithoutLinks = { meetingVideoId: video.meetingVideoId };
  for (const field of shownFields) if (video[field] !== undefined) Object.assign(copy, { [field]: video[field] });
  return copy;
}
