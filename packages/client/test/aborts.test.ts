import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type CallOptions, type Client, createClient, TimeoutError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { apiKey, deleted, meetingVideoId, packageId, rejection } from './fixtures.ts';

const calls: [string, (client: Client, options?: CallOptions) => Promise<unknown>][] = [
  ['list', ({ videos }, options) => videos.list({ packageId }, options)],
  ['delete', ({ videos }, options) => videos.delete({ packageId, meetingVideoId }, options)],
  ['deleteAll', ({ videos }, options) => videos.deleteAll({ packageId }, options)],
  ['packages.list', ({ packages }, options) => packages.list({}, options)],
];

const clients = [
  ['fetch', createClient],
  ['undici', createClientOverUndici],
] as const;

const silent: Handler = () => undefined;
const stalled: Handler = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"packageId":');
};
const tooMany = json({ error: 'x', message: 'x' }, 429, { 'retry-after': '50' });

describe.each(
  clients.flatMap(([transport, connect]) => calls.map(([name, call]) => ({ transport, connect, name, call }))),
)('$name, through $transport', ({ connect, name, call }) => {
  test.each<[string, Handler]>([
    ['no answer comes', silent],
    ['the body never ends', stalled],
  ])('ends at its time limit when %s', async (_, handler) => {
    const { url } = await serve(handler);
    const error = await rejection(call(connect({ apiKey, server: url, maxRetries: 0 }), { timeoutMs: 50 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      mayHaveDeleted: name.startsWith('delete'),
      message: expect.stringContaining('within 50 ms'),
    });
  });

  test('sends nothing when it was aborted before', async () => {
    const { url, received } = await serve(json(deleted));
    const reason = new Error('changed my mind');
    expect(await rejection(call(connect({ apiKey, server: url }), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(received).toEqual([]);
  });

  test.each<[string, Handler]>([
    ['while it waits for an answer', silent],
    ['while it reads the answer', stalled],
  ])('can be aborted %s, at once, and hangs up', async (_, handler) => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    let hangUp: () => void = () => undefined;
    const hungUp = new Promise<undefined>((resolve) => {
      hangUp = () => resolve(undefined);
    });
    const { url, received } = await serve((response, ...rest) => {
      response.once('close', hangUp);
      handler(response, ...rest);
      setTimeout(() => controller.abort(reason), 20);
    });
    const error = await rejection(call(connect({ apiKey, server: url }), { signal: controller.signal }));
    expect(error).toBe(reason);
    await hungUp;
    expect(received).toHaveLength(1);
  });

  test('can be aborted while it waits for a repeat, at once', async () => {
    const controller = new AbortController();
    const { url, received } = await serve((...request) => {
      tooMany(...request);
      setTimeout(() => controller.abort(), 20);
    });
    const began = performance.now();
    const error = await rejection(call(connect({ apiKey, server: url }), { signal: controller.signal }));
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(received).toHaveLength(1);
  });
});

test.each(clients)('a limit of the client holds for raw calls, through %s', async (_, connect) => {
  const { url } = await serve(stalled);
  const { raw } = connect({ apiKey, server: url, timeoutMs: 50 });
  const init = { params: { path: { packageId } } };
  expect(await rejection(raw.GET('/packages/{packageId}/videos', init))).toBeInstanceOf(TimeoutError);
});

test.each(clients)('a raw call can be aborted, through %s', async (_, connect) => {
  const { url } = await serve(silent);
  const { raw } = connect({ apiKey, server: url });
  const signal = AbortSignal.timeout(20);
  const init = { params: { path: { packageId } }, signal };
  expect(await rejection(raw.GET('/packages/{packageId}/videos', init))).toBe(signal.reason);
});

test('a transport that never ends does not hold a call beyond its limit', async () => {
  const client = createClient({ apiKey, server: 'us', fetch: () => new Promise(() => undefined), timeoutMs: 20 });
  expect(await rejection(client.videos.deleteAll({ packageId }))).toBeInstanceOf(TimeoutError);
});
