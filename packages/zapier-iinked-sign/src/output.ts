import type {
  DeleteAllPreview,
  DeleteAllResult,
  DeletePreview,
  DeleteResult,
  MeetingVideo,
  VideoList,
} from 'iinked-sign';
import type { Mode } from './input.ts';

/** What a deletion gives to the next steps of a Zap, whether it deleted, was a dry run, or was a test in the editor. */
export type DeletionOutput = VideoList & {
  id: string;
  deleted: boolean;
  wouldDelete: boolean;
  isTest: boolean;
  deletedCount: number;
  deletedBytes: number;
  message: string;
};

/** What Delete Video gives to the next steps of a Zap. */
export type DeleteVideoOutput = DeletionOutput & { alreadyDeleted: boolean };

/** What Delete All Package Videos gives to the next steps of a Zap. */
export type DeleteAllOutput = DeletionOutput & { settledByList: boolean };

/** Puts the deletion of one video in the shape that Zapier wants: one object with an `id`. */
export function deleteVideoOutput(id: string, mode: Mode, result: DeleteResult | DeletePreview): DeleteVideoOutput {
  const { alreadyDeleted } = result;
  const output = 'dryRun' in result ? previewOutput(id, mode, result) : deletedOutput(id, mode, result);
  if (!alreadyDeleted) return { ...output, alreadyDeleted };
  const message = 'The video was already deleted. This step deleted nothing.';
  return { ...output, deletedCount: 0, deletedBytes: 0, message, alreadyDeleted };
}

/** Puts the deletion of all videos of a package in the shape that Zapier wants: one object with an `id`. */
export function deleteAllOutput(mode: Mode, result: DeleteAllResult | DeleteAllPreview): DeleteAllOutput {
  const { packageId } = result;
  if ('dryRun' in result) return { ...previewOutput(packageId, mode, result), settledByList: false };
  const { settledByList = false } = result;
  const output = deletedOutput(packageId, mode, result);
  if (!settledByList) return { ...output, settledByList };
  const message = `The response was lost, but the list of the package shows that all its videos are deleted: ${countOf(result.videos)}. Some may have been deleted earlier.`;
  return { ...output, message, settledByList };
}

function deletedOutput(id: string, { isTest }: Mode, { packageId, videos }: VideoList): DeletionOutput {
  return {
    id,
    packageId,
    deleted: true,
    wouldDelete: false,
    isTest,
    deletedCount: videos.length,
    deletedBytes: bytesOf(videos),
    message: `Permanently deleted: ${countOf(videos)}.`,
    videos,
  };
}

function previewOutput(id: string, { isTest }: Mode, { packageId, videos }: VideoList): DeletionOutput {
  const reason = isTest
    ? 'This was a test in the editor. It deletes only if Delete When Testing is Yes and Dry Run is not.'
    : 'This was a dry run.';
  return {
    id,
    packageId,
    deleted: false,
    wouldDelete: videos.length > 0,
    isTest,
    deletedCount: 0,
    deletedBytes: 0,
    message: `${reason} Nothing was deleted. Would be deleted: ${countOf(videos)}.`,
    videos,
  };
}

function countOf({ length }: MeetingVideo[]): string {
  return length === 1 ? '1 video' : `${length || 'no'} videos`;
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
  wouldDelete: { label: 'Would Delete', type: 'boolean' },
  isTest: { label: 'Is a Test in the Editor', type: 'boolean' },
  deletedCount: { label: 'Number of Deleted Videos', type: 'integer' },
  deletedBytes: { label: 'Deleted Bytes', type: 'number' },
  message: { label: 'Message', type: 'string' },
};

const ownDeleteVideoFields: OwnFields<DeleteVideoOutput> = {
  ...ownDeletionFields,
  alreadyDeleted: { label: 'Already Deleted', type: 'boolean' },
};

const ownDeleteAllFields: OwnFields<DeleteAllOutput> = {
  ...ownDeletionFields,
  settledByList: { label: 'Settled by the List', type: 'boolean' },
};

const ownFoundFields: OwnFields<FoundOutput> = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
  videoCount: { label: 'Number of Videos', type: 'integer' },
  totalBytes: { label: 'Bytes in Total', type: 'number' },
};

/** The output fields of Delete Video, labelled; those of the videos are line items. */
export const deleteVideoFields: (OutputField & { key: string })[] = withVideos(ownDeleteVideoFields);

/** The output fields of Delete All Package Videos, labelled; those of the videos are line items. */
export const deleteAllFields: (OutputField & { key: string })[] = withVideos(ownDeleteAllFields);

/** The output fields of a search, labelled; those of the videos are line items. */
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

const sampleDeletion = { packageId, videos: [sampleDeletedVideo] };
const sampleMode: Mode = { deletes: true, isTest: false };

/** What the Zap editor shows before Delete Video has run. */
export const deleteVideoSample: DeleteVideoOutput = deleteVideoOutput(sampleVideo.meetingVideoId, sampleMode, {
  ...sampleDeletion,
  alreadyDeleted: false,
});

/** What the Zap editor shows before Delete All Package Videos has run. */
export const deleteAllSample: DeleteAllOutput = deleteAllOutput(sampleMode, sampleDeletion);

/** What the Zap editor shows before a search has run. */
export const foundSample: FoundOutput = foundOutput({ packageId, videos: [sampleVideo] });
