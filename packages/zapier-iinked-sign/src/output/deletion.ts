import {
  ConditionNotMetError,
  type DeleteAllPreview,
  type DeleteAllResult,
  type DeletePreview,
  type DeleteResult,
  type VideoList,
} from 'iinked-sign';
import type { Mode } from '../input.ts';
import { lineItems, type OutputField, type OutputFields, outputFields } from './format.ts';
import {
  bytesOf,
  sampleDeletedVideo,
  samplePackageId,
  samplePackageName,
  type VideoOutput,
  videoOutput,
  videosFields,
} from './video.ts';

/** What a deletion gives to the next steps of a Zap, whether it deleted, was a dry run, or was a test in the editor. */
export type DeletionOutput = {
  id: string;
  packageId: string;
  packageName: string | null;
  deleted: boolean;
  wouldDelete: boolean;
  isTest: boolean;
  deletedCount: number;
  deletedBytes: number;
  message: string;
  videosNotListed: number;
  videos: VideoOutput[];
};

/** What Delete Video gives to the next steps of a Zap. */
export type DeleteVideoOutput = DeletionOutput & { alreadyDeleted: boolean };

/** What Delete All Package Videos gives to the next steps of a Zap. */
export type DeleteAllOutput = DeletionOutput & { settledByList: boolean };

/** How a step ran, and what its output shows beside the videos. */
type Shown = Mode & { packageName: string | null; hasLinks: boolean };

/** Puts the deletion of one video in the shape that Zapier wants: one object with an `id`. */
export function deleteVideoOutput(id: string, mode: Shown, result: DeleteResult | DeletePreview): DeleteVideoOutput {
  const { alreadyDeleted } = result;
  const output = 'dryRun' in result ? previewOutput(id, mode, result) : deletedOutput(id, mode, result);
  if (!alreadyDeleted) return { ...output, alreadyDeleted };
  const message = 'The video was already deleted. This step deleted nothing.';
  return { ...output, deletedCount: 0, deletedBytes: 0, message, alreadyDeleted };
}

/** Puts the deletion of all videos of a package in the shape that Zapier wants: one object with an `id`. */
export function deleteAllOutput(mode: Shown, result: DeleteAllResult | DeleteAllPreview): DeleteAllOutput {
  const { packageId } = result;
  if ('dryRun' in result) return { ...previewOutput(packageId, mode, result), settledByList: false };
  const { settledByList = false } = result;
  const output = deletedOutput(packageId, mode, result);
  if (!settledByList) return { ...output, settledByList };
  const message = `The response was lost or named no video, but the list of the package shows that all its videos are deleted: ${countOf(result)}. Some may have been deleted earlier.`;
  return { ...output, message, settledByList };
}

function deletedOutput(id: string, shown: Shown, result: VideoList): DeletionOutput {
  const { isTest, packageName } = shown;
  return {
    id,
    packageId: result.packageId,
    packageName,
    deleted: true,
    wouldDelete: false,
    isTest,
    deletedCount: result.videos.length,
    deletedBytes: bytesOf(result.videos),
    message: `Permanently deleted: ${countOf(result)}.`,
    ...listed(shown, result),
  };
}

function previewOutput(id: string, shown: Shown, result: VideoList & Pick<DeletePreview, 'reason'>): DeletionOutput {
  const { isTest, packageName } = shown;
  const kind = isTest
    ? 'This was a test in the editor. It deletes only if Delete When Testing is Yes and Dry Run is not.'
    : 'This was a dry run.';
  const message = `${kind} Nothing was deleted. This would delete ${countOf(result)}.`;
  return {
    id,
    packageId: result.packageId,
    packageName,
    deleted: false,
    wouldDelete: result.videos.length > 0,
    isTest,
    deletedCount: 0,
    deletedBytes: 0,
    message: result.reason ? `${message} ${new ConditionNotMetError(result.reason).message}` : message,
    ...listed(shown, result),
  };
}

function listed({ hasLinks }: Shown, result: VideoList): Pick<DeletionOutput, 'videos' | 'videosNotListed'> {
  const { listed: videos, notListed } = lineItems(result.videos.map((video) => videoOutput(video, hasLinks)));
  return { videosNotListed: notListed, videos };
}

function countOf({ videos: { length } }: VideoList): string {
  return length === 1 ? '1 video' : `${length || 'no'} videos`;
}

type OwnFields<Output extends { videos: unknown }> = Record<Exclude<keyof Output, 'videos'>, OutputField>;

const ownFields: OwnFields<DeletionOutput> = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
  packageName: { label: 'Package Name', type: 'string' },
  deleted: { label: 'Deleted', type: 'boolean' },
  wouldDelete: { label: 'Would Delete', type: 'boolean' },
  isTest: { label: 'Editor Test', type: 'boolean' },
  deletedCount: { label: 'Number of Deleted Videos', type: 'integer' },
  deletedBytes: { label: 'Deleted Bytes', type: 'number' },
  message: { label: 'Message', type: 'string' },
  videosNotListed: { label: 'Number of Videos Not Listed', type: 'integer' },
};

const ownDeleteVideoFields: OwnFields<DeleteVideoOutput> = {
  ...ownFields,
  alreadyDeleted: { label: 'Already Deleted', type: 'boolean' },
};

const ownDeleteAllFields: OwnFields<DeleteAllOutput> = {
  ...ownFields,
  settledByList: { label: 'Confirmed by Listing', type: 'boolean' },
};

/** The output fields of Delete Video, labelled; those of the videos are line items. */
export const deleteVideoFields: OutputFields = [...outputFields(ownDeleteVideoFields), ...videosFields];

/** The output fields of Delete All Package Videos, labelled; those of the videos are line items. */
export const deleteAllFields: OutputFields = [...outputFields(ownDeleteAllFields), ...videosFields];

const { durationSeconds: _, ...deletedVideo } = sampleDeletedVideo;
const sampleDeletion = { packageId: samplePackageId, videos: [deletedVideo] };
const sampleMode: Shown = { deletes: true, isTest: false, packageName: samplePackageName, hasLinks: false };

/** What the Zap editor shows before Delete Video has run. */
export const deleteVideoSample: DeleteVideoOutput = deleteVideoOutput(deletedVideo.meetingVideoId, sampleMode, {
  ...sampleDeletion,
  alreadyDeleted: false,
});

/** What the Zap editor shows before Delete All Package Videos has run. */
export const deleteAllSample: DeleteAllOutput = deleteAllOutput(sampleMode, sampleDeletion);
