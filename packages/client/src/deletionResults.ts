import type { ConditionReason } from './errors/ConditionNotMetError.ts';
import type { VideoDeletion, VideoList } from './schemas.ts';

/** One deleted video. */
export type DeleteResult = VideoDeletion & {
  /** Whether the video was deleted before this call: the API did not find it, and the list shows it as deleted. */
  alreadyDeleted: boolean;
};

/** What `delete` would delete: the video, or none. Nothing was deleted. */
export type DeletePreview = VideoList & {
  dryRun: true;
  /** Whether the list shows the video as deleted already. */
  alreadyDeleted: boolean;
  /** Why `onlyIf` would keep the video. */
  reason?: ConditionReason;
};

/** Every deleted video of a package. */
export type DeleteAllResult = VideoDeletion & {
  /** Set when the response was lost and the list shows that nothing is left: `videos` are all that it shows as deleted. */
  settledByList?: true;
};

/** What `deleteAll` would delete. Nothing was deleted. */
export type DeleteAllPreview = VideoList & { dryRun: true };
