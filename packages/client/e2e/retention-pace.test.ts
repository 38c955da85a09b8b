import { describe, expect, test } from 'vitest';
import { measure, never, slidingWindow } from '../test/pacedServer.ts';

describe('2 000 deletions at 50 ms, eight at once', () => {
  const sizes = [
    { packages: 1, videosEach: 2000 },
    { packages: 500, videosEach: 4 },
    { packages: 2000, videosEach: 1 },
  ];

  test.each(sizes)('take 1.05 of the least time at most where a second allows 100: %j', async (size) => {
    const { apply } = await measure({ ...size, latencyMs: 50, refuses: slidingWindow(100) }, 100, 8);
    expect(apply.ratio).toBeLessThanOrEqual(1.05);
    expect(apply.refused).toBeLessThanOrEqual(40);
  });

  test.each(sizes)('take 1.05 of the least time at most where nothing is refused: %j', async (size) => {
    const { apply } = await measure({ ...size, latencyMs: 50, refuses: never }, Number.POSITIVE_INFINITY, 8);
    expect(apply.ratio).toBeLessThanOrEqual(1.05);
    expect(apply.refused).toBe(0);
  });
});

test('10 000 packages with three videos each take 1.05 of the least time at most', async () => {
  const setting = { packages: 10_000, videosEach: 3, latencyMs: 50 };
  const free = await measure({ ...setting, refuses: never }, Number.POSITIVE_INFINITY, 8);
  const limited = await measure({ ...setting, refuses: slidingWindow(100) }, 100, 8);
  for (const { ratio } of [free.plan, free.apply, limited.plan, limited.apply]) expect(ratio).toBeLessThanOrEqual(1.05);
  for (const { refused } of [limited.plan, limited.apply]) expect(refused).toBeLessThanOrEqual(40);
});
