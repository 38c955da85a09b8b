import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutoffOf, olderThanOf } from '../src/age.ts';
import { InvalidRequestError } from '../src/index.ts';
import { untyped } from './fixtures.ts';

const dayMs = 86_400_000;
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

test.each([
  ['2026-11-30', { years: 10 }, '2016-11-30'],
  ['2026-11-30', { days: 3650 }, '2016-12-02'],
  ['2028-02-29', { years: 1 }, '2027-02-28'],
  ['2028-02-29', { years: 4 }, '2024-02-29'],
  ['2100-03-01', { days: 1 }, '2100-02-28'],
  ['2026-03-31', { months: 1 }, '2026-02-28'],
  ['2026-12-31', { months: 6 }, '2026-06-30'],
  ['2026-01-15', { months: 1 }, '2025-12-15'],
  ['2026-01-15', { months: 13 }, '2024-12-15'],
  ['2024-03-31', { years: 1, months: 1 }, '2023-02-28'],
  ['2026-03-31', { months: 1, days: 1 }, '2026-02-27'],
  ['2026-01-01', { days: 1 }, '2025-12-31'],
  ['2026-11-30', { years: 100, months: 1200, days: 36_525 }, '1726-11-29'],
])('at any time of %s, the cutoff of %j is the beginning of %s (UTC)', (today, age, cutoff) => {
  const midnight = Date.parse(today);
  for (const now of [midnight, midnight + dayMs / 2, midnight + dayMs - 1]) {
    expect(new Date(cutoffOf(age, now)).toISOString()).toBe(`${cutoff}T00:00:00.000Z`);
  }
});

/** The days of a calendar, one after the other, without any arithmetic on years and months. */
const calendar = (() => {
  const days: [year: number, month: number, day: number][] = [];
  const lengthOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (let year = 1850; year <= 2120; year += 1) {
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    for (const [month, length] of lengthOf.entries()) {
      for (let day = 1; day <= length + (isLeap && month === 1 ? 1 : 0); day += 1) days.push([year, month + 1, day]);
    }
  }
  return days;
})();
const textOf = ([year, month, day]: readonly [number, number, number]) =>
  `${year}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
const placeOf = new Map(calendar.map((day, place) => [textOf(day), place]));

/** A month earlier, by the leaves of a calendar on the wall: the same day, or the last that there is. */
function aMonthBefore([year, month]: readonly [number, number, number], wanted: number): [number, number, number] {
  const earlier: [number, number] = month === 1 ? [year - 1, 12] : [year, month - 1];
  for (let day = wanted; ; day -= 1) if (placeOf.has(textOf([...earlier, day]))) return [...earlier, day];
}

test('the cutoff is what somebody finds who turns the leaves of a calendar', () => {
  const units = { years: fc.nat(40), months: fc.nat(40), days: fc.nat(4000) };
  fc.assert(
    fc.property(fc.constantFrom(...calendar.slice(-60_000)), fc.record(units), (today, { years, months, days }) => {
      let found = today;
      for (let turned = 0; turned < 12 * years + months; turned += 1) found = aMonthBefore(found, today[2]);
      const cutoff = calendar[(placeOf.get(textOf(found)) ?? 0) - days];
      expect(dayOf(cutoffOf({ years, months, days }, Date.parse(textOf(today))))).toBe(textOf(cutoff ?? today));
    }),
  );
});

test('a cutoff never moves back as days pass, and a longer age never makes it later', () => {
  const age = fc.record({ years: fc.nat(100), months: fc.nat(1200), days: fc.nat(36_525) });
  const today = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2120, 0) });
  fc.assert(
    fc.property(age, today, fc.nat(5000), fc.constantFrom('years', 'months', 'days'), (given, now, later, unit) => {
      expect(cutoffOf(given, now + later * dayMs)).toBeGreaterThanOrEqual(cutoffOf(given, now));
      expect(cutoffOf({ ...given, [unit]: given[unit] + 1 }, now)).toBeLessThanOrEqual(cutoffOf(given, now));
    }),
  );
});

describe('an age is read', () => {
  test.each([
    [{ years: 10 }, { years: 10, since: 'created' }],
    [
      { years: 10, months: 0, days: 0, since: 'executed' },
      { years: 10, since: 'executed' },
    ],
    [
      { days: 1, years: 2, since: 'created' },
      { years: 2, days: 1, since: 'created' },
    ],
  ])('%j as %j, and again as itself', (given, age) => {
    expect(olderThanOf(given)).toEqual(age);
    expect(JSON.stringify(olderThanOf(olderThanOf(given)))).toBe(JSON.stringify(age));
  });

  test.each<[string, unknown]>([
    ['olderThan', undefined],
    ['olderThan', null],
    ['olderThan', 3650],
    ['olderThan', '10 years'],
    ['olderThan', {}],
    ['olderThan', { since: 'executed' }],
    ['olderThan', { years: 0, days: 0 }],
    ['year', { year: 10 }],
    ...[undefined, null, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '10', 101].map((years): [string, unknown] => [
      'olderThan.years',
      { years, days: 1 },
    ]),
    ['olderThan.months', { months: 1201 }],
    ['olderThan.days', { days: 36_526 }],
    ['olderThan.days', { days: 1.5 }],
    ...[undefined, null, 'signed', ''].map((since): [string, unknown] => ['olderThan.since', { years: 1, since }]),
  ])('not where %s is wrong, in %j', (field, given) => {
    const wrong = () => olderThanOf(untyped(given));
    expect(wrong).toThrow(InvalidRequestError);
    expect(wrong).toThrow(expect.objectContaining({ field }));
  });
});
