import type { MeetingVideo } from 'iinked-sign';
import { sizeInWords, timeInWords } from './words.ts';

const fields = [
  'meetingVideoId',
  'state',
  'type',
  'timeCreated',
  'timeRetention',
  'timeDeleted',
  'duration',
  'size',
] as const;

/** What is told of a video: everything but its links, which open the recording to whoever reads a log. */
export type VideoFacts = Pick<MeetingVideo, (typeof fields)[number]>;

/** What is told of a video. */
export function factsOf(video: MeetingVideo): VideoFacts {
  const { meetingVideoId } = video;
  return Object.assign({ meetingVideoId }, ...fields.map((field) => ({ [field]: video[field] ?? null })));
}

/** What is told of a video, as a row below {@link videoHeader}. */
export function rowOf(video: MeetingVideo): (string | null | undefined)[] {
  const { meetingVideoId, state, timeCreated, duration, size, timeRetention } = video;
  return [
    meetingVideoId,
    state,
    timeInWords(timeCreated),
    duration,
    typeof size === 'number' ? sizeInWords(size) : undefined,
    timeInWords(timeRetention),
  ];
}

export const videoHeader: readonly string[] = ['VIDEO', 'STATE', 'RECORDED', 'LENGTH', 'SIZE', 'RETENTION UNTIL'];
