import type { MeetingVideo } from 'iinked-sign';

/** The fields of a video. */
export const videoFields = [
  'meetingVideoId',
  'meetingVideoSharedId',
  'meetingId',
  'meetingSessionId',
  'externalVideoId',
  'externalStorageId',
  'timeCreated',
  'timeRetention',
  'timeDeleted',
  'duration',
  'size',
  'source',
  'type',
  'state',
  'url',
  'timeUrlExpires',
] as const satisfies readonly (keyof MeetingVideo)[];
