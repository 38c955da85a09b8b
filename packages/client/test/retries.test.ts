import { type Handler, inTurn, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { RateLimitError, type Send } from '../src/index.ts';
import type { Effect } from '../src/outcome.ts';
import { undiciTransport } from '../src/transports/undici.ts';
import { everyCall, responses } from './examples.ts';
import { alive, clientOf, deleted, meetingVideoId, packageId, rejection, sendWithFetch } from './fixtures.ts';

const failing = (status: number) => json({ error: 'x', message: 'x' }, status);
const lost: Handler = (response) => response.destroy();
const cutShort: Handler = (response) => {
  response.writeHead(200, { 'content-length': 500 }).write('{"packageId":', () => response.destroy());
};
const silent: Handler = () => undefined;

const always: Record<Effect, boolean> = { read: true, delete: true, deleteAll: true };
const notAll: Record<Effect, boolean> = { read: true, delete: true, deleteAll: false };
const never: Record<Effect, boolean> = { read: false, delete: false, deleteAll: false };

/** What is retried after which failure. */
const failures: [string, Handler | Error, Record<Effect, boolean>][] = [
  ['a 429', failing(429), always],
  ['a server that cannot be reached', Object.assign(new Error('refused'), { syscall: 'connect' }), always],
  ['a certificate that is not accepted', Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }), never],
  ['a 408', failing(408), notAll],
  ['a 421', failing(421), notAll],
  ['a 425', failing(425), notAll],
  ['a 500', failing(500), notAll],
  ['a 599', failing(599), notAll],
  ['a lost connection', lost, notAll],
  ['a response cut short', cutShort, notAll],
  ['a time limit', silent, notAll],
  ['a failure of which nothing is known', new Error('x'), notAll],
  ['a response that is too long', Object.assign(new Error('x'), { code: 'RESPONSE_TOO_LONG' }), never],
  ...[400, 401, 403, 404, 409, 410, 420, 422, 426].map((status): [string, Handler, Record<Effect, boolean>] => [
    `a ${status}`,
    failing(status),
    never,
  ]),
  ['a response that does not confirm it', json({ packageId: 'another', videos: [] }), never],
  ['a redirect', (response) => response.writeHead(307, { location: '/elsewhere' }).end(), never],
];

const retriedCalls = everyCall.filter(({ name }) => !name.startsWith('raw'));

/** Sends over a socket, with failures at the first attempts. Requests of a list that settles come through. */
function sendAfter(failure: Handler | Error, effect: Effect): { handler: Handler; send: Send; sent: string[] } {
  const sent: string[] = [];
  const send: Send = async (request) => {
    if (effect === 'read' || request.method === 'POST') sent.push(request.body ?? '');
    if (failure instanceof Error && sent.length < 3) throw failure;
    return sendWithUndici(request);
  };
  const handler: Handler = failure instanceof Error ? json({}) : failure;
  return { handler, send, sent };
}

// Unlike it, Node's fetch itself sends a request again after a 421.
const sendWithUndici = undiciTransport('http:', undefined, 16e6);

describe.each(failures)('after %s', (_, failure, retried) => {
  test.each(retriedCalls)(`$name is retried: ${JSON.stringify(retried)}`, async ({ call, effect, operation }) => {
    const { handler, send, sent } = sendAfter(failure, effect);
    const good = json(responses[operation]);
    const faulty = failure instanceof Error ? good : inTurn(handler, handler, good);
    const { url } = await serve(effect === 'read' ? faulty : listing(json(alive), faulty));
    const ended = await call(clientOf(url, { send, ...(failure === silent && { timeoutMs: 500 }) })).then(
      () => 'resolves',
      () => 'rejects',
    );
    expect([ended, sent.length]).toEqual(retried[effect] ? ['resolves', 3] : ['rejects', 1]);
    expect(new Set(sent).size).toBe(1);
  });
});

test.each(retriedCalls)('$name makes one attempt with no retries', async ({ call }) => {
  const { url, received } = await serve(failing(429));
  expect(await rejection(call(clientOf(url, { maxRetries: 0 })))).toBeDefined();
  expect(received).toHaveLength(1);
});

test.each(everyCall.filter(({ name }) => name.startsWith('raw')))('$name is never retried', async ({ call }) => {
  const { url, received } = await serve(failing(429));
  expect(await call(clientOf(url, { maxRetries: 5 }))).toMatchObject({ response: { status: 429 } });
  expect(received).toHaveLength(1);
});

test.each([0, 1, 2, 5])('with maxRetries %i, the error is that of the last attempt', async (maxRetries) => {
  const { url, received } = await serve((...request) =>
    json({ error: 'x', message: `${request[2]}` }, 429)(...request),
  );
  const error = await rejection(clientOf(url, { maxRetries: 9 }).videos.list({ packageId }, { maxRetries }));
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ apiMessage: `${maxRetries + 1}` });
  expect(received).toHaveLength(maxRetries + 1);
});

