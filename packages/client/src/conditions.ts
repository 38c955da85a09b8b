import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, must } from './fields.ts';
import { validId } from './ids.ts';
import { stringsOf } from './query.ts';
import type { MeetingVideo } from './schemas.ts';
import { instantOf } from './time.ts';
import { lifeOf } from './video.ts';

/** Packages and videos that must be kept. */
export type Hold = {
  packageIds?: readonly string[];
  meetingVideoIds?: readonly string[];
};

/**
 * When a video may be deleted. What is left out is no condition; what is there must have a value, for a condition that got
 * lost must not delete.
 */
export type Conditions = {
  /** Only a video that was created more than so many days ago, of 86 400 seconds each. */
  olderThanDays?: number;
  /** Only a video in one of these states, such as `archived`. */
  states?: readonly string[];
  /** Only a video that is not under retention any more. */
  retentionOver?: boolean;
  /** No video that is held, by itself or with its package. */
  hold?: Hold;
};

/** Why a video is kept. The first that applies, in this order. */
export type KeepReason = 'state' | 'held' | 'underRetention' | 'undated' | 'young';

const dayMs = 86_400_000;

/**
 * Tells why a video must be kept, if it must. A doubt keeps a video: a time that is missing, unreadable or without a zone,
 * and a state that is not named.
 *
 * Use it to choose from a list. To delete, give the same conditions to `delete` as `onlyIf`: it asks the API again.
 *
 * @param listed The video as it is listed, and its package.
 * @param conditions When it may be deleted. Without any, only a deleted video is kept.
 * @param now The time of the judgement, in milliseconds since 1970.
 * @returns The first reason to keep it, or nothing where it meets every condition.
 * @throws {InvalidRequestError} when a condition is unknown, or has no value that makes sense.
 * @example
 * ```ts
 * const { videos } = await client.videos.list({ packageId });
 * const conditions = { olderThanDays: 365, retentionOver: true };
 * const eligible = videos.filter((video) => !reasonToKeep({ packageId, video }, conditions, Date.now()));
 * ```
 */
export function reasonToKeep(
  listed: { packageId: string; video: MeetingVideo },
  conditions: Conditions,
  now: number,
): KeepReason | undefined {
  return reasonOf(listed, readConditions(conditions), now);
}

/**
 * Reads conditions once, into a copy, and validates them: to reject before anything is sent what `reasonToKeep` would reject
 * at the first video.
 *
 * @param conditions Conditions, such as those that a person filled in.
 * @returns The copy.
 * @throws {InvalidRequestError} when a condition is unknown, or has no value that makes sense.
 * @example
 * ```ts
 * const conditions = readConditions(JSON.parse(settings));
 * ```
 */
export function readConditions(conditions: unknown): Conditions {
  return conditionsOf(fieldsOf('the conditions', conditions, conditionFields));
}

/** Tells why a video must be kept, by conditions that were read. It is the only place that decides so. */
function reasonOf(
  { packageId, video }: { packageId: string; video: MeetingVideo },
  { olderThanDays, states, retentionOver, hold = {} }: Conditions,
  now: number,
): KeepReason | undefined {
  if (lifeOf(video, now) !== 'alive' || (states && !states.some((state) => state === video.state))) return 'state';
  if (hold.packageIds?.includes(packageId) || hold.meetingVideoIds?.includes(video.meetingVideoId)) return 'held';
  if (retentionOver && !isRetentionOver(video, now)) return 'underRetention';
  if (olderThanDays === undefined) return undefined;
  const created = instantOf(video.timeCreated);
  if (created === undefined) return 'undated';
  return now - created > olderThanDays * dayMs ? undefined : 'young';
}

/** Tells why a video must be kept, where a list may name it more than once: each entry must meet the conditions. */
export function reasonToKeepAny(
  packageId: string,
  entries: readonly MeetingVideo[],
  conditions: Conditions,
  now: number,
): KeepReason | undefined {
  for (const video of entries) {
    const reason = reasonOf({ packageId, video }, conditions, now);
    if (reason) return reason;
  }
  return undefined;
}

