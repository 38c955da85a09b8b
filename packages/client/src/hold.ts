import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, must } from './fields.ts';
import { validId } from './ids.ts';
import { cleanId, idKey, numberKey } from './spelling.ts';
import { stringsOf } from './strings.ts';
import type { VideoIds } from './video.ts';

/**
 * What must be kept. A list that is empty holds nothing.
 *
 * Ids may come with other case, quotes, braces or blanks around them, and an id of a video may stand among those of
 * packages: it holds all the same. Numbers are compared by their letters and digits only.
 *
 * @example
 * ```ts
 * const hold: Hold = { matterNumbers: ['2019-0417'], folderIds: ['f3a1'], unmatched: 'report' };
 * ```
 */
export type Hold = HoldById & {
  /** Every package of these matters. */
  matterNumbers?: readonly string[];
  /** Every package of these clients. */
  clientNumbers?: readonly string[];
  /** Every package in these folders. */
  folderIds?: readonly string[];
  /** Every package of these teams. */
  teamIds?: readonly string[];
  /** Every package of these members. */
  memberIds?: readonly string[];
  /**
   * What happens where an id, a pair, a folder, a team or a member on hold matches nothing: `reject` makes no plan, `report`
   * names it in the plan. Numbers that match nothing are always reported. Default `reject`.
   */
  unmatched?: 'reject' | 'report';
};

/** What must be kept, by the ids of packages and videos. */
export type HoldById = {
  /** Every video of these packages. */
  packageIds?: readonly string[];
  /** These videos, each with its package: so it can be proven that they exist. */
  videos?: readonly VideoIds[];
  /** These videos. */
  meetingVideoIds?: readonly string[];
};

/** A hold as documents keep it: every list, its ids without what was copied along with them, each thing once. */
export type SealedHold = {
  packageIds: string[];
  videos: VideoIds[];
  meetingVideoIds: string[];
  matterNumbers: string[];
  clientNumbers: string[];
  folderIds: string[];
  teamIds: string[];
  memberIds: string[];
  unmatched: 'reject' | 'report';
};

/** What of a hold keeps a video, spelt as in the rules. */
export type HeldBy =
  | { packageId: string }
  | VideoIds
  | { meetingVideoId: string }
  | { matterNumber: string }
  | { clientNumber: string }
  | { folderId: string }
  | { teamId: string }
  | { memberId: string };

/** A list of a hold. */
export type HoldField = Exclude<keyof SealedHold, 'unmatched'>;

/** The lists of a hold, in the order in which they are searched. */
export const holdFields: readonly HoldField[] = [
  'packageIds',
  'videos',
  'meetingVideoIds',
  'matterNumbers',
  'clientNumbers',
  'folderIds',
  'teamIds',
  'memberIds',
];

/** The lists of a hold that need nothing but ids. */
export const holdByIdFields: readonly (keyof HoldById)[] = ['packageIds', 'videos', 'meetingVideoIds'];

/**
 * Reads a hold, once.
 *
 * @param fields The lists that may be there.
 * @throws {InvalidRequestError} when it names something that holds nothing: a field that is not known, `undefined`, an id
 *   that cannot be one, a number without a letter or a digit.
 */
export function holdOf(
  value: unknown,
  fields: readonly (HoldField | 'unmatched')[] = [...holdFields, 'unmatched'],
): SealedHold {
  const hold = fieldsOf('hold', value, fields);
  const listOf = (field: HoldField): unknown => (field in hold ? hold[field] : []);
  const unmatched = 'unmatched' in hold ? hold.unmatched : 'reject';
  must(unmatched === 'reject' || unmatched === 'report', 'hold.unmatched', "'reject' or 'report'", unmatched);
  const ids = (field: HoldField) => once(textsOf(field, listOf(field), idOf), idKey);
  const numbers = (field: HoldField) => once(textsOf(field, listOf(field), numberOf), numberKey);
  return {
    packageIds: ids('packageIds'),
    videos: once(pairsOf(listOf('videos')), pairKey),
    meetingVideoIds: ids('meetingVideoIds'),
    matterNumbers: numbers('matterNumbers'),
    clientNumbers: numbers('clientNumbers'),
    folderIds: ids('folderIds'),
    teamIds: ids('teamIds'),
    memberIds: ids('memberIds'),
    unmatched,
  };
}

/** Unites two holds, each thing once. What matches nothing is treated as the other says. */
export function unitedHold(one: SealedHold, other: SealedHold): SealedHold {
  return holdOf({
    packageIds: one.packageIds.concat(other.packageIds),
    videos: one.videos.concat(other.videos),
    meetingVideoIds: one.meetingVideoIds.concat(other.meetingVideoIds),
    matterNumbers: one.matterNumbers.concat(other.matterNumbers),
    clientNumbers: one.clientNumbers.concat(other.clientNumbers),
    folderIds: one.folderIds.concat(other.folderIds),
    teamIds: one.teamIds.concat(other.teamIds),
    memberIds: one.memberIds.concat(other.memberIds),
    unmatched: other.unmatched,
  });
}

/** What spellings of the same pair have in common. */
export function pairKey({ packageId, meetingVideoId }: VideoIds): string {
  return `${idKey(packageId)}\n${idKey(meetingVideoId)}`;
}

function textsOf(field: HoldField, value: unknown, read: (name: string, text: string) => string): string[] {
  return stringsOf(`hold.${field}`, value).map((text, place) => read(`hold.${field}[${place}]`, text));
}

function pairsOf(value: unknown): SealedHold['videos'] {
  must(Array.isArray(value), 'hold.videos', 'an array', value);
  return Array.from(value, (each: unknown, place) => {
    const name = `hold.videos[${place}]`;
    const { packageId, meetingVideoId } = fieldsOf(name, each, ['packageId', 'meetingVideoId']);
    return {
      packageId: idOf(`${name}.packageId`, packageId),
      meetingVideoId: idOf(`${name}.meetingVideoId`, meetingVideoId),
    };
  });
}

function idOf(name: string, value: unknown): string {
  return validId(name, typeof value === 'string' ? cleanId(value) : value);
}

function numberOf(name: string, text: string): string {
  if (numberKey(text) === '') throw new InvalidRequestError(name, 'must have a letter or a digit');
  return text;
}

function once<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const first = new Map<string, T>();
  for (const value of values) {
    const key = keyOf(value);
    if (!first.has(key)) first.set(key, value);
  }
  return [...first.values()];
}