describe('a delete whose first attempt may have landed', () => {
  test.each<[string, Handler]>([
    ['rejected for its key', failing(401)],
    ['limited in its rate', failing(429)],
    ['not found', failing(404)],
    ['rejected', failing(400)],
  ])('and whose second is %s still may have deleted', async (_, then) => {
    const { url } = await serve(listing(json(alive), inTurn(failing(500), then)));
    const error = await rejection(clientOf(url).videos.delete({ packageId, meetingVideoId }));
    expect(error).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining('may have been deleted') });
  });

  test('and whose second does not reach the server still may have deleted', async () => {
    const { url } = await serve(lost);
    let attempts = 0;
    const lostThenRefused: Send = async (request) => {
      attempts += 1;
      if (attempts > 1) throw Object.assign(new Error('refused'), { syscall: 'connect' });
      return sendWithFetch(request);
    };
    const error = await rejection(
      clientOf(url, { send: lostThenRefused }).videos.delete({ packageId, meetingVideoId }),
    );
    expect(error).toMatchObject({ neverSent: true, mayHaveDeleted: true });
  });
});

test('a 429 leaves nothing open: what comes after it is what happened', async () => {
  const { url } = await serve(listing(json(alive), inTurn(failing(429), failing(400))));
  const error = await rejection(clientOf(url).videos.delete({ packageId, meetingVideoId }));
  expect(error).toMatchObject({ status: 400, mayHaveDeleted: false });
});

describe('the wait before a retry', () => {
  const waitsAfter = async (retryAfter?: string, status = 429, random = 0) => {
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    const { url } = await serve(inTurn(json({ error: 'x', message: 'x' }, status, headers), json(deleted)));
    const client = clientOf(url, { random: () => random });
    await client.videos.list({ packageId });
    return client.waits;
  };

  test.each([429, 500, 503])('is what Retry-After asks for in seconds, after a %i', async (status) => {
    expect(await waitsAfter('7', status)).toEqual([7000]);
    expect(await waitsAfter('60', status)).toEqual([60_000]);
    expect(await waitsAfter('1.25', status)).toEqual([1250]);
  });

  test('is what Retry-After asks for as a date, from that of the response on', async () => {
    const now = Date.UTC(2030, 0, 1);
    const date = new Date(now + 20_000).toUTCString();
    const { url } = await serve(
      inTurn(json({ error: 'x' }, 429, { 'retry-after': date, date: new Date(now).toUTCString() }), json(deleted)),
    );
    const client = clientOf(url, { now: () => now + 300_000, random: () => 0 });
    await client.videos.list({ packageId });
    expect(client.waits).toEqual([20_000]);
  });

  test('is a quarter longer than what Retry-After asks for at most, by chance', async () => {
    expect(await waitsAfter('8', 429, 0.5)).toEqual([9000]);
    expect(await waitsAfter('50', 429, 0.9999)).toEqual([60_000]);
  });

  test.each([
    undefined,
    '',
    '0',
    '0.0',
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
    const [wait] = await waitsAfter(retryAfter, 429, 0.5);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThan(500);
  });

  test('is never short where Retry-After is the time of now', async () => {
    const now = Date.UTC(2030, 0, 1);
    const headers = { 'retry-after': new Date(now).toUTCString(), date: new Date(now).toUTCString() };
    const { url } = await serve(inTurn(json({ error: 'x' }, 429, headers), json(deleted)));
    const client = clientOf(url, { now: () => now, random: () => 0.5 });
    await client.videos.list({ packageId });
    expect(client.waits).toEqual([250]);
  });

  test('doubles from half a second up to 8 s, times chance', async () => {
    const { url } = await serve(failing(429));
    const client = clientOf(url, { maxRetries: 6, random: () => 0.5 });
    await rejection(client.videos.list({ packageId }));
    expect(client.waits).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  });

  test('differs from call to call', async () => {
    const { url } = await serve(failing(429));
    const client = clientOf(url, { maxRetries: 12 });
    await rejection(client.videos.list({ packageId }));
    expect(new Set(client.waits).size).toBe(12);
  });

  test.each([
    ['60.001', 60_001],
    ['86400', 86_400_000],
    ['999999999999', 999_999_999_999_000],
  ])('is not begun when Retry-After asks for %s seconds', async (retryAfter, retryAfterMs) => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 429, { 'retry-after': retryAfter }));
    const client = clientOf(url);
    const error = await rejection(client.videos.deleteAll({ packageId }));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs, mayHaveDeleted: false });
    expect([received.length, client.waits]).toEqual([1, []]);
  });
});
