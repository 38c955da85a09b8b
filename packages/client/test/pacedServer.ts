import { expect } from 'vitest';
import { type Client, createClientOn, type OutgoingRequest } from '../src/index.ts';
import { applyPlan, planDeletion } from '../src/retention.ts';
import { apiKey } from './fixtures.ts';
import { anOldVideo, rules } from './retention-fixtures.ts';
import { type VirtualTime, virtualTime } from './virtualTime.ts';

/** What a server allows: milliseconds before a response, and whether a request is taken at a moment. */
type Setting = {
  packages: number;
  videosEach: number;
  latencyMs: number;
  refuses: (moment: number) => number | undefined;
};

/** A server in virtual time, which counts the requests that it refused. */
export function server({ packages, videosEach, latencyMs, refuses }: Setting): {
  aClient: () => Client;
  time: VirtualTime;
  count: { taken: number; refused: number; mostUnderWay: number };
  deleted: ReadonlySet<string>;
} {
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
        timeCreated: '2020-01-01T00:00:00Z',
      }));
      return { items, total: packages, skip, take };
    }
    if (url.endsWith(packageId)) return { packageId, state: 'executed' };
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
    const headers = new Headers({ date: new Date(time.now()).toUTCString() });
    if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
    return { status: retryAfter === undefined ? 200 : 429, headers, text: async () => JSON.stringify(json) };
  };
  const { wait, now, elapsed, random } = time;
  const aClient = () => createClientOn({ send, wait, now, elapsed, random }, { apiKey, server: 'http://127.0.0.1' });
  return { aClient, time, count, deleted };
}

/** No more than so many requests in any second, which a refusal asks to wait for. */
export function slidingWindow(perSecond: number): Setting['refuses'] {
  const taken: number[] = [];
  return (moment) => {
    while ((taken[0] ?? moment) <= moment - 1000) taken.shift();
    if (taken.length >= perSecond) return 1;
    taken.push(moment);
    return undefined;
  };
}

/** So many at once at most, and so many more with each second. */
export function tokenBucket(perSecond: number, size: number): Setting['refuses'] {
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

export const never: Setting['refuses'] = () => undefined;

/** The time that something took, its requests, and how much longer it took than the least that it can. */
type Measured = { ms: number; requests: number; refused: number; ratio: number };

/** How long a plan and its apply take, beside the least that they can take. */
export async function measure(
  setting: Setting,
  perSecond: number,
  atOnce: number,
): Promise<{ plan: Measured; apply: Measured }> {
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
