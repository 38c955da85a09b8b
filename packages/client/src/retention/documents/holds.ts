import { either, object, oneOf, optional, type Reader, text } from './fields.ts';
import { type VideoIds, videoIds } from './video.ts';

/** A hold that keeps a video, spelt as in the rules. */
export type HeldBy =
  | { packageId: string }
  | { packageId: string; meetingVideoId: string }
  | { meetingVideoId: string }
  | { matterNumber: string }
  | { clientNumber: string }
  | { folderId: string }
  | { teamId: string }
  | { memberId: string };

/** A hold that matches nothing. */
export type UnmatchedHold = {
  /** The list of the hold, as in the rules. */
  field: HoldField;
  /** What matches nothing, spelt as in the rules. */
  value: string | VideoIds;
  /** A number that was read and is one letter or digit away: probably what was meant. */
  near?: string;
};

export const heldBy: Reader<HeldBy> = either<HeldBy>(
  { packageId: text },
  { packageId: text, meetingVideoId: text },
  { meetingVideoId: text },
  { matterNumber: text },
  { clientNumber: text },
  { folderId: text },
  { teamId: text },
  { memberId: text },
);

const holdFields = [
  'packageIds',
  'videos',
  'meetingVideoIds',
  'matterNumbers',
  'clientNumbers',
  'folderIds',
  'teamIds',
  'memberIds',
] as const;

/** A list of a hold. */
export type HoldField = (typeof holdFields)[number];

export const unmatchedHold: Reader<UnmatchedHold> = object<UnmatchedHold>({
  field: oneOf(holdFields),
  value: (field, value) => (typeof value === 'string' ? text(field, value) : videoIds(field, value)),
  near: optional(text),
});
