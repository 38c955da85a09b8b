import type { Heard } from './call.ts';
import { ageOf, type Moment } from './machine.ts';
import { hourMs } from './time.ts';

/** How old what decides about a deletion may be when the deletion leaves. */
export const freshMs = 60_000;

/** How far behind the newest server time a list may be. */
const behindMs = 60_000;

/** A server time that a client has seen, and when. */
export type ServerTime = { time: number; at: Moment };

/** The newest server time, carried on to a moment. */
export function carriedOn(newest: ServerTime | undefined, now: Moment): number | undefined {
  return newest && newest.time + ageOf(newest.at, now);
}

/** The newest server time after a response. One that is far from the machine's clock is no server time. */
export function newestOf(newest: ServerTime | undefined, time: number | undefined, at: Moment): ServerTime | undefined {
  if (time === undefined || Math.abs(time - at.wall) > hourMs) return newest;
  return time > (carriedOn(newest, at) ?? Number.NEGATIVE_INFINITY) ? { time, at } : newest;
}

/** Why what a response says must not decide about a deletion, if it must not. */
export function whyNotFresh({ date, age, newest, read, isUncached }: Heard): string | undefined {
  if (date === undefined) return 'its time is unknown';
  if (Math.abs(date - read.wall) > hourMs) return 'the clocks differ';
  if (age !== undefined && age > 0) return 'it comes from a cache';
  if (newest !== undefined && newest - date > behindMs) return 'it is older than what was read before';
  return isUncached ? undefined : 'a cache could have responded';
}
