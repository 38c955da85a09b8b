import type { AskedConditions, NamedHold, Planned } from './call.ts';
import { cutoffOn } from './cutoff.ts';
import type { LabelField } from './labels.ts';
import type { PackageEntry } from './packages.ts';
import type { Entry } from './world.ts';

/** What is known of a video at a moment. */
export type Known = {
  packageId: string;
  meetingVideoId: string;
  /** Its entries in one list, at least one. */
  entries: readonly Entry[];
  /** What Get Package says of its package, where it was asked. */
  details: PackageEntry | 'unreadable' | undefined;
  /** What a page of packages says of its package, where one named it. */
  listed?: PackageEntry | undefined;
  /** Whether another package lists it, too. */
  isElsewhere: boolean;
  /** Whether the API lists its package under what is on hold in a field. */
  isListedUnder: (field: LabelField) => boolean;
  /** The time by which it is judged. */
  now: number;
};

/** What a video must meet to be deleted. */
export type Terms = Pick<AskedConditions, 'states' | 'retentionOver' | 'hold' | 'unchanged'> & {
  cutoff?: { instant: number; isExecutedToo: boolean } | undefined;
  /** How it was when it was planned. */
  planned?: Planned | undefined;
  isInScope?: boolean;
  isStruck?: boolean;
  isArchived?: boolean;
};

/** Why a video is kept. */
export type Reason = keyof typeof reasons;

/** The reasons that keep a video: each a row, in the order in which they count. */
const reasons = {
  unreadable: ({ details, listed }: Known) =>
    details === 'unreadable' ||
    [details, listed].some((each) => each && Object.values(each.labels).includes('unreadable')),
  doubtful: ({ entries, isElsewhere }) =>
    isElsewhere || entries.some(({ says }) => says !== entries[0]?.says || says === 'doubtful') || differ(entries),
  state: ({ entries }, { states }) =>
    entries.every(({ says }) => says === 'deleted') ||
    (states !== undefined && !entries.every(({ state }) => states.some((each) => each === state))),
  held: (known, { hold }) => hold !== undefined && isHeld(known, hold),
  underRetention: ({ entries, details, now }, { retentionOver }) =>
    retentionOver === true &&
    [...entries, ...entryOf(details)].some(({ retention = 0 }) => typeof retention !== 'number' || retention > now),
  undated: (known, { cutoff }) => cutoff !== undefined && datesOf(known, cutoff).includes(undefined),
  young: (known, { cutoff }) =>
    cutoff !== undefined && datesOf(known, cutoff).some((date) => date === undefined || date >= cutoff.instant),
  scope: (_, { isInScope = true }) => !isInScope,
  changed: ({ entries, details }, { planned, unchanged = planned?.entry }) =>
    (unchanged !== undefined && entries.some((entry) => !isSame(entry, unchanged))) ||
    (planned !== undefined && typeof details === 'object' && !isSamePackage(details, planned.details)),
  struck: (_, { isStruck = false }) => isStruck,
  notArchived: (_, { isArchived = true }) => !isArchived,
} satisfies Record<string, (known: Known, terms: Terms) => boolean>;

const rows: [Reason, (known: Known, terms: Terms) => boolean][] = Object.entries(reasons).flatMap(([name, applies]) =>
  isReason(name) ? [[name, applies]] : [],
);

/** The first reason that keeps a video, if one does. */
export function firstReason(known: Known, terms: Terms): Reason | undefined {
  return rows.find(([, applies]) => applies(known, terms))?.[0];
}

function isReason(name: string): name is Reason {
  return name in reasons;
}

/** The cutoff of conditions that are judged now. */
export function cutoffNow({ olderThan }: AskedConditions, now: number): Terms['cutoff'] {
  if (!olderThan) return undefined;
  return { instant: cutoffOn(now, olderThan), isExecutedToo: olderThan.since === 'executed' };
}

function isHeld({ packageId, meetingVideoId, details, listed, isListedUnder }: Known, hold: NamedHold): boolean {
  const carries = (field: LabelField) =>
    [...entryOf(details), ...entryOf(listed)].some(({ labels }) => labels[field] === 'held');
  return (
    hold.packageIds.includes(packageId) ||
    hold.meetingVideoIds.includes(meetingVideoId) ||
    hold.fields.some((field) => carries(field) || isListedUnder(field))
  );
}

function datesOf(
  { entries, details, listed }: Known,
  { isExecutedToo }: NonNullable<Terms['cutoff']>,
): (number | undefined)[] {
  const created = entries.map((entry) => entry.created);
  if (!isExecutedToo) return created;
  const executed = [...entryOf(details), ...entryOf(listed)].map(({ isExecuted, executed }) =>
    isExecuted !== false && typeof executed === 'number' ? executed : undefined,
  );
  return [...created, ...executed];
}

function entryOf(details: Known['details']): PackageEntry[] {
  return typeof details === 'object' ? [details] : [];
}

function differ([first, ...others]: readonly Entry[]): boolean {
  return others.some((other) => !first || other.state !== first.state || !isSame(first, other));
}

function isSame(one: Entry, other: Entry): boolean {
  const isSameTime =
    one.created === undefined ? one.json.timeCreated === other.json.timeCreated : one.created === other.created;
  return isSameTime && one.size === other.size && one.retention === other.retention;
}

function isSamePackage(one: PackageEntry, other: PackageEntry | undefined): boolean {
  if (!other) return false;
  const numbers = ['matterNumber', 'clientNumber'] as const;
  return (
    one.name === other.name &&
    one.executed === other.executed &&
    numbers.every((field) => String(one.json[field] ?? '') === String(other.json[field] ?? ''))
  );
}
