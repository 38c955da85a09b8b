import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, instantOfHttp } from '../src/time.ts';

describe('a time of the API', () => {
  test.each([
    ['2019-07-15T16:53:44Z', Date.UTC(2019, 6, 15, 16, 53, 44)],
    ['2019-07-15T16:53:44.342Z', Date.UTC(2019, 6, 15, 16, 53, 44, 342)],
    ['2019-08-22T19:05:54.8535047Z', Date.UTC(2019, 7, 22, 19, 5, 54, 853)],
    ['2019-07-15T16:53:44.5Z', Date.UTC(2019, 6, 15, 16, 53, 44, 500)],
    ['2019-07-15t16:53:44z', Date.UTC(2019, 6, 15, 16, 53, 44)],
    ['2019-07-15T16:53:44+02:00', Date.UTC(2019, 6, 15, 14, 53, 44)],
    ['2019-07-15T16:53:44-05:30', Date.UTC(2019, 6, 15, 22, 23, 44)],
    ['2019-07-15T16:53:44.25-00:00', Date.UTC(2019, 6, 15, 16, 53, 44, 250)],
    ['2020-02-29T23:59:59Z', Date.UTC(2020, 1, 29, 23, 59, 59)],
    ['2000-01-01T00:00:00Z', Date.UTC(2000, 0)],
  ])('%s is read', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  test.each<[unknown]>([
    ['2019-07-15T16:53:44'],
    ['2019-07-15'],
    ['2019-07-15 16:53:44Z'],
    ['2019-07-15T16:53Z'],
    ['2019-07-15T16:53:44.Z'],
    ['2019-7-15T16:53:44Z'],
    ['2019-02-29T00:00:00Z'],
    ['2019-04-31T00:00:00Z'],
    ['2019-07-15T24:00:00Z'],
    ['2019-07-15T23:59:60Z'],
    ['2019-07-15T16:53:44+0200'],
    ['2019-07-15T16:53:44+24:00'],
    ['2019-07-15T16:53:44-02:60'],
    ['2019-07-15T16:53:44+99:00'],
    ['+012019-07-15T16:53:44Z'],
    ['x2019-07-15T16:53:44Z'],
    ['2019-07-15T16:53:44Zx'],
    ['1999-12-31T23:59:59.999Z'],
    ['2000-01-01T00:00:00+00:01'],
    ['0001-01-01T00:00:00'],
    ['0001-01-01T00:00:00Z'],
    ['1563209624342'],
    [''],
    [1563209624342],
    [new Date(0)],
    [['2019-07-15T16:53:44Z']],
    [null],
    [undefined],
  ])('%j is not', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });

  test('is read in any zone and with any number of decimals', () => {
    const instants = fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(9998, 0) });
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: -1439, max: 1439 }),
        fc.stringMatching(/^\d{0,9}$/),
        (instant, minutes, more) => {
          const local = new Date(instant + minutes * 60_000).toISOString().slice(0, -1);
          const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
          const zone = [hour, minute].map((number) => String(number).padStart(2, '0')).join(':');
          expect(instantOf(`${local}${more}${minutes < 0 ? '-' : '+'}${zone}`)).toBe(instant);
        },
      ),
    );
  });

  test('is a finite number of milliseconds or nothing, for any string', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[Zz]$/)), (text) => {
        const instant = instantOf(text);
        expect(instant === undefined || Number.isInteger(instant)).toBe(true);
      }),
    );
  });
});

describe('the time of a Date header', () => {
  const date = 'Tue, 01 Dec 2026 07:18:15 GMT';
  const instant = Date.UTC(2026, 11, 1, 7, 18, 15);

  test('is read, as often as it comes', () => {
    expect([date, date, 'Tue, 01 Dec 2026 07:18:16 GMT', date].map(instantOfHttp)).toEqual([
      instant,
      instant,
      instant + 1000,
      instant,
    ]);
  });

  test.each<[string | null]>([
    [null],
    [''],
    ['2026-12-01T07:18:15Z'],
    [`${date}, ${date}`],
    ['Tue, 1 Dec 2026 07:18:15 GMT'],
    ['Mon, 01 Dec 2026 07:18:15 GMT'],
    ['Tue, 01 Dec 2026 07:18:15 +0000'],
  ])('is nothing where it is %s, also right after one that was read', (text) => {
    expect([date, text, text].map(instantOfHttp)).toEqual([instant, undefined, undefined]);
  });
});
