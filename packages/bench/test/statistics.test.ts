import { expect, test } from 'vitest';
import { besideLimit, figureOf, ratios } from '../src/statistics.ts';

test('a figure is the median of its rounds, with the quartiles around it', () => {
  expect(figureOf([9, 1, 3, 7, 5])).toEqual({ median: 5, low: 3, high: 7 });
  expect(figureOf([4, 1, 2, 3])).toEqual({ median: 2.5, low: 1.75, high: 3.25 });
  expect(figureOf([2])).toEqual({ median: 2, low: 2, high: 2 });
});

test('ratios are made round by round', () => {
  expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
});

test('a value beside a limit has the digits that tell the two apart', () => {
  expect(besideLimit(1.0512, 1.05, 2)).toBe('1.051');
  expect(besideLimit(1.05, 1.05, 2)).toBe('1.05');
  expect(besideLimit(1.2345, 1.05, 2)).toBe('1.23');
});
