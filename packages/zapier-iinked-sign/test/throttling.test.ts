import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf, find_package_videos } from './zap.ts';

const lease = { packageId: 'lease' };
const steps = [
  ['Delete Video', delete_video, { ...lease, meetingVideoId: 'a' }],
  ['Delete All Package Videos', delete_all_package_videos, lease],
  ['Find Package Videos', find_package_videos, lease],
] as const;
const past = 'Wed, 21 Oct 2015 07:28:00 GMT';

describe.each(steps)('%s, when there are too many requests', (_, step, inputData) => {
  test.each([
    [undefined, 60, 82],
    ['0', 1, 12],
    ['0.2', 1, 12],
    ['1', 1, 12],
    [past, 60, 82],
    ['90', 90, 118],
    ['3600', 3600, 3600],
    ['999999999', 2880, 3600],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 2880, 3600],
  ])('with Retry-After: %s, runs again after %i to %i seconds', async (retryAfter, earliest, latest) => {
    const { run, emulator } = await aZap();
    emulator.failNext({ status: 429, ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }) });
    const error = await failureOf(run(step, inputData));
    expect(error.name).toBe('ThrottledError');
    const { delay, message }: { delay: number; message: string } = JSON.parse(error.message);
    expect(message).toMatch(/429.*delete/);
    expect(delay).toBeGreaterThanOrEqual(earliest);
    expect(delay).toBeLessThanOrEqual(latest);
    expect(Number.isInteger(delay)).toBe(true);
    expect(emulator.requests).toHaveLength(1);
  });

  test.each(['0', '60', '999999999'])(
    'does not run again at the same second as others that were told %s',
    async (retryAfter) => {
      const { run, emulator } = await aZap();
      emulator.failNext({ status: 429, times: 20, headers: { 'retry-after': retryAfter } });
      const failures = await Promise.all(Array.from({ length: 20 }, () => failureOf(run(step, inputData))));
      const delays = new Set(failures.map(({ message }): number => JSON.parse(message).delay));
      expect(delays.size).toBeGreaterThan(3);
    },
  );
});
