import { type Handler, inTurn, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { ConditionNotMetError, type MeetingVideo, type OnlyIf, type Platform } from '../src/index.ts';
import { createClient as createNodeClient } from '../src/node.ts';
import { undiciTransport } from '../src/transports/undici.ts';
import { clientOf, deleted, meetingVideoId, packageId, rejection, sendWithFetch, untyped, video } from './fixtures.ts';

const start = Date.UTC(2030, 0, 1, 12);
const secondMs = 1000;
const minuteMs = 60_000;
const target = { packageId, meetingVideoId };
const archived: MeetingVideo = { meetingVideoId, state: 'archived', size: 484524 };
const onlyIf: OnlyIf = { states: ['archived'] };
const dateOf = (instant: number) => new Date(instant).toUTCString();
const failing = (status: number, headers = {}) => json({ error: 'x', message: 'x' }, status, headers);
const lost: Handler = (response) => response.destroy();

type Dates = { date?: string | string[] | undefined; age?: string | string[] };

/** Both clocks of a machine, to be moved by a test. */
function clocks() {
  const at = { now: start, elapsed: 0, world: start };
  return {
    platform: { now: () => at.now, elapsed: () => at.elapsed },
    now: () => at.now,
    /** The time as the server knows it. */
    world: () => at.world,
    pass: (milliseconds: number) => {
      at.now += milliseconds;
      at.elapsed += milliseconds;
      at.world += milliseconds;
    },
    set: (now: number) => {
      at.now = now;
    },
    /** A monotonic clock stands still while the machine sleeps. */
    sleep: (milliseconds: number) => {
      at.now += milliseconds;
      at.world += milliseconds;
    },
  };
}

const listed = (dates: Dates, ...videos: MeetingVideo[]) =>
  json({ packageId, videos: videos.length > 0 ? videos : [archived] }, 200, { date: dateOf(start), ...dates });

/** A server that lists and deletes so, and a client with clocks to be moved. */
async function scene(list: Handler, deletion: Handler = json(deleted), platform: Partial<Platform> = {}) {
  const { url, received } = await serve(listing(list, deletion));
  const clock = clocks();
  const client = clientOf(url, { ...clock.platform, ...platform });
  return { client, clock, url, received, methods: () => received.map(({ method }) => method) };
}

const transports: [string, (url: string) => Platform['send']][] = [
  ['fetch', () => sendWithFetch],
  ['undici', (url) => undiciTransport(url, undefined, 1e6)],
];

describe.each(transports)('over %s, a list decides about a deletion', (_, transport) => {
  const over = async (list: Handler) => {
    const { url, received } = await serve(listing(list, json(deleted)));
    const client = clientOf(url, { ...clocks().platform, send: transport(url) });
    return { client, received, methods: () => received.map(({ method }) => method) };
  };

  test.each<[string, Dates]>([
    ['one Date', {}],
    ['a Date that is an hour behind', { date: dateOf(start - 60 * minuteMs) }],
    ['a Date that is an hour ahead', { date: dateOf(start + 60 * minuteMs) }],
    ['an Age of zero', { age: '0' }],
    ['several Ages of zero', { age: ['0', '0'] }],
  ])('that has %s', async (_, dates) => {
    const { client, methods } = await over(listed(dates));
    await client.videos.delete(target, { onlyIf });
    expect(methods()).toEqual(['GET', 'POST']);
  });

  test.each<[string, Dates]>([
    ['no Date', { date: undefined }],
    ['two Dates', { date: [dateOf(start), dateOf(start)] }],
    ['two Dates that differ', { date: [dateOf(start - 2 * 365 * 86_400_000), dateOf(start)] }],
    ['a Date that nobody can read', { date: 'soon' }],
    ['a Date of another form', { date: new Date(start).toISOString() }],
    ['a Date that does not exist', { date: 'Thu, 31 Feb 2030 12:00:00 GMT' }],
    ['a Date more than an hour behind', { date: dateOf(start - 3601 * secondMs) }],
    ['a Date more than an hour ahead', { date: dateOf(start + 3601 * secondMs) }],
  ])('not when it has %s: nobody can tell the time', async (_, dates) => {
    const { client, methods } = await over(listed(dates));
    const error = await rejection(client.videos.delete(target, { onlyIf }));
    expect(error).toBeInstanceOf(ConditionNotMetError);
    expect(error).toMatchObject({
      reason: 'clock',
      mayHaveDeleted: false,
      message: expect.stringMatching(/exactly one Date header.+a mock.+deleted nothing\.$/),
    });
    expect(methods()).toEqual(['GET']);
    const preview = await client.videos.delete(target, { onlyIf, dryRun: true });
    expect(preview).toEqual({ packageId, videos: [], alreadyDeleted: false, reason: 'clock', dryRun: true });
  });

  test.each<[string, Dates]>([
    ['an Age', { age: '3000' }],
    ['an Age of a second', { age: '1' }],
    ['one Age of several', { age: ['3000', '0'] }],
    ['an Age that nobody can read', { age: 'old' }],
  ])('not when it has %s: it is asked for once more', async (_, dates) => {
    const stuck = await over(listed(dates));
    expect(await rejection(stuck.client.videos.delete(target, { onlyIf }))).toMatchObject({
      reason: 'stale',
      mayHaveDeleted: false,
      message: expect.stringMatching(/from a cache.+deleted nothing\.$/),
    });
    expect(stuck.methods()).toEqual(['GET', 'GET']);
    const once = await over(inTurn(listed(dates), listed({})));
    await once.client.videos.delete(target, { onlyIf });
    expect(once.methods()).toEqual(['GET', 'GET', 'POST']);
  });

  test('asks past every cache, and only where a list decides', async () => {
    const { client, received } = await over(listed({}));
    await client.videos.list({ packageId });
    await client.videos.delete(target, { onlyIf });
    const asked = received.filter(({ method }) => method === 'GET').map(({ headers }) => headers['cache-control']);
    expect(asked.at(-1)).toBe('no-cache');
  });
});

test.each([Number.NaN, 'noon', undefined])('by a clock that says %s, no list decides', async (time) => {
  const { client, methods } = await scene(listed({}), json(deleted), { now: () => untyped(time) });
  expect(await rejection(client.videos.delete(target, { onlyIf }))).toMatchObject({ reason: 'clock' });
  expect(methods()).toEqual(['GET']);
});

describe('a list is stale', () => {
  test('when its Date is more than a minute behind what the server said before', async () => {
    const { client, methods } = await scene(inTurn(listed({}), listed({ date: dateOf(start - 61 * secondMs) })));
    await client.videos.list({ packageId });
    const error = await rejection(client.videos.delete(target, { onlyIf }));
    expect(error).toMatchObject({ reason: 'stale', mayHaveDeleted: false });
    expect(methods()).toEqual(['GET', 'GET', 'GET']);
  });

  test('not when it is a minute behind, or nothing newer was seen', async () => {
    const { client } = await scene(inTurn(listed({}), listed({ date: dateOf(start - 60 * secondMs) })));
    await client.videos.list({ packageId });
    expect(await client.videos.delete(target, { onlyIf })).toMatchObject({ alreadyDeleted: false });
    const fresh = await scene(listed({ date: dateOf(start - 50 * minuteMs) }));
    expect(await fresh.client.videos.delete(target, { onlyIf })).toMatchObject({ alreadyDeleted: false });
  });

  test.each<[string, (clock: ReturnType<typeof clocks>) => void]>([
    ['time has passed', ({ pass }) => pass(10 * minuteMs)],
    ['the machine slept', ({ sleep }) => sleep(10 * minuteMs)],
    [
      'time has passed, and the clock was set back',
      ({ pass, set }) => {
        pass(10 * minuteMs);
        set(start);
      },
    ],
  ])('when it still has the Date of before, though %s', async (_, move) => {
    const { client, clock, methods } = await scene(listed({}));
    await client.videos.list({ packageId });
    move(clock);
    expect(await rejection(client.videos.delete(target, { onlyIf }))).toMatchObject({ reason: 'stale' });
    expect(methods()).toEqual(['GET', 'GET', 'GET']);
  });

  test('a Date that is hours ahead makes no other look old', async () => {
    const { client } = await scene(inTurn(listed({ date: dateOf(start + 9e7) }), listed({})));
    await client.videos.list({ packageId });
    expect(await client.videos.delete(target, { onlyIf })).toMatchObject({ alreadyDeleted: false });
  });
});

describe('what decides is at most a minute old when the request leaves', () => {
  /** The clocks pass by each wait, as they do by real ones. */
  async function waiting(
    list: Handler,
    deletion: Handler,
    move: (clock: ReturnType<typeof clocks>, ms: number) => void,
  ) {
    const clock = clocks();
    const dated: Handler = (response, ...rest) => {
      response.setHeader('date', dateOf(clock.world()));
      list(response, ...rest);
    };
    const { url, received } = await serve(listing(dated, deletion));
    const client = clientOf(url, {
      ...clock.platform,
      random: () => 0.5,
      onAttempt: ({ retryInMs = 0 }) => move(clock, retryInMs),
    });
    return { client, methods: () => received.map(({ method }) => method) };
  }

  const bare = (...videos: MeetingVideo[]) => {
    const text = JSON.stringify({ packageId, videos });
    const handler: Handler = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    return handler;
  };
  const limited = failing(429, { 'retry-after': '40' });

  test.each<[string, (clock: ReturnType<typeof clocks>, ms: number) => void]>([
    ['two waits of 40 seconds', ({ pass }, ms) => pass(ms)],
    ['two waits in which the machine slept', ({ sleep }, ms) => sleep(ms)],
    [
      'two waits after which the clock is set back',
      ({ pass, set }, ms) => {
        pass(ms);
        set(start - 20 * minuteMs);
      },
    ],
  ])('it is listed again before the attempt after %s', async (_, move) => {
    const { client, methods } = await waiting(bare(archived), inTurn(limited, limited, json(deleted)), move);
    expect(await client.videos.delete(target, { onlyIf })).toMatchObject({ alreadyDeleted: false });
    expect(methods()).toEqual(['GET', 'POST', 'POST', 'GET', 'POST']);
  });

  test('a video that meets its conditions no more is kept', async () => {
    const lists = inTurn(bare(archived), bare({ ...archived, state: 'queued' }));
    const { client, methods } = await waiting(lists, limited, ({ pass }, ms) => pass(ms));
    const call = client.videos.delete(target, { onlyIf, maxRetries: 9 });
    expect(await rejection(call)).toMatchObject({
      name: 'ConditionNotMetError',
      reason: 'state',
      mayHaveDeleted: false,
    });
    expect(methods()).toEqual(['GET', 'POST', 'POST', 'GET']);
  });

  test('a video that somebody else deleted meanwhile is already deleted', async () => {
    const { client } = await waiting(inTurn(bare(archived), bare(video)), limited, ({ pass }, ms) => pass(ms));
    const call = client.videos.delete(target, { onlyIf, maxRetries: 9 });
    expect(await call).toEqual({ packageId, videos: [video], alreadyDeleted: true });
  });

  test('after an attempt that may have landed, conditions that are not met leave its error', async () => {
    const gone: MeetingVideo = { ...archived, state: 'queued' };
    const { client, methods } = await waiting(
      inTurn(bare(archived), bare(gone)),
      inTurn(lost, limited),
      ({ pass }, ms) => pass(ms && ms + 30_000),
    );
    const call = client.videos.delete(target, { onlyIf, maxRetries: 9 });
    expect(await rejection(call)).toMatchObject({ name: 'ConnectionError', mayHaveDeleted: true });
    expect(methods()).toEqual(['GET', 'POST', 'POST', 'GET', 'GET']);
  });

  test('after an attempt that may have landed, the list that shows the video as deleted settles the call', async () => {
    const { client } = await waiting(inTurn(bare(archived), bare(video)), inTurn(lost, limited), ({ pass }, ms) =>
      pass(ms && ms + 30_000),
    );
    const call = client.videos.delete(target, { onlyIf, maxRetries: 9 });
    expect(await call).toEqual({ packageId, videos: [video], alreadyDeleted: false });
  });

  test('a list that takes longer than a minute each time decides nothing', async () => {
    const clock = clocks();
    const slow: Handler = (...request) => {
      clock.pass(minuteMs + 1);
      listed({ date: dateOf(clock.now()) })(...request);
    };
    const { url, received } = await serve(listing(slow, json(deleted)));
    const error = await rejection(clientOf(url, clock.platform).videos.delete(target, { onlyIf }));
    expect(error).toMatchObject({ reason: 'stale', mayHaveDeleted: false });
    expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });
});

describe('a list that is not fresh settles nothing: the first error stands', () => {
  test.each<[string, Dates]>([
    ['without a Date', { date: undefined }],
    ['with two Dates', { date: [dateOf(start), dateOf(start)] }],
    ['from a cache', { age: '3000' }],
    ['whose clock differs', { date: dateOf(0) }],
  ])('%s', async (_, dates) => {
    const { client } = await scene(listed(dates, video), failing(500));
    expect(await rejection(client.videos.delete(target))).toMatchObject({ status: 500, mayHaveDeleted: true });
    expect(await rejection(client.videos.deleteAll({ packageId }))).toMatchObject({
      status: 500,
      mayHaveDeleted: true,
    });
    const missing = await scene(listed(dates, video), failing(404));
    expect(await rejection(missing.client.videos.delete(target))).toMatchObject({ status: 404, mayHaveDeleted: false });
  });
});

test('limits and waits go by the clock that nobody sets', async () => {
  const clock = clocks();
  const { url, received } = await serve((...request) => {
    clock.set(start - 365 * 86_400_000);
    failing(500)(...request);
  });
  const client = clientOf(url, { ...clock.platform, totalTimeoutMs: 60_000 });
  expect(await rejection(client.videos.list({ packageId }))).toMatchObject({ status: 500 });
  expect(received).toHaveLength(3);
  clock.pass(60_000);
});

test('the client over undici takes the Date of a mock that sends one', async () => {
  const { url } = await serve(listing(json({ packageId, videos: [archived] }), json(deleted)));
  const client = createNodeClient({ apiKey: 'k', server: `http://${new URL(url).host}/api/v1` });
  expect(await client.videos.delete(target, { onlyIf })).toMatchObject({ alreadyDeleted: false });
});
