import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, must } from './fields.ts';

/**
 * How old a video must be, by the calendar: years and months together, then days, counted back from the beginning of today
 * (UTC).
 *
 * @example
 * ```ts
 * const olderThan: OlderThan = { years: 10, since: 'executed' };
 * ```
 */
export type OlderThan = {
  /** Whole years, at most 100. */
  years?: number;
  /** Whole months, at most 1 200. */
  months?: number;
  /** Whole days, at most 36 525. */
  days?: number;
  /**
   * Since when: the video was `created`, or also its package was `executed`. With `executed`, both must be so long ago.
   * Default `created`.
   */
  since?: 'created' | 'executed';
};

/** An age as it was read: complete, without what is 0. */
export type Age = { years?: number; months?: number; days?: number; since: 'created' | 'executed' };

const most = { years: 100, months: 1200, days: 36_525 } as const;

/**
 * Reads an age, once.
 *
 * @throws {InvalidRequestError} when it is not in whole years, months and days, at least one of them above 0.
 */
export function olderThanOf(value: unknown): Age {
  const given = fieldsOf('olderThan', value, ['years', 'months', 'days', 'since']);
  const [years, months, days] = [countOf('years', given), countOf('months', given), countOf('days', given)];
  const since = 'since' in given ? given.since : 'created';
  must(since === 'created' || since === 'executed', 'olderThan.since', "'created' or 'executed'", since);
  if (years + months + days === 0) {
    throw new InvalidRequestError('olderThan', 'must have years, months or days above 0');
  }
  return { ...(years > 0 && { years }), ...(months > 0 && { months }), ...(days > 0 && { days }), since };
}

function countOf(unit: keyof typeof most, given: { [unit in keyof typeof most]?: unknown }): number {
  if (!(unit in given)) return 0;
  const count = given[unit];
  const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= most[unit];
  must(isCount, `olderThan.${unit}`, `a whole number from 0 to ${most[unit]}`, count);
  return count;
}

/**
 * The cutoff of an age: 00:00 UTC of the day that lies so many years and months, then days, before today's. A day that the
 * month lacks is its last: a year before 29 February is 28 February.
 *
 * @param today Any moment of today, in milliseconds since 1970.
 * @returns Milliseconds since 1970. What happened before it is old enough.
 */
export function cutoffOf({ years = 0, months = 0, days = 0 }: Omit<Age, 'since'>, today: number): number {
  const date = new Date(today);
  const year = date.getUTCFullYear() - years;
  const month = date.getUTCMonth() - months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay) - days);
}

/** A moment, in milliseconds since 1970, and what must lie before it: the video's creation, or its package's execution too. */
export type Cutoff = { instant: number; since: Age['since'] };
