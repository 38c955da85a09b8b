import type { Cutoff } from './age.ts';
import { hasChanged, isReadable, type PackageFacts, type Seen, seenPackage, seenVideo } from './facts.ts';
import type { HeldBy } from './hold.ts';
import type { Holds } from './holds.ts';
import { type KeepReason, keepReasons, type Reason, reasonsInOrder } from './reasons.ts';
import type { MeetingVideo } from './schemas.ts';
import { nameOf } from './states.ts';
import { instantOf } from './time.ts';
import { lifeOfAll, type VideoIds } from './video.ts';

/** A video, and all that was read of it. */
export type Subject = VideoIds & {
  /** Its entries in one list: usually one. Each must meet the rules. */
  entries: readonly MeetingVideo[];
  /** Whether its id was read under another package, too. */
  isElsewhere?: boolean;
  /** What the list of packages says of its package, where it was listed. */
  listed?: PackageFacts | undefined;
  /**
   * What Get Package says of its package. `unreadable` where it says nothing; `notAsked` where nobody asked, which is right
   * only where the rules do not need it, and before they are judged again with it.
   */
  package: PackageFacts | 'unreadable' | 'notAsked';
};

/** What a video must meet to be deleted. What is left out is no rule. */
export type Rules = {
  /** The states that it may be in, as the API spells them. */
  states?: readonly string[] | undefined;
  /** Before which moment it must have been created, or its package executed as well. */
  cutoff?: Cutoff | undefined;
  /** Whether its retention must be over, and that of its package. */
  retentionOver?: boolean | undefined;
  holds?: Pick<Holds, 'heldBy'> | undefined;
};

/** What a planned video must meet beside the rules. */
export type Planned = {
  /** How it and its package were when it was planned. */
  seen: Seen;
  /** Whether its package is one of those that the rules are about. */
  isInScope: boolean;
  /** Whether an approval struck it from the plan. */
  isStruck: boolean;
  /** Whether a copy of it is proven to be in the archive, or none must be. */
  isArchived: boolean;
};

/** Why a video is kept, and what holds it where it is `held`. */
export type Verdict<R extends Reason = Reason> = { reason: R; heldBy?: HeldBy };

/**
 * Tells why a video must be kept, if it must. Every call, plan and audit goes by this file alone. When in doubt, a video is kept.
 *
 * @param now The time of the judgement, in milliseconds since 1970.
 * @returns The first reason that applies, in the order of `reasons.ts`; nothing where the video may be deleted.
 */
export function judge(subject: Subject, rules: Rules, now: number): Verdict<KeepReason> | undefined {
  return firstOf(keepReasons, subject, rules, now);
}

/** Tells why a planned video must be kept, if it must: by the rules, then by what became of it since it was planned. */
export function judgePlanned(subject: Subject, rules: Rules & Planned, now: number): Verdict | undefined {
  return firstOf(reasonsInOrder, subject, rules, now);
}

/** Whether an entry of a video, or its package, is not as it was seen. */
export function isChanged({ entries, package: details }: Pick<Subject, 'entries' | 'package'>, seen: Seen): boolean {
  const ofPackage = typeof details === 'string' ? {} : seenPackage(details);
  return entries.some((entry) => hasChanged(seen, { ...seenVideo(entry), ...ofPackage }));
}

function firstOf<R extends Reason>(
  order: readonly R[],
  subject: Subject,
  rules: Rules & Partial<Planned>,
  now: number,
): Verdict<R> | undefined {
  for (const reason of order) {
    const found = applies[reason](subject, rules, now);
    if (found) return found === true ? { reason } : { reason, heldBy: found };
  }
  return undefined;
}

type Test = (subject: Subject, rules: Rules & Partial<Planned>, now: number) => boolean | HeldBy | undefined;

const applies: Record<Reason, Test> = {
  unreadable: (subject) => subject.package === 'unreadable' || !factsOf(subject).every(isReadable),

  doubtful: ({ entries, isElsewhere }, _, now) =>
    isElsewhere || lifeOfAll(entries, now) === 'doubtful' || differ(entries),

  state: ({ entries }, { states }, now) =>
    lifeOfAll(entries, now) === 'deleted' ||
    (states && entries.some((entry) => !states.includes(stateOf(entry) ?? ''))),

  held: (subject, { holds }) => holds?.heldBy({ ...subject, facts: factsOf(subject) }),

  underRetention: (subject, { retentionOver }, now) =>
    retentionOver &&
    [...subject.entries, ...factsOf(subject)].some((each) => !isRetentionOver(each.timeRetention, now)),

  undated: (subject, { cutoff }) => cutoff && datesOf(subject, cutoff).includes(undefined),

  young: (subject, { cutoff }) =>
    cutoff && datesOf(subject, cutoff).some((date) => date === undefined || date >= cutoff.instant),

  scope: (_, { isInScope = true }) => !isInScope,

  changed: (subject, { seen }) => seen && isChanged(subject, seen),

  struck: (_, { isStruck = false }) => isStruck,

  notArchived: (_, { isArchived = true }) => !isArchived,
};

function factsOf({ listed, package: details }: Subject): PackageFacts[] {
  return [listed, details].filter((facts) => typeof facts === 'object');
}

/** Whether entries of one id say different things, so that nobody knows which one is true. */
function differ([first, ...others]: readonly MeetingVideo[]): boolean {
  if (!first) return true;
  const seen = seenVideo(first);
  return others.some((other) => stateOf(other) !== stateOf(first) || hasChanged(seen, seenVideo(other)));
}

function stateOf({ state }: MeetingVideo): string | undefined {
  return typeof state === 'string' ? nameOf('videoState', state) : undefined;
}

function isRetentionOver(timeRetention: unknown, now: number): boolean {
  if (timeRetention === undefined || timeRetention === null) return true;
  const end = instantOf(timeRetention);
  return end !== undefined && end <= now;
}

/** The dates from which the age of a video counts; `undefined` for each that is missing or cannot be read. */
function datesOf(subject: Subject, { since }: Cutoff): (number | undefined)[] {
  const created = subject.entries.map(({ timeCreated }) => instantOf(timeCreated));
  if (since === 'created') return created;
  const executed = factsOf(subject).map((facts) =>
    facts.isExecuted === false ? undefined : instantOf(facts.timeExecuted),
  );
  return [...created, ...executed];
}
