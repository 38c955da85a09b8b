import type { MeetingVideo, VideoDeletion, VideoList } from 'iinked-sign';

/** What a deletion gives to the next steps of a Zap, be it for real or only tried. */
export type DeletionOutput = VideoDeletion & {
  id: string;
  deleted: boolean;
  wouldDelete: boolean;
  deletedCount: number;
  deletedBytes: number;
};

/** Puts a deletion in the shape that Zapier wants: one object with an `id`. */
export function deletedOutput(id: string, { packageId, videos }: VideoDeletion): DeletionOutput {
  const deletedCount = videos.length;
  return { id, packageId, deleted: true, wouldDelete: false, deletedCount, deletedBytes: bytesOf(videos), videos };
}

/** Tells what would be deleted, in the same shape, in which nothing says that anything was. */
export function previewOutput(id: string, { packageId, videos }: VideoList): DeletionOutput {
  const wouldDelete = videos.length > 0;
  return { id, packageId, deleted: false, wouldDelete, deletedCount: 0, deletedBytes: 0, videos };
}

/** The videos that a search found in a package. */
export type FoundOutput = VideoList & { id: string; videoCount: number; totalBytes: number };

/** Puts the videos of a package in the shape that Zapier wants: one object with an `id`. */
export function foundOutput({ packageId, videos }: VideoList): FoundOutput {
  return { id: packageId, packageId, videoCount: videos.length, totalBytes: bytesOf(videos), videos };
}

function bytesOf(videos: MeetingVideo[]): number {
  return videos.reduce((sum, { size }) => sum + (size ?? 0), 0);
}

type OutputField = { label: string; type: 'string' | 'number' | 'integer' | 'boolean' | 'datetime' };

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
  size: { label: 'Video Size in Bytes', type: 'number' },
  source: { label: 'Video Source', type: 'string' },
  type: { label: 'Video Type', type: 'string' },
  state: { label: 'Video State', type: 'string' },
  url: { label: 'Video URL', type: 'string' },
  timeUrlExpires: { label: 'Video URL Expires', type: 'datetime' },
};

type OwnFields<Output extends VideoList> = Record<Exclude<keyof Output, 'videos'>, OutputField>;

const ownDeletionFields: OwnFields<DeletionOutput> = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
  deleted: { label: 'Deleted', type: 'boolean' },
  wouldDelete: { label: 'Would Delete (Dry Run)', type: 'boolean' },
  deletedCount: { label: 'Number of Deleted Videos', type: 'integer' },
  deletedBytes: { label: 'Deleted Bytes', type: 'number' },
};

const ownFoundFields: OwnFields<FoundOutput> = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
  videoCount: { label: 'Number of Videos', type: 'integer' },
  totalBytes: { label: 'Bytes in Total', type: 'number' },
};

/** The fields of a deletion that the next steps can use, labelled; those of the videos are line items. */
export const deletionFields: (OutputField & { key: string })[] = withVideos(ownDeletionFields);

/** The fields of a search that the next steps can use, labelled; those of the videos are line items. */
export const foundFields: (OutputField & { key: string })[] = withVideos(ownFoundFields);

function withVideos(own: Record<string, OutputField>): (OutputField & { key: string })[] {
  return [
    ...Object.entries(own).map(([key, field]) => ({ key, ...field })),
    ...Object.entries(videoFields).map(([key, field]) => ({ key: `videos[]${key}`, ...field })),
  ];
}

const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';

const sampleVideo: Required<MeetingVideo> = {
  meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3',
  meetingVideoSharedId: null,
  meetingId: '0f2f4065-3d07-4fd5-96e8-13b3f77a7c9d',
  meetingSessionId: null,
  externalVideoId: null,
  externalStorageId: null,
  timeCreated: '2026-11-02T18:57:33.541Z',
  timeRetention: null,
  timeDeleted: null,
  duration: 'PT5M12S',
  size: 4402007,
  source: null,
  type: 'video',
  state: 'archived',
  url: 'https://sign.example.com/video/4c512b8a?access=token',
  timeUrlExpires: '2026-11-21T18:57:33.541Z',
};

const sampleDeletedVideo: Required<MeetingVideo> = {
  ...sampleVideo,
  timeDeleted: '2026-11-20T18:58:02.2596573Z',
  state: 'deleted',
  url: null,
  timeUrlExpires: null,
};

/** What the Zap editor shows before a deletion of one video has run. */
export const deletedVideoSample: DeletionOutput = deletedOutput(sampleVideo.meetingVideoId, {
  packageId,
  videos: [sampleDeletedVideo],
});

/** What the Zap editor shows before a deletion of all videos has run. */
export const deletedPackageSample: DeletionOutput = { ...deletedVideoSample, id: packageId };

/** What the Zap editor shows before a search has run. */
export const foundSample: FoundOutput = foundOutput({ packageId, videos: [sampleVideo] });
