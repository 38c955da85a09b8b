import { daysOf, type Hold, holdOf, statesOf } from '../conditions.ts';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { fieldsOf, must } from '../fields.ts';
import { validId } from '../ids.ts';
import { queryOf, stringsOf } from '../query.ts';

/** What narrows a query of packages. */
type Narrowing = {
  /** Only packages of this member. */
  memberId: string;
  /** Only packages of this team. */
  teamId: string;
  /** Only packages in this folder. */
  folderId: string;
  /** Only packages that this full text finds; `*` alone finds everything and is rejected. */
  search: string;
  /** Only packages of these types. */
  types: readonly string[];
  /** Only packages in these states. */
  states: readonly string[];
  /** Only packages that are, or are not, executed. */
  isExecuted: boolean;
  /** Only packages to be signed within this number of days. */
  days: number;
};

type AtLeastOne<T> = { [Field in keyof T]: Pick<T, Field> & Partial<T> }[keyof T];

/**
 * Which packages a plan is about: these, or those that a query finds which narrows. `allMembers` widens: without it, an
 * organization's key may see a part only.
 */
export type PackageScope =
  | { packageIds: readonly string[] }
  | (AtLeastOne<Narrowing> & { allMembers?: boolean; packageIds?: never });

/** How much a plan may hold. Where it would hold more, it is not made. */
export type PlanLimits = {
  /** The largest number of videos to delete. */
  videos: number;
  /** The largest share of the listed videos that are not deleted, from 0 to 1. Default: no limit. */
  share?: number;
};

/** What a plan may delete. What deletes has no default: packages, age and limit are always given. */
export type DeletionRules = {
  /** The packages to look at. */
  packages: PackageScope;
  /** Only videos that were created more than so many days ago, of 86 400 seconds each. */
  olderThanDays: number;
  /** Only videos in these states. Default `['archived']`. */
  states?: readonly string[] | undefined;
  /** Packages and videos that must be kept. */
  hold?: Hold;
  /** How much the plan may hold. */
  limits: PlanLimits;
};

/** Rules as a plan keeps them: complete, and each thing named once. */
export type PlannedRules = {
  packages: PlannedScope;
  olderThanDays: number;
  states: string[];
  hold: Required<Hold>;
  limits: PlanLimits;
};

/** The packages of a plan. */
export type PlannedScope = { packageIds: string[] } | (Partial<Narrowing> & { allMembers?: boolean });

/**
 * Reads rules, once.
 *
 * @throws {InvalidRequestError} when one is missing, unknown, or makes no sense. A rule that got lost must not delete.
 */
export function rulesOf(value: unknown): PlannedRules {
  const given = fieldsOf('the rules', value, ['packages', 'olderThanDays', 'states', 'hold', 'limits']);
  return {
    packages: scopeOf(given.packages),
    olderThanDays: daysOf(given.olderThanDays),
    states: given.states === undefined ? ['archived'] : once(statesOf(given.states)),
    hold: completeHoldOf('hold' in given ? given.hold : {}),
    limits: limitsOf(given.limits),
  };
}

/**
 * Reads a hold, once, and completes it.
 *
 * @throws {InvalidRequestError} when it names something else than packages and videos by their ids.
 */
export function completeHoldOf(value: unknown): Required<Hold> {
  const { packageIds = [], meetingVideoIds = [] } = holdOf(value);
  return { packageIds: once(packageIds), meetingVideoIds: once(meetingVideoIds) };
}

const narrowing = [
  'memberId',
  'teamId',
  'folderId',
  'search',
  'types',
  'states',
  'isExecuted',
  'days',
] as const satisfies (keyof Narrowing)[];

function scopeOf(value: unknown): PlannedScope {
  if (typeof value === 'object' && value !== null && 'packageIds' in value) {
    const { packageIds } = fieldsOf('packages', value, ['packageIds']);
    return { packageIds: once(someOf('packageIds', packageIds).map((id) => validId('packageId', id))) };
  }
  const given = fieldsOf('packages', value, [...narrowing, 'allMembers']);
  for (const [field, each] of Object.entries(given)) checkNarrowing(field, each);
  if (narrowing.some((field) => field in given)) return withoutNull(queryOf(given));
  throw new InvalidRequestError('packages', `must be { packageIds } or narrow by one of ${narrowing.join(', ')}`);
}

// A value that got lost would widen the query, and so would a list of nothing.
function checkNarrowing(field: string, value: unknown): void {
  must(value !== undefined && value !== null, field, 'given, or left out', value);
  if (Array.isArray(value)) someOf(field, value);
  if (typeof value === 'string') mustSay(field, value);
  must(typeof value !== 'number' || (Number.isFinite(value) && value >= 0), field, 'a number of 0 or more', value);
}

function withoutNull({ isExecuted, ...query }: ReturnType<typeof queryOf>): PlannedScope {
  return typeof isExecuted === 'boolean' ? { ...query, isExecuted } : query;
}

function mustSay(field: string, value: string): void {
  const says = field === 'search' ? /[^*\s]/ : /\S/;
  if (!says.test(value)) throw new InvalidRequestError(field, `must narrow, got '${value}'`);
}

function someOf(field: string, value: unknown): string[] {
  const copy = stringsOf(field, value);
  if (copy.length === 0) throw new InvalidRequestError(field, 'must name at least one');
  for (const each of copy) mustSay(field, each);
  return copy;
}

function limitsOf(value: unknown): PlanLimits {
  const given = fieldsOf('limits', value, ['videos', 'share']);
  const { videos, share } = given;
  const isLimit = typeof videos === 'number' && Number.isSafeInteger(videos) && videos >= 1;
  must(isLimit, 'limits.videos', 'a whole number of 1 or more', videos);
  if (!('share' in given)) return { videos };
  must(typeof share === 'number' && share >= 0 && share <= 1, 'limits.share', 'a number from 0 to 1', share);
  return { videos, share };
}

function once(values: readonly string[]): string[] {
  return [...new Set(values)];
}
