import { type Age, cutoffOf, type OlderThan, olderThanOf } from './age.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { type PackageFacts, seenVideo } from './facts.ts';
import { fieldsOf, must } from './fields.ts';
import { type HoldById, holdByIdFields, holdOf } from './hold.ts';
import { createHolds } from './holds.ts';
import { isChanged, judge, type Rules, type Subject } from './judge.ts';
import type { KeepReason } from './reasons.ts';
import type { MeetingVideo } from './schemas.ts';
import { namesOf } from './states.ts';

/**
 * When a video may be deleted. What is left out is no condition; what is there must have a value, for a condition that got
 * lost must not delete.
 */
export type Conditions = {
  /** Only a video that is so old, by the calendar. */
  olderThan?: OlderThan;
  /** Only a video in one of these states, such as `archived`. */
  states?: readonly string[];
  /** Only a video that is not under retention any more, in a package that is not under retention either. */
  retentionOver?: boolean;
  /** No video that is held, by its own id or that of its package. */
  hold?: HoldById;
};

/** Conditions of one deletion. */
export type OnlyIf = Conditions & {
  /** Only if the video is as it was when it was listed. */
  unchanged?: MeetingVideo;
};

/** Conditions that were read: complete, and as the API spells them. */
export type ReadConditions = Omit<Conditions, 'olderThan'> & { olderThan?: Age };

/** Conditions of one deletion that were read. */
export type ReadOnlyIf = ReadConditions & Pick<OnlyIf, 'unchanged'>;

/** A video of a list, and what is known of its package. */
export type Listed = {
  packageId: string;
  /** The package as `packages.get` gives it. Conditions that need it keep the video without it. */
  package?: PackageFacts;
  video: MeetingVideo;
};

/**
 * Tells why a video must be kept, if it must. When in doubt, a video is kept: a time that is missing, unreadable or without a zone,
 * and a state that is not named.
 *
 * Use it to choose from a list. To delete, give the same conditions to `delete` as `onlyIf`: it asks the API again.
 *
 * @param listed The video as it is listed, its package's id, and for `retentionOver` and an age `since: 'executed'` the
 *   package as `packages.get` gives it: without it, they keep the video as `unreadable`.
 * @param conditions When it may be deleted. Without any, only a deleted or doubtful video is kept.
 * @param now The time of the judgement, in milliseconds since 1970.
 * @returns The first reason to keep it, or nothing where it meets every condition.
 * @throws {InvalidRequestError} when a condition is unknown, or has no value that makes sense.
 * @example
 * ```ts
 * const details = await client.packages.get({ packageId });
 * const { videos } = await client.videos.list({ packageId });
 * const conditions = { olderThan: { years: 10 }, retentionOver: true };
 * const eligible = videos.filter((video) => !reasonToKeep({ packageId, package: details, video }, conditions, Date.now()));
 * ```
 */
export function reasonToKeep(listed: Listed, conditions: Conditions, now: number): KeepReason | undefined {
  const { packageId, package: details, video } = listed;
  const read = readConditions(conditions);
  const unknown = needsPackage(read) ? 'unreadable' : 'notAsked';
  const { meetingVideoId } = video;
  const subject: Subject = { packageId, meetingVideoId, entries: [video], package: details ?? unknown };
  return judge(subject, rulesOf(read, now), now)?.reason;
}

/**
 * Reads conditions once, into a copy, and validates them: to reject before anything is sent what `reasonToKeep` would reject
 * at the first video.
 *
 * @param conditions Conditions, such as those that a person filled in.
 * @returns The copy, with the names of states as the API spells them and ids without quotes, braces and blanks around them.
 * @throws {InvalidRequestError} when a condition is unknown, or has no value that makes sense.
 * @example
 * ```ts
 * const conditions = readConditions(JSON.parse(settings));
 * ```
 */
export function readConditions(conditions: unknown): ReadConditions {
  return conditionsOf(fieldsOf('the conditions', conditions, conditionFields));
}

/**
 * Reads the conditions of a deletion, once.
 *
 * @throws {InvalidRequestError} when there is none, or one has no value that makes sense.
 */
export function onlyIfOf(given: unknown, meetingVideoId: string): ReadOnlyIf {
  const conditions = fieldsOf('onlyIf', given, [...conditionFields, 'unchanged']);
  const onlyIf = {
    ...conditionsOf(conditions),
    ...('unchanged' in conditions && { unchanged: seenBefore(conditions.unchanged, meetingVideoId) }),
  };
  if (Object.keys(onlyIf).length === 0) throw new InvalidRequestError('onlyIf', 'must have at least one condition');
  return onlyIf;
}

/**
 * Tells whether conditions need the package, as `packages.get` gives it.
 *
 * @param conditions Conditions.
 * @returns Whether `reasonToKeep` needs the package to judge a video by them.
 * @example
 * ```ts
 * const details = needsPackage(conditions) ? { package: await client.packages.get({ packageId }) } : {};
 * const isKept = reasonToKeep({ packageId, video, ...details }, conditions, Date.now()) !== undefined;
 * ```
 */
export function needsPackage({ retentionOver, olderThan }: Conditions): boolean {
  return retentionOver === true || olderThan?.since === 'executed';
}

/** Tells why a video does not meet conditions that were read. */
export function reasonOf(
  subject: Subject,
  { unchanged, ...conditions }: ReadOnlyIf,
  now: number,
): KeepReason | 'changed' | undefined {
  const verdict = judge(subject, rulesOf(conditions, now), now);
  if (verdict) return verdict.reason;
  return unchanged && isChanged(subject, seenVideo(unchanged)) ? 'changed' : undefined;
}

function rulesOf({ states, olderThan, retentionOver, hold }: ReadConditions, now: number): Rules {
  return {
    states,
    cutoff: olderThan && { instant: cutoffOf(olderThan, now), since: olderThan.since },
    retentionOver,
    holds: hold && createHolds(holdOf(hold)),
  };
}

const conditionFields = ['olderThan', 'states', 'retentionOver', 'hold'] as const satisfies (keyof Conditions)[];

function conditionsOf(given: { [condition in keyof Conditions]?: unknown }): ReadConditions {
  return {
    ...('olderThan' in given && { olderThan: olderThanOf(given.olderThan) }),
    ...('states' in given && { states: namesOf('videoState', 'states', given.states) }),
    ...('retentionOver' in given && { retentionOver: flag(given.retentionOver) }),
    ...('hold' in given && { hold: holdByIdOf(given.hold) }),
  };
}

function flag(value: unknown): boolean {
  must(typeof value === 'boolean', 'retentionOver', 'true or false', value);
  return value;
}

function holdByIdOf(value: unknown): Required<HoldById> {
  const { packageIds, videos, meetingVideoIds } = holdOf(value, holdByIdFields);
  return { packageIds, videos, meetingVideoIds };
}

function seenBefore(value: unknown, meetingVideoId: string): MeetingVideo {
  const isVideo = typeof value === 'object' && value !== null;
  if (isVideo && Reflect.get(value, 'meetingVideoId') === meetingVideoId) return { ...value, meetingVideoId };
  throw new InvalidRequestError('unchanged', 'must be the video to delete, as it was listed');
}
