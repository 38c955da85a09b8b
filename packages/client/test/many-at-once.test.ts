import { describe, expect, test } from 'vitest';
import { createClientOn, type OutgoingRequest, RateLimitError } from '../src/index.ts';
import { apiKey, rejection } from './fixtures.ts';
import { server, slidingWindow, tokenBucket } from './pacedServer.ts';
import { virtualTime } from './virtualTime.ts';

type Setting = Parameters<typeof server>[0];

/** Deletes so many videos at once, without a plan. */
async function deleteAtOnce(videos: number, refuses: Setting['refuses'], latencyMs = 20) {
  const { aClient, time, count, deleted } = server({ packages: 1, videosEach: videos, latencyMs, refuses });
  const client = aClient();
  const began = time.now();
  const calls = Array.from({ length: videos }, (_, place) =>
    client.videos.delete({ packageId: 'p0', meetingVideoId: `p0-${place}` }),
  );
  const ended = await time.until(Promise.allSettled(calls));
  const failed = ended.filter(({ status }) => status === 'rejected').length;
  return { failed, deleted: deleted.size, ms: time.now() - began, refused: count.refused };
}

describe('deletions at once, beyond what the server allows', () => {
  test.each<[string, Setting['refuses'], number, number?]>([
    ['60 against ten in any second', slidingWindow(10), 20],
    ['60 against ten in any second, over a slow network', slidingWindow(10), 400],
    ['60 against ten in any second, over a fast network', slidingWindow(10), 1],
    ['60 against a bucket of five', tokenBucket(10, 5), 20],
    ['20 against one in any second', slidingWindow(1), 20, 20],
  ])('all succeed: %s', async (_, refuses, latencyMs, videos = 60) => {
    const { failed, deleted } = await deleteAtOnce(videos, refuses, latencyMs);
    expect([failed, deleted]).toEqual([0, videos]);
  });

  test('take little longer than they must', async () => {
    const { ms, refused } = await deleteAtOnce(60, slidingWindow(10));
    expect(ms).toBeLessThan(12_000);
    expect(refused).toBeLessThan(90);
  });

  test('are not held back where nothing is refused', async () => {
    expect(await deleteAtOnce(60, () => undefined)).toEqual({ failed: 0, deleted: 60, ms: 20, refused: 0 });
  });

  test('end with the error of the server where it takes none for ever', async () => {
    const { failed, deleted, ms } = await deleteAtOnce(20, () => 1);
    expect([failed, deleted]).toEqual([20, 0]);
    expect(ms).toBeLessThan(120_000);
  });
});

/** A client of a server that responds so, in turn, in virtual time. */
function scene(...statuses: number[]) {
  const time = virtualTime();
  const sent: { at: number; id: string }[] = [];
  const start = time.now();
  const send = async ({ url }: OutgoingRequest) => {
    sent.push({ at: time.now() - start, id: url.split('/').at(-2) ?? '' });
    const status = statuses[sent.length - 1] ?? 200;
    await time.wait(10, new AbortController().signal);
    const packageId = url.split('/').at(-2);
    const headers = new Headers(status === 429 ? { 'retry-after': '10' } : {});
    return { status, headers, text: async () => JSON.stringify({ packageId, videos: [] }) };
  };
  const { wait, now, elapsed, random } = time;
  const client = createClientOn({ send, wait, now, elapsed, random }, { apiKey, server: 'us' });
  return { client, time, sent };
}

test('a call that begins after a 429 of another one waits with it, and goes after it', async () => {
  const { client, time, sent } = scene(429);
  const first = client.videos.list({ packageId: 'first' });
  await time.until(time.wait(1000, new AbortController().signal));
  const second = client.videos.list({ packageId: 'second' });
  await time.until(Promise.all([first, second]));
  expect(sent.map(({ id }) => id)).toEqual(['first', 'first', 'second']);
  expect(sent[1]?.at).toBeGreaterThan(10_000);
  expect(sent[2]?.at).toBeGreaterThan(10_000);
});

test('a call that is aborted while it stands in line was never sent, and holds nobody up', async () => {
  const { client, time, sent } = scene(429);
  const controller = new AbortController();
  const first = client.videos.list({ packageId: 'first' });
  await time.until(time.wait(1000, new AbortController().signal));
  const second = rejection(client.videos.list({ packageId: 'second' }, { signal: controller.signal }));
  const third = client.videos.list({ packageId: 'third' });
  controller.abort('enough');
  expect(await time.until(second)).toBe('enough');
  await time.until(Promise.all([first, third]));
  expect(sent.map(({ id }) => id)).toEqual(['first', 'first', 'third']);
});

test('a call without retries fails by its own 429 alone', async () => {
  const { client, time, sent } = scene(429);
  const failed = rejection(client.videos.list({ packageId: 'first' }, { maxRetries: 0 }));
  expect(await time.until(failed)).toBeInstanceOf(RateLimitError);
  await time.until(client.videos.list({ packageId: 'second' }));
  expect(sent[1]?.at).toBe(10);
});

test('the time limit of a call ends also its place in the line', async () => {
  const { client, time, sent } = scene(429);
  const first = client.videos.list({ packageId: 'first' });
  await time.until(time.wait(1000, new AbortController().signal));
  const second = rejection(client.videos.list({ packageId: 'second' }, { totalTimeoutMs: 2000 }));
  expect(await time.until(second)).toMatchObject({ name: 'TimeoutError', mayHaveDeleted: false });
  await time.until(first);
  expect(sent.map(({ id }) => id)).toEqual(['first', 'first']);
});
