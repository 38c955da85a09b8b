import { expect, test } from 'vitest';
import { measureBulk, ways } from '../src/measures/bulk.ts';
import { measureRetention } from '../src/measures/retention.ts';

const silent = () => undefined;

test('a plan deletes all videos of the benchmark', { timeout: 120_000 }, async () => {
  const { planned } = ways;
  const { ways: measured } = await measureBulk('quick', silent, { planned });
  expect(measured).toMatchObject([{ name: planned, left: 0 }]);
});

test('plans and the loop delete the same videos, and plans take fewer requests', { timeout: 120_000 }, async () => {
  const { ways: measured } = await measureRetention('quick', silent);
  const [monthly, whole, loop] = measured.map(({ requests, deleted }) => ({ requests, deleted }));
  expect(monthly?.deleted).toBe(loop?.deleted);
  expect(whole?.deleted).toBe(loop?.deleted);
  expect(monthly?.requests).toBeLessThan(whole?.requests ?? 0);
  expect(whole?.requests).toBeLessThan(loop?.requests ?? 0);
});
