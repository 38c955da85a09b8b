import type { MeetingVideo } from 'iinked-sign';
import { secondsOf } from '../duration.ts';
import { knownOf, type OutputField, type OutputFields, outputFields } from './format.ts';

/** A video as the next steps of a Zap get it: with every field, empty where the API leaves it out. */
export type VideoOutput = Required<MeetingVideo> & { durationSeconds: number | null };

const fields: Record<keyof VideoOutput, OutputField> = {
  meetingVideoId: { label: 'Video ID', type: 'string' },
  meetingVideoSharedId: { label: 'Video Shared ID', type: 'string' },
  meetingId: { label: 'Meeting ID', type: 'string' },
  meetingSessionId: { label: 'Meeting Session ID', type: 'string' },
  externalVideoId: { label: 'External Video ID', type: 'string' },
  externalStorageId: { label: 'External Storage ID', type: 'string' },
  timeCreated: { label: 'Video Created', type: 'datetime' },
  timeRetention: { label: 'Video Retention Until', type: 'datetime' },
  timeDeleted: { label: 'Video Deleted', type: 'datetime' },
  duration: { label: 'Video Duration', type: 'string' },
  size: { label: 'Video Size in Bytes', type: 'number' },
  source: { label: 'Video Source', type: 'string' },
  type: { label: 'Video Type', type: 'string' },
  state: { label: 'Video State', type: 'string' },
  url: { label: 'Video URL', type: 'string' },
  timeUrlExpires: { label: 'Video URL Expires', type: 'datetime' },
  durationSeconds: { label: 'Video Duration in Seconds', type: 'number' },
};

const empty: Omit<VideoOutput, 'meetingVideoId'> = {
  meetingVideoSharedId: null,
  meetingId: null,
  meetingSessionId: null,
  externalVideoId: null,
  externalStorageId: null,
  timeCreated: null,
  timeRetention: null,
  timeDeleted: null,
  duration: null,
  size: null,
  source: null,
  type: null,
  state: null,
  url: null,
  timeUrlExpires: null,
  durationSeconds: null,
};

/**
 * Gives a video every field that its sample has, and no other: what is not known may be a link.
 *
 * @param hasLinks Whether it also has its link, with which anybody can watch it.
 */
export function videoOutput(video: MeetingVideo, hasLinks: boolean): VideoOutput {
  const { meetingVideoId, duration } = video;
  const links = hasLinks ? {} : { url: null, timeUrlExpires: null };
  return { ...empty, meetingVideoId, ...knownOf(empty, video), ...links, durationSeconds: secondsOf(duration) };
}

/** Adds up what is known of the sizes of videos. */
export function bytesOf(videos: readonly MeetingVideo[]): number {
  return videos.reduce((sum, { size }) => sum + (typeof size === 'number' ? size : 0), 0);
}

/** The fields of a video, labelled. */
export const videoFields: OutputFields = outputFields(fields);

/** The fields of videos as line items, labelled. */
export const videosFields: OutputFields = outputFields(fields, 'videos[]');

/** The package of the samples. */
export const samplePackageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';

/** Its name. */
export const samplePackageName = 'Lease agreement';

/** A video as the Zap editor shows it before a step has run. */
export const sampleVideo: VideoOutput = videoOutput(
  {
    meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3',
    meetingVideoSharedId: '6f1b1ce4-9b0c-4f0e-8c60-1f3c2a5d7e90',
    meetingId: '0f2f4065-3d07-4fd5-96e8-13b3f77a7c9d',
    meetingSessionId: 'd0a6c1f2-52b7-4f6b-9a55-8f8d1b6f4c21',
    externalVideoId: 'external-video-1',
    externalStorageId: 'external-storage-1',
    timeCreated: '2026-11-02T18:57:33.541Z',
    timeRetention: '2026-11-09T18:57:33.541Z',
    timeDeleted: null,
    duration: 'PT5M12S',
    size: 4_402_007,
    source: 'meeting',
    type: 'video',
    state: 'archived',
    url: 'https://sign.example.com/video/4c512b8a?access=token',
    timeUrlExpires: '2026-11-21T18:57:33.541Z',
  },
  true,
);

/** The same video after its deletion. */
export const sampleDeletedVideo: VideoOutput = {
  ...sampleVideo,
  timeDeleted: '2026-11-20T18:58:02.2596573Z',
  state: 'deleted',
  url: null,
  timeUrlExpires: null,
};
