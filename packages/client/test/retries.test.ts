import { type Handler, inTurn, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  type Client,
  ConnectionError,
  createClient,
  NotFoundError,
  RateLimitError,
  type Send,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
} from '../src/index.ts';
import {
  alive,
  apiKey,
  clientOf,
  deleted,
  meetingVideoId,
  packageId,
  rejection,
  sendWithFetch,
  video,
} from './fixtures.ts';

const list = ({ videos }: Client) => videos.list({ packageId });
const deleteOne = ({ videos }: Client) => videos.delete({ packageId, meetingVideoId });
const deleteAll = ({ videos }: Client) => videos.deleteAll({ packageId });

const tooMany = json({ error: 'too_many_requests', message: 'Too many requests.' }, 429);
const failure = json({ error: 'package_exception_unexpected', message: 'Unexpected.' }, 500);
const notFound = json({ error: 'meeting_video_not_found', message: 'Not found.' }, 404);
const lost: Handler = (response) => response.destroy();
const cutShort: Handler = (response) => {
  response.writeHead(200, { 'content-length': 500 }).write('{"packageId":', () => response.destroy());
};
const silent: Handler = () => undefined;

describe('what may have landed', () => {
  const faults: [string, Handler, new (...args: never[]) => Error][] = [
    ['a 500', failure, ServerError],
    ['a lost connection', lost, ConnectionError],
    ['an answer cut short', cutShort, ConnectionError],
    ['no answer in time', silent, TimeoutError],
  ];

  test.each(faults)('list is repeated after %s', async (_, fault) => {
    const { url, received } = await serve(inTurn(fault, fault, json(deleted)));
    expect(await list(clientOf(url, { timeoutMs: 1000 }))).toEqual(deleted);
    expect(received).toHaveLength(3);
  });

  test.each(faults)('delete is repeated after %s: the same video stays the same video', async (_, fault) => {
    const { url, received } = await serve(inTurn(fault, fault, json(deleted)));
    expect(await deleteOne(clientOf(url, { timeoutMs: 1000 }))).toEqual({ ...deleted, alreadyDeleted: false });
    expect(received.map(({ body }) => body)).toEqual(Array(3).fill(JSON.stringify({ packageId, meetingVideoId })));
  });

  test.each(faults)('deleteAll is sent once, even after %s', async (_, fault, kind) => {
    const { url, received } = await serve(listing(json(alive), inTurn(fault, json(deleted))));
    const error = await rejection(deleteAll(clientOf(url, { timeoutMs: 1000, maxRetries: 9 })));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining('may have been deleted') });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test.each(faults)('after the repeats, %s is the error', async (_, fault, kind) => {
    const { url, received } = await serve(listing(json(alive), fault));
    expect(await rejection(deleteOne(clientOf(url, { timeoutMs: 1000, maxRetries: 1 })))).toBeInstanceOf(kind);
    expect(received.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });
});

describe.each([
  ['list', list],
  ['delete', deleteOne],
  ['deleteAll', deleteAll],
])('%s', (_, call) => {
  test('is repeated after a 429: the API did nothing', async () => {
    const { url, received } = await serve(inTurn(tooMany, tooMany, json(deleted)));
    expect(await call(clientOf(url))).toMatchObject(deleted);
    expect(received).toHaveLength(3);
  });

  test('is repeated when the server was never reached', async () => {
    const { url, received } = await serve(json(deleted));
    let attempts = 0;
    const refusedTwice: Send = async (request) => {
      attempts += 1;
      if (attempts < 3) throw Object.assign(new Error('refused'), { syscall: 'connect' });
      return sendWithFetch(request);
    };
    expect(await call(clientOf(url, { send: refusedTwice }))).toMatchObject(deleted);
    expect(attempts).toBe(3);
    expect(received).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 409])('is not repeated after a %i', async (status) => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, status));
    await rejection(call(clientOf(url)));
    expect(received.filter(({ method }) => method === received[0]?.method)).toHaveLength(1);
  });

  test('is not repeated after an answer that does not confirm it', async () => {
    const { url, received } = await serve(json({ packageId: 'another', videos: [] }));
    expect(await rejection(call(clientOf(url)))).toBeInstanceOf(UnexpectedResponseError);
    expect(received).toHaveLength(1);
  });

  test('is not repeated when told so, for the client or for the call', async () => {
    const { url, received } = await serve(tooMany);
    await rejection(call(clientOf(url, { maxRetries: 0 })));
    expect(received).toHaveLength(1);
  });
});

