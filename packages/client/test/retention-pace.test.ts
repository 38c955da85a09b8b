import { describe, expect, test } from 'vitest';
import { createClientOn, type OutgoingRequest } from '../src/index.ts';
import { applyPlan, planDeletion } from '../src/retention.ts';
import { apiKey, rejection } from './fixtures.ts';
import { anOldVideo, rules } from './retention-fixtures.ts';
import { virtualTime } from './virtualTime.ts';

/** What a server allows: milliseconds before a response, and whether a request is taken at a moment. */
type Setting = {
  packages: number;
  videosEach: number;
  latencyMs: number;
  refuses: (moment: number) => number | undefined;
};

/** A server in virtual time, which counts the requests that it refused. */
function server({ packages, videosEach, latencyMs, refuses }: Setting) {
  const time = virtualTime();
  const deleted = new Set<string>();
  const count = { taken: 0, refused: 0, underWay: 0, mostUnderWay: 0 };
  const video = (packageId: string, place: number) => {
    const meetingVideoId = `${packageId}-${place}`;
    return anOldVideo(meetingVideoId, deleted.has(meetingVideoId) ? { state: 'deleted' } : {});
  };

  function responseTo({ url, body }: OutgoingRequest): unknown {
    const [packageId = ''] = url.split('/packages/')[1]?.split('/') ?? [];
    if (url.endsWith('/list')) {
      const { skip = 0, take = 0 }: { skip?: number; take?: number } = JSON.parse(body ?? '{}');
      const items = Array.from({ length: Math.min(take, packages - skip) }, (_, index) => ({
        packageId: `p${skip + index}`,
      }));
      return { items, total: packages, skip, take };
    }
    if (!url.endsWith('/delete')) {
      return { packageId, videos: Array.from({ length: videosEach }, (_, place) => video(packageId, place)) };
    }
    const { meetingVideoId }: { meetingVideoId: string } = JSON.parse(body ?? '{}');
    deleted.add(meetingVideoId);
    return { packageId, videos: [{ ...anOldVideo(meetingVideoId), state: 'deleted' }] };
  }

  const send = async (request: OutgoingRequest) => {
    count.mostUnderWay = Math.max(count.mostUnderWay, ++count.underWay);
    const retryAfter = refuses(time.now());
    count[retryAfter === undefined ? 'taken' : 'refused'] += 1;
    const json = retryAfter === undefined ? responseTo(request) : { error: 'too_many_requests', message: 'x' };
    await time.wait(latencyMs, new AbortController().signal);
    count.underWay -= 1;
    const headers = new Headers(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
    return { status: retryAfter === undefined ? 200 : 429, headers, text: async () => JSON.stringify(json) };
  };
  const { wait, now, random } = time;
  const aClient = () => createClientOn({ send, wait, now, random }, { apiKey, server: 'http://127.0.0.1' });
  return { aClient, time, count, deleted };
}

/** No more than so many requests in any second, which a refusal asks to wait for. */
function slidingWindow(perSecond: number): Setting['refuses'] {
  const taken: number[] = [];
  return (moment) => {
    while ((taken[0] ?? moment) <= moment - 1000) taken.shift();
    if (taken.length >= perSecond) return 1;
    taken.push(moment);
    return undefined;
  };
}

/** So many at once at most, and so many more with each second. */
function tokenBucket(perSecond: number, size: number): Setting['refuses'] {
  let tokens = size;
  let filledAt: number | undefined;
  return (moment) => {
    tokens = Math.min(size, tokens + ((moment - (filledAt ?? moment)) / 1000) * perSecond);
    filledAt = moment;
    if (tokens < 1) return 1;
    tokens -= 1;
    return undefined;
  };
}

const never = () => undefined;

/** How long a plan and its apply take, beside the least that they can take. */
async function measure(setting: Setting, perSecond: number, atOnce: number) {
  const { aClient, time, count, deleted } = server(setting);
  const began = time.now();
  const plan = await time.until(planDeletion(aClient(), { ...rules, limits: { videos: 100_000 } }, { atOnce }));
  const planned = { ms: time.now() - began, requests: count.taken, refused: count.refused };
  // Somebody approves.
  await time.until(time.wait(60_000, new AbortController().signal));
  const approved = time.now();
  const report = await time.until(applyPlan(aClient(), plan, { atOnce }));
  const applied = {
    ms: time.now() - approved,
    requests: count.taken - planned.requests,
    refused: count.refused - planned.refused,
  };
  const idealMs = (requests: number) =>
    Math.max((requests / perSecond) * 1000, (requests * setting.latencyMs) / atOnce);
  expect(deleted.size).toBe(setting.packages * setting.videosEach);
  expect(report.totals.deleted).toBe(deleted.size);
  expect(count.mostUnderWay).toBeLessThanOrEqual(atOnce);
  return {
    plan: { ...planned, ratio: planned.ms / idealMs(planned.requests) },
    apply: { ...applied, ratio: applied.ms / idealMs(applied.requests) },
  };
}

describe('2 000 deletions at 50 ms, eight at once', () => {
  const sizes = [
    { packages: 1, videosEach: 2000 },
    { packages: 20, videosEach: 100 },
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

test('10 000 packages with three videos each take 1.05 of the least time at most', async () => {
  const setting = { packages: 10_000, videosEach: 3, latencyMs: 50 };
  const free = await measure({ ...setting, refuses: never }, Number.POSITIVE_INFINITY, 8);
  const limited = await measure({ ...setting, refuses: slidingWindow(100) }, 100, 8);
  for (const { ratio } of [free.plan, free.apply, limited.plan, limited.apply]) expect(ratio).toBeLessThanOrEqual(1.05);
  for (const { refused } of [limited.plan, limited.apply]) expect(refused).toBeLessThanOrEqual(40);
}, 120_000);

test('a plan ends with the refusal where the server takes nothing for ten minutes', async () => {
  const { aClient, time } = server({ packages: 9, videosEach: 1, latencyMs: 10, refuses: () => 30 });
  const began = time.now();
  const error = await time.until(rejection(planDeletion(aClient(), rules)));
  expect(error).toMatchObject({ name: 'RateLimitError' });
  expect(time.now() - began).toBeGreaterThan(10 * 60_000);
  expect(time.now() - began).toBeLessThan(11 * 60_000);
});
