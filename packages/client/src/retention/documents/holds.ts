import { type HeldBy, type HoldField, holdFields, holdOf, type SealedHold } from '../../hold.ts';
import type { VideoIds } from '../../video.ts';
import { either, object, oneOf, optional, type Reader, text } from './fields.ts';
import { asItIs } from './rules.ts';
import { videoIds } from './video.ts';

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

export const unmatchedHold: Reader<UnmatchedHold> = object<UnmatchedHold>({
  field: oneOf(holdFields),
  value: (field, value) => (typeof value === 'string' ? text(field, value) : videoIds(field, value)),
  near: optional(text),
});

/** A hold, complete. */
export const sealedHold: Reader<SealedHold> = asItIs((hold) => holdOf(hold));
