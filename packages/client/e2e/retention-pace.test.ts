import { expect, test } from 'vitest';
import { measure, never, slidingWindow } from '../test/pacedServer.ts';

test('10 000 packages with three videos each take 1.05 of the least time at most', async () => {
  const setting = { packages: 10_000, videosEach: 3, latencyMs: 50 };
  const free = await measure({ ...setting, refuses: never }, Number.POSITIVE_INFINITY, 8);
  const limited = await measure({ ...setting, refuses: slidingWindow(100) }, 100, 8);
  for (const { ratio } of [free.plan, free.apply, limited.plan, limited.apply]) expect(ratio).toBeLessThanOrEqual(1.05);
  for (const { refused } of [limited.plan, limited.apply]) expect(refused).toBeLessThanOrEqual(40);
});
