import { createContext, runInContext } from 'node:vm';
import { type Handler, inTurn, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { createClient, InvalidRequestError, RateLimitError, type Signal } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { everyCall } from './examples.ts';
import { apiKey, clientOf, deleted, packageId, rejection, untyped } from './fixtures.ts';

const clients = [
  ['fetch', createClient],
  ['undici', createClientOverUndici],
] as const;

const silent: Handler = () => undefined;
const stalled: Handler = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"packageId":');
};
const tooMany = json({ error: 'x', message: 'x' }, 429, { 'retry-after': '50' });

describe.each(clients.flatMap(([transport, connect]) => everyCall.map((each) => ({ ...each, transport, connect }))))(
  '$name, through $transport',
  ({ connect, call }) => {
    test('sends nothing when it was aborted before', async () => {
      const { url, received } = await serve(json(deleted));
      const reason = new Error('changed my mind');
      const signal = AbortSignal.abort(reason);
      expect(await rejection(call(connect({ apiKey, server: url }), { signal }))).toBe(reason);
      expect(received).toEqual([]);
    });

    test.each<[string, Handler]>([
      ['while it waits for a response', silent],
      ['while it reads the response', stalled],
    ])('is aborted %s, at once, and hangs up', async (_, handler) => {
      const controller = new AbortController();
      const reason = new Error('changed my mind');
      let hangUp = () => {};
      const hungUp = new Promise<void>((resolve) => {
        hangUp = resolve;
      });
      const { url, received } = await serve((response, ...rest) => {
        response.once('close', hangUp);
        handler(response, ...rest);
        // After the beginning of the response has arrived.
        setTimeout(() => controller.abort(reason), 20);
      });
      const error = await rejection(call(connect({ apiKey, server: url }), { signal: controller.signal }));
      expect(error).toBe(reason);
      await hungUp;
      expect(received).toHaveLength(1);
    });
  },
);

const retriedCalls = everyCall.filter(({ name }) => !name.startsWith('raw'));

test.each(retriedCalls)('$name is aborted while it waits for a retry, at once', async ({ call }) => {
  const controller = new AbortController();
  const { url, received } = await serve(tooMany);
  const began = performance.now();
  const onAttempt = () => setTimeout(() => controller.abort());
  const client = createClient({ apiKey, server: url, onAttempt });
  expect(await rejection(call(client, { signal: controller.signal }))).toMatchObject({ name: 'AbortError' });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(received).toHaveLength(1);
});

/** An AbortController as it is written for a runtime that has none. */
const polyfill = `class {
  constructor() {
    const listeners = new Set();
    this.signal = {
      aborted: false,
      reason: undefined,
      addEventListener: (type, listener) => listeners.add(listener),
      removeEventListener: (type, listener) => listeners.delete(listener),
    };
    this.abort = (reason) => {
      this.signal.aborted = true;
      this.signal.reason = reason;
      for (const listener of [...listeners]) listener();
    };
  }
}`;
type Controller = { signal: Signal; abort: (reason?: unknown) => void };

const controllers: Record<string, () => Controller> = {
  'of this runtime': () => new AbortController(),
  'of another realm': () => runInContext(`new (${polyfill})()`, createContext({})),
  'of a polyfill': () => new (new Function(`return ${polyfill}`)())(),
  'that extends EventTarget': () => {
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    const abort = (reason: unknown) => {
      Object.assign(signal, { aborted: true, reason });
      signal.dispatchEvent(new Event('abort'));
    };
    return { signal, abort };
  },
};

describe.each(Object.entries(controllers))('a signal %s', (_, aController) => {
  test.each(everyCall)('ends $name, before and after it was sent', async ({ call }) => {
    const before = aController();
    before.abort('never mind');
    const after = aController();
    const { url, received } = await serve(() => after.abort('enough'));
    const client = createClient({ apiKey, server: url });
    expect(await rejection(call(client, { signal: before.signal }))).toBe('never mind');
    expect(received).toEqual([]);
    expect(await rejection(call(client, { signal: after.signal }))).toBe('enough');
    expect(received).toHaveLength(1);
  });

  test.each(everyCall)('is left without a listener by $name', async ({ call }) => {
    const controller = aController();
    const { signal } = controller;
    const listeners = new Set<unknown>();
    const counted: Signal = {
      get aborted() {
        return signal.aborted;
      },
      get reason() {
        return signal.reason;
      },
      addEventListener: (type, listener) => {
        listeners.add(listener);
        signal.addEventListener(type, listener);
      },
      removeEventListener: (type, listener) => {
        listeners.delete(listener);
        signal.removeEventListener(type, listener);
      },
    };
    const responses = inTurn(
      json({}, 500, { 'retry-after': '0' }),
      json(deleted),
      (response) => response.destroy(),
      () => controller.abort('enough'),
    );
    const { url } = await serve(responses);
    const client = clientOf(url, { maxRetries: 1 });
    for (let calls = 0; !signal.aborted; calls += 1) {
      expect(calls).toBeLessThan(5);
      await call(client, { signal: counted }).catch(() => undefined);
      expect(listeners).toEqual(new Set());
    }
  });
});

