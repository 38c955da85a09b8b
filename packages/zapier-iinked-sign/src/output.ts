import type { MeetingVideo, VideoDeletion } from 'iinked-sign';

/** What a deletion gives to the next steps of a Zap. */
export type Output = VideoDeletion & { id: string; deletedCount: number; deletedBytes: number };

/** Puts a deletion in the shape that Zapier wants: one object with an `id`. */
export function outputOf(id: string, deletion: VideoDeletion): Output {
  const { videos } = deletion;
  const deletedBytes = videos.reduce((sum, { size }) => sum + (size ?? 0), 0);
  return { id, ...deletion, deletedCount: videos.length, deletedBytes };
}

type OutputField = { label: string; type: 'string' | 'integer' | 'datetime' };

const videoFields: Record<keyof MeetingVideo, OutputField> = {
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
  size: { label: 'Video Size in Bytes', type: 'integer' },
  source: { label: 'Video Source', type: 'string' },
  type: { label: 'Video Type', type: 'string' },
  state: { label: 'Video State', type: 'string' },
  url: { label: 'Video URL', type: 'string' },
  timeUrlExpires: { label: 'Video URL Expires', type: 'datetime' },
};

const ownFields: Record<Exclude<keyof Output, 'videos'>, OutputField> = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
  deletedCount: { label: 'Number of Deleted Videos', type: 'integer' },
  deletedBytes: { label: 'Deleted Bytes', type: 'integer' },
};

/** The fields that the next steps can use, labelled; those of the videos are line items. */
export const outputFields: (OutputField & { key: string })[] = [
  ...Object.entries(ownFields).map(([key, field]) => ({ key, ...field })),
  ...Object.entries(videoFields).map(([key, field]) => ({ key: `videos[]${key}`, ...field })),
];

const sampleVideo: Required<MeetingVideo> = {
  meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3',
  meetingVideoSharedId: null,
  meetingId: '0f2f4065-3d07-4fd5-96e8-13b3f77a7c9d',
  meetingSessionId: null,
  externalVideoId: null,
  externalStorageId: null,
  timeCreated: '2026-11-02T18:57:33.541Z',
  timeRetention: null,
  timeDeleted: '2026-11-20T18:58:02.2596573Z',
  duration: 'PT5M12S',
  size: 4402007,
  source: null,
  type: 'video',
  state: 'deleted',
  url: null,
  timeUrlExpires: null,
};

/** What the Zap editor shows before a step has run. */
export const sample: Output = outputOf('4c512b8a-c1ad-47da-ae22-5a61115505e3', {
  packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
  videos: [sampleVideo],
});
