import { type Handler, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { ConnectionError, createClient, RateLimitError, TimeoutError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { everyCall } from './examples.ts';
import { apiKey, clientOf, deleted, meetingVideoId, packageId, rejection } from './fixtures.ts';

const clients = [
  ['fetch', createClient],
  ['undici', createClientOverUndici],
] as const;

const silent: Handler = () => undefined;
const stalled: Handler = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"packageId":');
};

test.each(
  clients.flatMap(([transport, connect]) =>
    everyCall.flatMap((each) => [
      { ...each, transport, connect, when: 'no response comes', handler: silent },
      { ...each, transport, connect, when: 'the body never ends', handler: stalled },
    ]),
  ),
)('$name ends at its time limit when $when, through $transport', async ({ connect, handler, call, effect }) => {
  const { url } = await serve(handler);
  const error = await rejection(call(connect({ apiKey, server: url, maxRetries: 0, timeoutMs: 50 })));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({
    mayHaveDeleted: effect !== 'read',
    message: expect.stringContaining('within 50 ms'),
  });
});

test('the limit of a call goes before that of the client', async () => {
  const { url } = await serve(silent);
  const client = createClient({ apiKey, server: url, maxRetries: 0, timeoutMs: 60_000 });
  const error = await rejection(client.videos.list({ packageId }, { timeoutMs: 30 }));
  expect(error).toMatchObject({ message: expect.stringContaining('within 30 ms') });
});

test('a transport that never ends does not hold a call beyond its limit', async () => {
  const client = createClient({ apiKey, server: 'us', fetch: () => new Promise(() => undefined), timeoutMs: 20 });
  expect(await rejection(client.videos.deleteAll({ packageId }))).toBeInstanceOf(TimeoutError);
});

describe('totalTimeoutMs', () => {
  test('ends a call whose attempts would go on, and says what may have been deleted', async () => {
    const { url } = await serve(silent);
    const client = createClient({ apiKey, server: url, totalTimeoutMs: 80, maxRetries: 9 });
    const began = performance.now();
    const error = await rejection(client.videos.delete({ packageId, meetingVideoId }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ mayHaveDeleted: true });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test.each([
    ['49.999', 2],
    ['50', 1],
    ['50.001', 1],
  ])('of which 50.000 s are left: a wait of %s s makes it %i attempts', async (retryAfter, attempts) => {
    let time = 0;
    const { url, received } = await serve((...request) => {
      time = 1;
      json({ error: 'x', message: 'x' }, 429, { 'retry-after': retryAfter })(...request);
    });
    const client = clientOf(url, { totalTimeoutMs: 50_001, elapsed: () => time, random: () => 0, maxRetries: 1 });
    expect(await rejection(client.videos.list({ packageId }))).toBeInstanceOf(RateLimitError);
    expect(received).toHaveLength(attempts);
    expect(client.waits).toHaveLength(attempts - 1);
  });

  test('sends nothing after a wait that took longer than it should', async () => {
    let time = 0;
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 429, { 'retry-after': '7' }));
    // It is told after the wait was decided upon, and before it begins.
    const onAttempt = () => {
      time += 60_000;
    };
    const client = clientOf(url, { totalTimeoutMs: 60_000, elapsed: () => time, random: () => 0, onAttempt });
    const error = await rejection(client.videos.deleteAll({ packageId }));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ mayHaveDeleted: false });
    expect([received.length, client.waits]).toEqual([1, [7000]]);
  });

  test('leaves the list that settles what is left of it', async () => {
    let time = 0;
    const { url } = await serve((response) => {
      time += 59_500;
      response.destroy();
    });
    const client = clientOf(url, { elapsed: () => time, maxRetries: 0 });
    const error = await rejection(client.videos.deleteAll({ packageId }, { totalTimeoutMs: 60_000 }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(client.waits).toEqual([500]);
  });

  test('begins no list that settles once it is over', async () => {
    let time = 0;
    const { url, received } = await serve(
      listing(json(deleted), (response) => {
        time += 60_000;
        response.destroy();
      }),
    );
    const client = clientOf(url, { totalTimeoutMs: 60_000, elapsed: () => time });
    const error = await rejection(client.videos.deleteAll({ packageId }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ mayHaveDeleted: true });
    expect(received.map(({ method }) => method)).toEqual(['POST']);
  });

  test('is the limit of an attempt where less is left', async () => {
    const { url } = await serve(silent);
    const client = createClient({ apiKey, server: url, totalTimeoutMs: 40, timeoutMs: 60_000, maxRetries: 0 });
    const error = await rejection(client.videos.list({ packageId }));
    expect(error).toMatchObject({ message: expect.stringMatching(/within ([1-3]?\d|40) ms/) });
  });
});