describe('a deletion that is not found on its repeat, after an answer was lost', () => {
  const lostThenNotFound = (...rest: [Handler, ...Handler[]]) => serve(inTurn(lost, notFound, ...rest));

  test('is confirmed by the list when that says deleted', async () => {
    const { url, received } = await lostThenNotFound(json({ packageId, videos: [{ meetingVideoId: 'x' }, video] }));
    expect(await deleteOne(clientOf(url))).toEqual({ ...deleted, alreadyDeleted: false });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });

  test.each<[string, Handler]>([
    ['has it still', json(alive)],
    ['does not have it', json({ packageId, videos: [] })],
    ['has only others that are deleted', json({ packageId, videos: [{ ...video, meetingVideoId: 'another' }] })],
    ['cannot be had', notFound],
    ['is another', json({ packageId: 'another', videos: [video] })],
  ])('stays not found, and may have happened, when the list %s', async (_, listed) => {
    const { url } = await lostThenNotFound(listed);
    const error = await rejection(deleteOne(clientOf(url)));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining('may have been deleted') });
  });

  test('is plainly not found when no earlier attempt may have landed', async () => {
    const { url, received } = await serve(inTurn(tooMany, notFound, json(alive)));
    const error = await rejection(deleteOne(clientOf(url)));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ mayHaveDeleted: false });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });
});

test.each<[string, Handler]>([
  ['refused for its key', json({ error: 'x', message: 'x' }, 401)],
  ['limited in its rate', tooMany],
])('a delete that lost its answer and is then %s still may have deleted', async (_, then) => {
  const { url } = await serve(inTurn(failure, then));
  expect(await rejection(deleteOne(clientOf(url)))).toMatchObject({ mayHaveDeleted: true });
});

test('a delete that lost its answer and then does not reach the server still may have deleted', async () => {
  const { url } = await serve(lost);
  let attempts = 0;
  const lostThenRefused: Send = async (request) => {
    attempts += 1;
    if (attempts > 1) throw Object.assign(new Error('refused'), { syscall: 'connect' });
    return sendWithFetch(request);
  };
  const error = await rejection(deleteOne(clientOf(url, { send: lostThenRefused })));
  expect(error).toMatchObject({ neverSent: true, mayHaveDeleted: true });
});

