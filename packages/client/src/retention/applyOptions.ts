import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { must } from '../fields.ts';
import { type Hold, holdOf, type SealedHold } from '../hold.ts';
import type { Inside } from '../inside.ts';
import { type Archive, type Copies, copiesOf } from './archive.ts';
import type { Approval } from './documents/approval.ts';
import { type RetentionOptions, type Settings, settingsOf, wholeOf } from './options.ts';

/** Options of {@link applyPlan}. */
export type ApplyOptions = RetentionOptions & {
  /** The approvals of the plan: every one, at every apply. Default none. */
  approvals?: readonly Approval[];
  /** The copies of videos: what is not among them is kept. Default: none is needed, unless the rules say `requireArchive`. */
  archive?: Archive;
  /** What must be kept now, beside what the plan holds. `undefined` is rejected: a hold got lost. */
  hold?: Hold;
  /** Judges everything and deletes nothing: what would be deleted is `wouldDelete`. Default false. */
  dryRun?: boolean;
  /** How old the plan may be, in hours. Default 168, a week. */
  maxAgeHours?: number;
  /** After how many failures in a row the run stops, or `false` for never. Default 5. */
  stopAfterFailures?: number | false;
};

/** The options of an apply, read once. */
export type ApplySettings = Settings & {
  approvals: unknown;
  copies: Copies | undefined;
  hold: SealedHold;
  isDryRun: boolean;
  maxAgeHours: number;
  stopAfterFailures: number;
};

const fields = ['approvals', 'archive', 'hold', 'dryRun', 'maxAgeHours', 'stopAfterFailures'] as const;

/**
 * Reads the options of an apply, once. One that got lost must not delete: `undefined` is rejected.
 *
 * @throws {InvalidRequestError} when one is unknown or cannot be right.
 */
export function applySettingsOf(inside: Inside, options: unknown): ApplySettings {
  const { settings, given } = settingsOf(inside, options, fields);
  for (const field of fields) {
    if (field in given && given[field] === undefined)
      throw new InvalidRequestError(field, 'must have a value, or be left out');
  }
  const { dryRun = false, maxAgeHours = 168, stopAfterFailures } = given;
  must(typeof dryRun === 'boolean', 'dryRun', 'true or false', dryRun);
  const isAge = typeof maxAgeHours === 'number' && maxAgeHours > 0 && Number.isFinite(maxAgeHours);
  must(isAge, 'maxAgeHours', 'a number above 0', maxAgeHours);
  return {
    ...settings,
    approvals: 'approvals' in given ? given.approvals : [],
    copies: 'archive' in given ? copiesOf(given.archive) : undefined,
    hold: holdOf('hold' in given ? given.hold : {}),
    isDryRun: dryRun,
    maxAgeHours,
    stopAfterFailures:
      stopAfterFailures === false ? Number.POSITIVE_INFINITY : wholeOf('stopAfterFailures', stopAfterFailures, 5),
  };
}
