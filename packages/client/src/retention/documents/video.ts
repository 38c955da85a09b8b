import type { VideoIds } from '../../video.ts';
import { nullable, number, object, type Reader, type Table, text } from './fields.ts';

/** A video as it was listed when the plan was made; what belongs to its package as Get Package gave it. */
export type PlannedVideo = {
  packageId: string;
  /** `null` where the package has no name. */
  packageName: string | null;
  matterNumber: string | null;
  clientNumber: string | null;
  /** When the package was executed. */
  timeExecuted: string | null;
  meetingVideoId: string;
  /** When it was recorded. */
  timeCreated: string | null;
  /** Until when it must be kept. */
  timeRetention: string | null;
  /** ISO 8601, such as `PT5M12S`. */
  duration: string | null;
  /** Bytes. */
  size: number | null;
  state: string | null;
};

export const videoIds: Reader<VideoIds> = object<VideoIds>({ packageId: text, meetingVideoId: text });

export const videoFields: Table<PlannedVideo> = {
  packageId: text,
  packageName: nullable(text),
  matterNumber: nullable(text),
  clientNumber: nullable(text),
  timeExecuted: nullable(text),
  meetingVideoId: text,
  timeCreated: nullable(text),
  timeRetention: nullable(text),
  duration: nullable(text),
  size: nullable(number),
  state: nullable(text),
};
