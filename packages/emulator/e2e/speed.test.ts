import { expect, test } from 'vitest';
import { measure } from '../bench/measure.ts';

const quietBareStartMs = 100;

test('it listens in less than 300 ms, and serves at least 0.4 of what bare node:http serves', async () => {
  const { startsMs, bareStartsMs, rate, bareRate } = await measure(7, 12);
  console.log({ startsMs, bareStartsMs, rate, bareRate });
  // What else runs on the machine makes both starts longer.
  const slowness = Math.max(1, Math.min(...bareStartsMs) / quietBareStartMs);
  expect(Math.min(...startsMs)).toBeLessThan(300 * slowness);
  expect(rate / bareRate).toBeGreaterThanOrEqual(0.4);
});
