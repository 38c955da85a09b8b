import type { MeetingVideo, VideoList } from 'iinked-sign';
import { lineItems, type OutputField, type OutputFields, outputFields } from './format.ts';
import {
  bytesOf,
  samplePackageId,
  sampleVideo,
  type VideoOutput,
  videoFields,
  videoOutput,
  videosFields,
} from './video.ts';

/** The videos that a search found in a package. */
export type FoundVideosOutput = {
  id: string;
  packageId: string;
  videoCount: number;
  totalBytes: number;
  videosNotListed: number;
  videos: VideoOutput[];
};

/** The one video that a search found. */
export type FoundVideoOutput = VideoOutput & { id: string; packageId: string };

/** Puts the videos of a package in the shape that Zapier wants: one object with an `id`. */
export function foundVideosOutput({ packageId, videos }: VideoList): FoundVideosOutput {
  const { listed, notListed } = lineItems(videos.map(videoOutput));
  return {
    id: packageId,
    packageId,
    videoCount: videos.length,
    totalBytes: bytesOf(videos),
    videosNotListed: notListed,
    videos: listed,
  };
}

/** Puts one video in the shape that Zapier wants: one object with an `id`. */
export function foundVideoOutput(packageId: string, video: MeetingVideo): FoundVideoOutput {
  return { id: video.meetingVideoId, packageId, ...videoOutput(video) };
}

const ids = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
} as const satisfies Record<string, OutputField>;

const ownFields: Record<Exclude<keyof FoundVideosOutput, 'videos'>, OutputField> = {
  ...ids,
  videoCount: { label: 'Number of Videos', type: 'integer' },
  totalBytes: { label: 'Total Bytes', type: 'number' },
  videosNotListed: { label: 'Number of Videos Not Listed', type: 'integer' },
};

/** The output fields of Find Package Videos, labelled; those of the videos are line items. */
export const foundVideosFields: OutputFields = [...outputFields(ownFields), ...videosFields];

/** The output fields of Find Video, labelled. */
export const foundVideoFields: OutputFields = [...outputFields(ids), ...videoFields];

/** What the Zap editor shows before Find Package Videos has run. */
export const foundVideosSample: FoundVideosOutput = foundVideosOutput({
  packageId: samplePackageId,
  videos: [sampleVideo],
});

/** What the Zap editor shows before Find Video has run. */
export const foundVideoSample: FoundVideoOutput = foundVideoOutput(samplePackageId, sampleVideo);
