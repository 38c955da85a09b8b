import { describe, expect, test } from 'vitest';
import { planDeletion } from '../src/retention.ts';
import { rejection } from './fixtures.ts';
import { measure, never, server, slidingWindow, tokenBucket } from './pacedServer.ts';
import { rules } from './retention-fixtures.ts';

describe('2 000 deletions at 50 ms, eight at once', () => {
  const size = { packages: 20, videosEach: 100, latencyMs: 50 };

  test('take 1.05 of the least time at most where a second allows 100', async () => {
    const { apply } = await measure({ ...size, refuses: slidingWindow(100) }, 100, 8);
    expect(apply.ratio).toBeLessThanOrEqual(1.05);
    expect(apply.refused).toBeLessThanOrEqual(40);
  });

  test('take 1.05 of the least time at most where nothing is refused', async () => {
    const { apply } = await measure({ ...size, refuses: never }, Number.POSITIVE_INFINITY, 8);
    expect(apply.ratio).toBeLessThanOrEqual(1.05);
    expect(apply.refused).toBe(0);
  });

  test('settle where a bucket allows a burst, and then 100 in a second', async () => {
    const { apply } = await measure(
      { packages: 20, videosEach: 100, latencyMs: 50, refuses: tokenBucket(100, 100) },
      100,
      8,
    );
    expect(apply.ratio).toBeLessThanOrEqual(1.25);
    expect(apply.refused).toBeLessThanOrEqual(40);
  });
});

test.each([
  ['asks for a second', 1, 1900],
  ['asks for nothing', 0, 2900],
])('a plan whose first four lists get a 429 that %s goes on as fast as before', async (_, retryAfter, mostMs) => {
  let requests = 0;
  const refuses = () => (++requests >= 2 && requests <= 5 ? retryAfter : undefined);
  const { aClient, time } = server({ packages: 30, videosEach: 1, latencyMs: 50, refuses });
  const began = time.now();
  await time.until(planDeletion(aClient(), rules));
  expect(time.now() - began).toBeLessThanOrEqual(mostMs);
});

test('a plan ends with the refusal where the server takes nothing for ten minutes', async () => {
  const { aClient, time } = server({ packages: 9, videosEach: 1, latencyMs: 10, refuses: () => 30 });
  const began = time.now();
  const error = await time.until(rejection(planDeletion(aClient(), rules)));
  expect(error).toMatchObject({ name: 'RateLimitError' });
  expect(time.now() - began).toBeGreaterThan(10 * 60_000);
  expect(time.now() - began).toBeLessThan(11 * 60_000);
});

test('whoever waits is told how fast it goes, once that is limited', async () => {
  const { aClient, time } = server({ packages: 30, videosEach: 1, latencyMs: 50, refuses: slidingWindow(10) });
  const told = new Set<number | null>();
  const onProgress = ({ perSecond }: { perSecond: number | null }) => told.add(perSecond);
  await time.until(planDeletion(aClient(), rules, { onProgress }));
  expect([...told].some((perSecond) => perSecond !== null && perSecond > 0)).toBe(true);
});
