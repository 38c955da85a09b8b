import { type KeepReason, reasons } from '../reasons.ts';
import type { MeetingVideo } from '../schemas.ts';
import { IinkedSignError } from './IinkedSignError.ts';
import { type NotFreshReason, notFreshWords } from './NotFreshError.ts';

/**
 * Why a video was not deleted: a condition keeps it, it `changed` since it was seen, it is `missing` from the list, nobody can
 * tell the time of the response (`clock`), or the response came from a cache (`stale`).
 */
export type ConditionReason = KeepReason | 'changed' | 'missing' | NotFreshReason;

const words: Record<Exclude<ConditionReason, NotFreshReason>, string> = {
  ...reasons,
  missing: 'its package does not list it',
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
    super(`${problemOf(reason)} This call deleted nothing.`, { mayHaveDeleted: false });
    this.reason = reason;
    this.video = video && withoutLinks(video);
  }
}

function problemOf(reason: ConditionReason): string {
  if (reason === 'clock' || reason === 'stale') return `The video was kept. ${notFreshWords[reason]}`;
  return `The video was kept: ${words[reason]}.`;
}

function withoutLinks(video: MeetingVideo): VideoWithoutLinks {
  const copy: VideoWithoutLinks = { meetingVideoId: video.meetingVideoId };
  for (const field of shownFields) if (video[field] !== undefined) Object.assign(copy, { [field]: video[field] });
  return copy;
}
