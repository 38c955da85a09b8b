import { type Age, type OlderThan, olderThanOf } from '../age.ts';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { fieldsOf, must } from '../fields.ts';
import { type Hold, holdOf, type SealedHold } from '../hold.ts';
import { validId } from '../ids.ts';
import { queryOf } from '../query.ts';
import { namesOf } from '../states.ts';
import { stringsOf } from '../strings.ts';
import { instantOf } from '../time.ts';

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

/** What a query of packages may say beside what narrows it. */
type Beside = {
  /** Also packages of other members. Without it, an organization's key may see a part only. */
  allMembers?: boolean;
  /** Leaves out packages that were created before this day (UTC), such as `2019-01-01`: earlier plans have finished them. */
  createdFrom?: string;
};

/** Which packages a plan is about: these, or those that a query finds which narrows. */
export type PackageScope =
  | { packageIds: readonly string[] }
  | (AtLeastOne<Narrowing> & Beside & { packageIds?: never });

/** How much a plan may hold. If it would contain more, no plan is made. */
export type PlanLimits = {
  /** The largest number of videos to delete. */
  videos: number;
  /** The largest share of the packages that may have a video to delete, from 0 to 1. Default: no limit. */
  share?: number;
};

/** What a plan may delete. The packages, `olderThan` and `limits.videos` are required. */
export type DeletionRules = {
  /** The packages to look at. */
  packages: PackageScope;
  /** Only videos that are so old, by the calendar. */
  olderThan: OlderThan;
  /** Only videos in these states. Default `['archived']`. */
  states?: readonly string[];
  /** What must be kept. */
  hold?: Hold;
  /** How much the plan may hold. */
  limits: PlanLimits;
  /** How many different people must approve the plan before it is applied. Default 0. */
  approvalsNeeded?: number;
  /** Whether only videos are deleted of which the archive has a copy. Default `false`. */
  requireArchive?: boolean;
};

/** Rules as a plan keeps them: complete, and each thing named once. */
export type PlannedRules = {
  packages: PlannedScope;
  olderThan: Age;
  states: string[];
  hold: SealedHold;
  limits: PlanLimits;
  approvalsNeeded: number;
  requireArchive: boolean;
};

/** The packages of a plan. */
export type PlannedScope = { packageIds: string[]; createdFrom?: never } | (Partial<Narrowing> & Beside);

/**
 * Reads rules, once.
 *
 * @throws {InvalidRequestError} when one is missing, unknown, or makes no sense. A rule that got lost must not delete.
 */
export function rulesOf(value: unknown): PlannedRules {
  const given = fieldsOf('the rules', value, ruleFields);
  return {
    packages: scopeOf(given.packages),
    olderThan: olderThanOf(given.olderThan),
    states: videoStatesOf('states' in given ? given.states : ['archived']),
    hold: holdOf('hold' in given ? given.hold : {}),
    limits: limitsOf(given.limits),
    approvalsNeeded: approvalsOf('approvalsNeeded' in given ? given.approvalsNeeded : 0),
    requireArchive: flagOf('requireArchive', 'requireArchive' in given ? given.requireArchive : false),
  };
}

/** Whether rules are about packages of all members. */
export function widens({ packages }: Pick<PlannedRules, 'packages'>): boolean {
  return !('packageIds' in packages) && packages.allMembers === true;
}

const ruleFields = [
  'packages',
  'olderThan',
  'states',
  'hold',
  'limits',
  'approvalsNeeded',
  'requireArchive',
] as const satisfies (keyof DeletionRules)[];

function videoStatesOf(value: unknown): string[] {
  const states = namesOf('videoState', 'states', value);
  if (!states.includes('deleted')) return states;
  throw new InvalidRequestError('states', "must not name 'deleted', for a deleted video cannot be deleted again");
}

function approvalsOf(value: unknown): number {
  const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  must(isCount, 'approvalsNeeded', 'a whole number of 0 or more', value);
  return value;
}

function flagOf(field: string, value: unknown): boolean {
  must(typeof value === 'boolean', field, 'true or false', value);
  return value;
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
    const other = Object.keys(value).find((field) => field !== 'packageIds');
    if (narrowing.some((field) => field === other)) {
      throw new InvalidRequestError(
        `${other}`,
        'cannot stand beside packageIds: packages takes either packageIds or a query',
      );
    }
    const { packageIds } = fieldsOf('packages', value, ['packageIds']);
    return { packageIds: packageIdsOf(packageIds) };
  }
  const given = fieldsOf('packages', value, [...narrowing, 'allMembers', 'createdFrom']);
  if (!narrowing.some((field) => field in given)) {
    throw new InvalidRequestError('packages', `must be { packageIds } or narrow by one of ${narrowing.join(', ')}`);
  }
  const scope: Record<string, unknown> = {};
  for (const [field, each] of Object.entries(given)) scope[field] = narrowingValue(field, each);
  const { createdFrom, ...query } = scope;
  const { isExecuted, ...rest } = queryOf(query);
  return {
    ...rest,
    ...(typeof isExecuted === 'boolean' && { isExecuted }),
    ...(createdFrom !== undefined && { createdFrom: dayOf(createdFrom) }),
  };
}

/** A value of a query. One that got lost would widen it. */
function narrowingValue(name: string, value: unknown): unknown {
  // Videos have states, too.
  const field = name === 'states' || name === 'types' ? `packages.${name}` : name;
  must(value !== undefined && value !== null, field, 'given, or left out', value);
  switch (name) {
    case 'memberId':
    case 'teamId':
    case 'folderId':
      return validId(field, value);
    case 'days':
      must(typeof value === 'number' && Number.isFinite(value) && value >= 0, field, 'a number of 0 or more', value);
      return value;
    default:
      return value;
  }
}

function dayOf(value: unknown): string {
  const day =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? instantOf(`${value}T00:00:00Z`) : undefined;
  must(day !== undefined && typeof value === 'string', 'createdFrom', 'a day from 2000 on, such as 2019-01-01', value);
  return value;
}

function packageIdsOf(value: unknown): string[] {
  const ids = stringsOf('packageIds', value);
  if (ids.length === 0) throw new InvalidRequestError('packageIds', 'must name at least one');
  return [...new Set(ids.map((id) => validId('packageId', id)))];
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