describe('a deletion that ended otherwise than well is settled by one list', () => {
  const elsewhere = { meetingVideoId: 'another', state: 'deleted' };

  test.each<[string, Handler, boolean]>([
    ['found already deleted, at the first attempt', notFound, true],
    ['found already deleted, after a 429', inTurn(tooMany, notFound), true],
    ['deleted, though the API failed at every attempt', failure, false],
    ['deleted, though no attempt got a response', lost, false],
    ['deleted, though the key was refused after a lost response', inTurn(lost, json({ error: 'x' }, 401)), false],
  ])('delete resolves: %s', async (_, fault, alreadyDeleted) => {
    const { url, received } = await serve(listing(json({ packageId, videos: [elsewhere, video] }), fault));
    expect(await deleteOne(clientOf(url))).toEqual({ packageId, videos: [video], alreadyDeleted });
    expect(received.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['in capitals', { meetingVideoId, state: 'DELETED' }],
    ['by a time alone', { meetingVideoId, state: 'archived', timeDeleted: '2026-11-02T10:00:00Z' }],
  ])('a list says deleted %s', async (_, said) => {
    const { url } = await serve(listing(json({ packageId, videos: [said] }), notFound));
    expect(await deleteOne(clientOf(url))).toEqual({ packageId, videos: [said], alreadyDeleted: true });
  });

  test('deleteAll resolves when nothing is left', async () => {
    const { url, received } = await serve(listing(json({ packageId, videos: [video, elsewhere] }), lost));
    expect(await deleteAll(clientOf(url))).toEqual({ packageId, videos: [video, elsewhere], settledByList: true });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('deleteAll fails when one video is left', async () => {
    const left = { meetingVideoId: 'b', state: 'queued' };
    const { url } = await serve(listing(json({ packageId, videos: [video, left] }), lost));
    expect(await rejection(deleteAll(clientOf(url)))).toMatchObject({ mayHaveDeleted: true });
  });

  test.each([
    ['delete', deleteOne],
    ['deleteAll', deleteAll],
  ])('%s asks for no list when the response names something else', async (_, call) => {
    const { url, received } = await serve(listing(json(deleted), json({ ...deleted, packageId: 'another' })));
    expect(await rejection(call(clientOf(url)))).toBeInstanceOf(UnexpectedResponseError);
    expect(received).toHaveLength(1);
  });

  test('an abort while the list is read rejects with its reason', async () => {
    const controller = new AbortController();
    const { url } = await serve(listing(() => controller.abort('enough'), lost));
    const call = clientOf(url).videos.deleteAll({ packageId }, { signal: controller.signal });
    expect(await rejection(call)).toBe('enough');
  });
});

describe('totalTimeoutMs', () => {
  test('ends a call whose attempts would go on, and says what may have been deleted', async () => {
    const { url } = await serve(silent);
    const began = performance.now();
    const error = await rejection(
      createClient({ apiKey, server: url }).videos.delete(
        { packageId, meetingVideoId },
        { totalTimeoutMs: 80, maxRetries: 9 },
      ),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ mayHaveDeleted: true });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('begins no wait that would outlast it', async () => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 429, { 'retry-after': '20' }));
    const client = createClient({ apiKey, server: url, totalTimeoutMs: 10_000 });
    expect(await rejection(list(client))).toBeInstanceOf(RateLimitError);
    expect(received).toHaveLength(1);
  });

  test('covers the list that settles', async () => {
    const { url, received } = await serve(listing(silent, lost));
    const client = createClient({ apiKey, server: url });
    const error = await rejection(client.videos.deleteAll({ packageId }, { totalTimeoutMs: 1500, timeoutMs: 60_000 }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});

describe('the wait before a repeat', () => {
  const waitsAfter = async (retryAfter?: string, status = 429) => {
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    const { url } = await serve(inTurn(json({ error: 'x', message: 'x' }, status, headers), json(deleted)));
    const client = clientOf(url);
    await list(client);
    return client.waits;
  };

  test.each([429, 500, 503])('is what Retry-After asks for in seconds, after a %i', async (status) => {
    expect(await waitsAfter('7', status)).toEqual([7000]);
    expect(await waitsAfter('60', status)).toEqual([60_000]);
    expect(await waitsAfter('1.25', status)).toEqual([1250]);
  });

  test('is what Retry-After asks for as a date', async () => {
    const [wait] = await waitsAfter(new Date(Date.now() + 30_000).toUTCString());
    expect(wait).toBeGreaterThan(28_000);
    expect(wait).toBeLessThanOrEqual(30_000);
  });

  test.each([
    undefined,
    '',
    '0',
    'Wed, 21 Oct 2015 07:28:00 GMT',
    'soon',
    '-5',
    '1e3',
    '0x10',
    '2030-01-01',
    '1.',
    'on Wed, 21 Oct 2065 07:28:00 GMT',
    'x,Wed, 21 Oct 2065 07:28:00 GMT',
    'Someday, 99 Nov 2026 99:99:99 GMT',
  ])('is short and random where Retry-After is %j', async (retryAfter) => {
    const [wait] = await waitsAfter(retryAfter);
    expect(wait).toBeGreaterThanOrEqual(0);
    expect(wait).toBeLessThan(500);
  });

  test('grows, with chance, and not without end', async () => {
    const { url } = await serve(tooMany);
    const client = clientOf(url, { maxRetries: 12 });
    await rejection(list(client));
    const highest = client.waits.map((_, repeat) => Math.min(8000, 500 * 2 ** repeat));
    expect(client.waits).toHaveLength(12);
    for (const [repeat, wait] of client.waits.entries()) expect(wait).toBeLessThan(highest[repeat] ?? 0);
    expect(Math.max(...client.waits)).toBeGreaterThan(500);
    expect(new Set(client.waits).size).toBe(12);
  });

  test.each([
    ['61', 61_000],
    ['86400', 86_400_000],
    ['999999999999', 999_999_999_999_000],
  ])('is not begun when Retry-After asks for %s seconds', async (retryAfter, retryAfterMs) => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 429, { 'retry-after': retryAfter }));
    const client = clientOf(url);
    const error = await rejection(deleteAll(client));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs, mayHaveDeleted: false });
    expect([received.length, client.waits]).toEqual([1, []]);
  });
});
