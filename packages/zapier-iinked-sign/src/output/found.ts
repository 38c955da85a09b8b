import type { MeetingVideo } from 'iinked-sign';
import type { Found } from '../videos.ts';
import { lineItems, type OutputField, type OutputFields, outputFields } from './format.ts';
import {
  bytesOf,
  samplePackageId,
  samplePackageName,
  sampleVideo,
  type VideoOutput,
  videoFields,
  videoOutput,
  videosFields,
} from './video.ts';

/** A video that a search found, with its package. */
type VideoOfPackage = { packageId: string; packageName: string | null } & VideoOutput;

/** One of the videos that a search found, and how many they are. */
export type FoundVideoOutput = { id: string; foundCount: number; notListed: number } & VideoOfPackage;

/** All videos that a search found in a package, as line items. */
export type FoundVideosOutput = {
  id: string;
  packageId: string;
  packageName: string | null;
  videoCount: number;
  totalBytes: number;
  videosNotListed: number;
  videos: VideoOfPackage[];
};

/**
 * Puts videos in the shape that Zapier wants: each an object with an `id`.
 *
 * @param limit How many of them, at most.
 */
export function foundVideoOutputs(found: Found, hasLinks: boolean, limit: number): FoundVideoOutput[] {
  const { listed } = lineItems(found.videos.slice(0, limit).map((video) => ofPackage(found, video, hasLinks)));
  const counts = { foundCount: found.videos.length, notListed: found.videos.length - listed.length };
  return listed.map((video) => ({ id: video.meetingVideoId, ...counts, ...video }));
}

/** Puts the videos of a package in the shape that Zapier wants: one object with an `id`, and line items. */
export function foundVideosOutput(found: Found, hasLinks: boolean): FoundVideosOutput {
  const { packageId, packageName, videos } = found;
  const { listed, notListed } = lineItems(videos.map((video) => ofPackage(found, video, hasLinks)));
  return {
    id: packageId,
    packageId,
    packageName,
    videoCount: videos.length,
    totalBytes: bytesOf(videos),
    videosNotListed: notListed,
    videos: listed,
  };
}

function ofPackage({ packageId, packageName }: Found, video: MeetingVideo, hasLinks: boolean): VideoOfPackage {
  return { packageId, packageName, ...videoOutput(video, hasLinks) };
}

const packageOf = {
  packageId: { label: 'Package ID', type: 'string' },
  packageName: { label: 'Package Name', type: 'string' },
} as const satisfies Record<string, OutputField>;

const ownFields: Record<Exclude<keyof FoundVideosOutput, 'videos'>, OutputField> = {
  id: { label: 'ID', type: 'string' },
  ...packageOf,
  videoCount: { label: 'Number of Videos', type: 'integer' },
  totalBytes: { label: 'Total Bytes', type: 'number' },
  videosNotListed: { label: 'Number of Videos Not Listed', type: 'integer' },
};

const ownVideoFields: Record<Exclude<keyof FoundVideoOutput, keyof VideoOutput>, OutputField> = {
  id: { label: 'ID', type: 'string' },
  foundCount: { label: 'Number of Videos Found', type: 'integer' },
  notListed: { label: 'Number of Videos Not Listed', type: 'integer' },
  ...packageOf,
};

/** The output fields of Find Package Videos, labelled; those of the videos are line items. */
export const foundVideosFields: OutputFields = [
  ...outputFields(ownFields),
  ...outputFields(packageOf, 'videos[]'),
  ...videosFields,
];

/** The output fields of Find Video, labelled. */
export const foundVideoFields: OutputFields = [...outputFields(ownVideoFields), ...videoFields];

const sample: Found = { packageId: samplePackageId, packageName: samplePackageName, videos: [sampleVideo] };

/** What the Zap editor shows before Find Package Videos has run. */
export const foundVideosSample: FoundVideosOutput = foundVideosOutput(sample, true);

/** What the Zap editor shows before Find Video has run. */
export const foundVideoSample: FoundVideoOutput = {
  id: sampleVideo.meetingVideoId,
  foundCount: 1,
  notListed: 0,
  ...ofPackage(sample, sampleVideo, true),
};