function isRetentionOver({ timeRetention }: MeetingVideo, now: number): boolean {
  if (timeRetention === undefined || timeRetention === null) return true;
  const end = instantOf(timeRetention);
  return end !== undefined && end <= now;
}

/**
 * Tells whether a video is no longer as it was seen. Instants are compared as instants, and what is missing equals `null`;
 * links change with every list and do not count.
 */
export function hasChanged(seen: MeetingVideo, now: MeetingVideo): boolean {
  const isSameInstant = (name: 'timeCreated' | 'timeRetention') => {
    const [one = null, other = null] = [seen[name], now[name]];
    const instants = [instantOf(one), instantOf(other)];
    return one === other || (instants[0] !== undefined && instants[0] === instants[1]);
  };
  const isSame = (name: 'duration' | 'size') => (seen[name] ?? null) === (now[name] ?? null);
  return !(isSameInstant('timeCreated') && isSameInstant('timeRetention') && isSame('duration') && isSame('size'));
}

/** Conditions of one deletion. */
export type OnlyIf = Conditions & {
  /** Only if the video is as it was when it was listed. */
  unchanged?: MeetingVideo;
};

/**
 * Reads the conditions of a deletion, once.
 *
 * @throws {InvalidRequestError} when there is none, or one has no value that makes sense.
 */
export function onlyIfOf(given: unknown, meetingVideoId: string): OnlyIf {
  const conditions = fieldsOf('onlyIf', given, [...conditionFields, 'unchanged']);
  const onlyIf = {
    ...conditionsOf(conditions),
    ...('unchanged' in conditions && { unchanged: seenVideo(conditions.unchanged, meetingVideoId) }),
  };
  if (Object.keys(onlyIf).length === 0) throw new InvalidRequestError('onlyIf', 'must have at least one condition');
  return onlyIf;
}

const conditionFields = ['olderThanDays', 'states', 'retentionOver', 'hold'] as const satisfies (keyof Conditions)[];

function conditionsOf(given: { [condition in keyof Conditions]?: unknown }): Conditions {
  return {
    ...('olderThanDays' in given && { olderThanDays: daysOf(given.olderThanDays) }),
    ...('states' in given && { states: statesOf(given.states) }),
    ...('retentionOver' in given && { retentionOver: flag(given.retentionOver) }),
    ...('hold' in given && { hold: holdOf(given.hold) }),
  };
}

/**
 * Validates an age in days.
 *
 * @throws {InvalidRequestError} when it is not a number of 0 or more.
 */
export function daysOf(value: unknown): number {
  must(
    typeof value === 'number' && value >= 0 && Number.isFinite(value),
    'olderThanDays',
    'a number of 0 or more',
    value,
  );
  return value;
}

function flag(value: unknown): boolean {
  must(typeof value === 'boolean', 'retentionOver', 'true or false', value);
  return value;
}

/**
 * Validates states of videos.
 *
 * @throws {InvalidRequestError} when there is none, or one is blank.
 */
export function statesOf(value: unknown): string[] {
  const copy = stringsOf('states', value);
  if (copy.length > 0 && copy.every((each) => each.trim() !== '')) return copy;
  throw new InvalidRequestError('states', 'must name at least one state, and none that is blank');
}

/**
 * Reads a hold, once.
 *
 * @throws {InvalidRequestError} when it names something else than packages and videos by their ids.
 */
export function holdOf(value: unknown): Hold {
  const hold = fieldsOf('hold', value, ['packageIds', 'meetingVideoIds']);
  return {
    ...('packageIds' in hold && { packageIds: ids('packageId', hold.packageIds) }),
    ...('meetingVideoIds' in hold && { meetingVideoIds: ids('meetingVideoId', hold.meetingVideoIds) }),
  };
}

function ids(field: 'packageId' | 'meetingVideoId', value: unknown): string[] {
  return stringsOf(`${field}s`, value).map((id) => validId(field, id));
}

function seenVideo(value: unknown, meetingVideoId: string): MeetingVideo {
  const isVideo = typeof value === 'object' && value !== null;
  if (isVideo && Reflect.get(value, 'meetingVideoId') === meetingVideoId) return { ...value, meetingVideoId };
  throw new InvalidRequestError('unchanged', 'must be the video to delete, as it was listed');
}