const almost = { aborted: true, addEventListener: () => undefined, removeEventListener: () => undefined };

test.each<[string, unknown]>([
  ['null', null],
  ['a number', 7],
  ['a string', 'abort'],
  ['a function', () => undefined],
  ['an empty object', {}],
  ['a controller', new AbortController()],
  ['an EventTarget', new EventTarget()],
  ['an object that is aborted, and nothing else', { aborted: true }],
  ['an object whose state is a string', { ...almost, aborted: 'no' }],
  ['an object whose addEventListener is no function', { ...almost, addEventListener: true }],
  ['an object whose removeEventListener is no function', { ...almost, removeEventListener: true }],
])('%s is no signal, and is rejected by each call before anything is sent', async (_, signal) => {
  const { url, received } = await serve(json(deleted));
  const client = createClient({ apiKey, server: url });
  for (const { call } of everyCall) {
    const error = await rejection(call(client, { signal: untyped(signal) }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field: 'signal' });
  }
  expect(received).toEqual([]);
});

test.each(Object.entries(controllers))(
  'a signal %s without a reason ends a call with an AbortError',
  async (_, aController) => {
    const controller = aController();
    const { url } = await serve(() => controller.abort());
    const { videos } = createClient({ apiKey, server: url });
    const error = await rejection(videos.deleteAll({ packageId }, { signal: controller.signal }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'AbortError', message: expect.stringContaining('aborted') });
  },
);

test('options with a getter for an aborted signal send nothing', async () => {
  const { url, received } = await serve(json(deleted));
  const client = createClient({ apiKey, server: url });
  for (const { call } of everyCall) {
    const options = Object.defineProperty({}, 'signal', { get: () => AbortSignal.abort('never mind') });
    expect(await rejection(call(client, options))).toBe('never mind');
  }
  expect(received).toEqual([]);
});

test('a reason that is one of our errors is no reason to wait, or to list', async () => {
  const rateLimited = new RateLimitError('x', { status: 429, mayHaveDeleted: true, retryAfterMs: 59_000 });
  const controller = new AbortController();
  const { url, received } = await serve(() => controller.abort(rateLimited));
  const client = createClient({ apiKey, server: url });
  const began = performance.now();
  expect(await rejection(client.videos.deleteAll({ packageId }, { signal: controller.signal }))).toBe(rateLimited);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(received.map(({ method }) => method)).toEqual(['POST']);
});

test('an abort while the list is read that settles a deletion rejects with its reason', async () => {
  const controller = new AbortController();
  const { url } = await serve(
    listing(
      () => controller.abort('enough'),
      (response) => response.destroy(),
    ),
  );
  const client = createClient({ apiKey, server: url });
  expect(await rejection(client.videos.deleteAll({ packageId }, { signal: controller.signal }))).toBe('enough');
});

test('an abort by the observer of an attempt begins no wait', async () => {
  const controller = new AbortController();
  const { url, received } = await serve(tooMany);
  const client = createClient({ apiKey, server: url, onAttempt: () => controller.abort('enough') });
  const began = performance.now();
  expect(await rejection(client.videos.deleteAll({ packageId }, { signal: controller.signal }))).toBe('enough');
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(received).toHaveLength(1);
});

test('many calls at once leave one listener on a signal that they share, and each ends by its abort', async () => {
  const controller = new AbortController();
  const { url, received } = await serve(() => {
    if (received.length === 30) controller.abort('enough');
  });
  let most = 0;
  let listeners = 0;
  const signal: Signal = {
    get aborted() {
      return controller.signal.aborted;
    },
    reason: 'enough',
    addEventListener: (type, listener) => {
      listeners += 1;
      most = Math.max(most, listeners);
      controller.signal.addEventListener(type, listener);
    },
    removeEventListener: (type, listener) => {
      listeners -= 1;
      controller.signal.removeEventListener(type, listener);
    },
  };
  const client = createClient({ apiKey, server: url });
  const calls = Array.from({ length: 30 }, () => rejection(client.videos.list({ packageId }, { signal })));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['enough']));
  expect([most, listeners]).toEqual([1, 0]);
});
