import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  ConnectionError,
  createClientOn,
  type IncomingResponse,
  InvalidRequestError,
  type OutgoingRequest,
  type Platform,
  type SharedOptions,
  TimeoutError,
} from '../src/index.ts';
import { operations } from '../src/operations.ts';
import { everyCall, responses } from './examples.ts';
import { alive, apiKey, deleted, meetingVideoId, packageId, rejection, untyped, video } from './fixtures.ts';

const start = Date.UTC(2030, 0, 1);

type Reply = () => Promise<IncomingResponse>;

const reply =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  async () => ({ status, headers: { get: (name) => headers[name] }, text: async () => JSON.stringify(body) });
const silence: Reply = () => new Promise(() => undefined);

/**
 * A platform that is nothing but memory: it gives these responses in turn, the last one for ever. Its waits end when nothing
 * else happens, and only then does its time pass.
 */
function memory(...replies: [Reply, ...Reply[]]) {
  const sent: OutgoingRequest[] = [];
  const waits: number[] = [];
  let time = start;
  const platform = {
    send: (request: OutgoingRequest) => {
      sent.push(request);
      return (replies[Math.min(sent.length, replies.length) - 1] ?? replies[0])();
    },
    wait: async (milliseconds: number, signal: AbortSignal) => {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      if (signal.aborted) return;
      waits.push(milliseconds);
      time += milliseconds;
    },
    now: () => time,
    elapsed: () => time - start,
    random: () => 0.5,
  };
  const clientOf = (options: Partial<SharedOptions> = {}, own: Partial<Platform> = {}) =>
    createClientOn({ ...platform, ...own }, { apiKey, server: 'us', ...options });
  return { clientOf, sent, waits, paths: () => sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`) };
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Takes from this machine what tells the time, or decides by chance. */
function withoutMachine(): void {
  const forbidden = (name: string) => () => {
    throw new Error(`${name} was used.`);
  };
  vi.spyOn(Date, 'now').mockImplementation(forbidden('Date.now'));
  vi.spyOn(Math, 'random').mockImplementation(forbidden('Math.random'));
  vi.spyOn(performance, 'now').mockImplementation(forbidden('performance.now'));
  vi.spyOn(globalThis, 'fetch').mockImplementation(forbidden('fetch'));
  for (const timer of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    vi.spyOn(globalThis, timer).mockImplementation(untyped(forbidden(timer)));
  }
}

describe('with send, wait, both clocks and random given, nothing depends on the machine', () => {
  test.each(everyCall)(
    'in $name: sent, limited, retried, timed out and settled',
    async ({ call, operation, effect, name }) => {
      const { clientOf, sent, waits } = memory(
        reply({}, 429, { 'retry-after': new Date(start + 5000).toUTCString() }),
        reply({}, 429),
        silence,
        reply(effect === 'deleteAll' ? { packageId, videos: [video] } : responses[operation]),
      );
      withoutMachine();
      const attempts: number[] = [];
      const onAttempt = ({ durationMs }: { durationMs: number }) => attempts.push(durationMs);
      const client = clientOf({ maxRetries: 5, totalTimeoutMs: 600_000, onAttempt });
      const result = await call(client).catch((error: unknown) => error);
      if (name.startsWith('raw')) {
        expect([result, waits, attempts]).toMatchObject([{ response: { status: 429 } }, [], [0]]);
        return;
      }
      expect(sent).toHaveLength(4);
      expect(waits.slice(0, 3)).toEqual([5625, 500, 30_000]);
      expect(attempts).toEqual([0, 0, 30_000, 0]);
    },
  );

  test('in conditions and pages', async () => {
    const aged = { meetingVideoId, state: 'archived', timeCreated: '2020-01-01T00:00:00Z' };
    const { clientOf, paths } = memory(
      reply({ packageId, videos: [aged] }, 200, { date: new Date(start).toUTCString() }),
      reply({ packageId }, 200, { date: new Date(start).toUTCString() }),
      reply(deleted),
      reply(responses.listPackages),
    );
    withoutMachine();
    const client = clientOf();
    await client.videos.delete(
      { packageId, meetingVideoId },
      { onlyIf: { olderThan: { days: 30 }, retentionOver: true } },
    );
    for await (const { packageId: id } of client.packages.listAll()) expect(id).toBe(packageId);
    expect(paths()).toHaveLength(4);
  });

  test('and the same call comes to the same, wait by wait', async () => {
    const run = async () => {
      const { clientOf, waits } = memory(reply({}, 500));
      await rejection(clientOf({ maxRetries: 5 }).videos.list({ packageId }));
      return waits;
    };
    expect(await run()).toEqual([250, 500, 1000, 2000, 4000]);
    expect(await run()).toEqual(await run());
  });
});

describe('a platform is handed', () => {
  test.each(everyCall)('one plain request by $name', async ({ call, effect, operation }) => {
    const { clientOf, sent } = memory(reply(responses[operation]));
    await call(clientOf());
    const { method } = operations[operation];
    const hasBody = method === 'POST';
    const [request] = sent;
    expect(sent).toHaveLength(1);
    expect(request).toEqual({
      method,
      url: expect.stringMatching(/^https:\/\/sign\.syngrafii\.com\/api\/v1\/packages\//),
      headers: {
        accept: 'application/json',
        api_key: apiKey,
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      ...(hasBody && { body: expect.stringMatching(/^\{/) }),
      sendOnce: effect === 'deleteAll',
      signal: expect.any(AbortSignal),
    });
    expect(Object.getPrototypeOf(request)).toBe(Object.prototype);
  });

  test.each<[string, Reply, boolean]>([
    ['aborts when nobody waits for the response any more', silence, true],
    ['aborts when the transport failed', () => Promise.reject(new Error('x')), true],
    ['does not abort after a response', reply(alive), false],
    ['does not abort after an error of the API', reply({}, 400), false],
  ])('a signal that %s', async (_, response, isAborted) => {
    const { clientOf, sent } = memory(response);
    await clientOf({ maxRetries: 0 })
      .videos.list({ packageId })
      .catch(() => undefined);
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([isAborted]);
  });
});

describe('a platform that misbehaves', () => {
  const deleteAll = (own: Partial<Platform>, ...replies: [Reply, ...Reply[]]) => {
    const { clientOf, sent } = memory(...replies);
    return { call: clientOf({ maxRetries: 5 }, own).videos.deleteAll({ packageId }), sent };
  };
  const failed = new Error('The clock failed.');
  const clocks: [string, Platform['wait']][] = [
    ['rejects', () => Promise.reject(failed)],
    [
      'throws',
      () => {
        throw failed;
      },
    ],
    ['returns nothing', () => untyped(undefined)],
  ];

  test.each(clocks)('by a clock that %s: the outcome is unknown once the request was sent', async (_, wait) => {
    const { call } = deleteAll({ wait }, silence);
    const error = await rejection(call);
    expect(error).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining('may have been deleted') });
  });

  test.each(clocks.slice(0, 2))(
    'by a clock that %s before a retry: the error of the attempt stands',
    async (_, wait) => {
      let waits = 0;
      const failsLater: Platform['wait'] = (milliseconds, signal) => {
        waits += 1;
        return waits === 1 ? new Promise(() => undefined) : wait(milliseconds, signal);
      };
      const { call, sent } = deleteAll({ wait: failsLater }, reply({}, 429));
      expect(await rejection(call)).toMatchObject({ name: 'RateLimitError', mayHaveDeleted: false });
      expect(sent).toHaveLength(1);
    },
  );

  test('by a send that throws before it sends: nothing was sent', async () => {
    const send = () => {
      throw new Error('No network here.');
    };
    const error = await rejection(deleteAll({ send }, silence).call);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ neverSent: true, permanent: true, mayHaveDeleted: false });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['rejects with an error', () => Promise.reject(new Error('x'))],
    ['rejects with a string', () => Promise.reject('x')],
    ['rejects with nothing', () => Promise.reject()],
    ['gives nothing', async () => undefined],
    ['gives no headers', async () => ({ status: 200, text: async () => '{}' })],
    ['gives no body', async () => ({ status: 200, headers: new Headers() })],
    [
      'gives a body that breaks',
      async () => ({ status: 200, headers: new Headers(), text: () => Promise.reject('x') }),
    ],
  ])('by a send that %s: the outcome is unknown', async (_, send) => {
    const { call } = deleteAll({ send: untyped(send) }, silence);
    expect(await rejection(call)).toMatchObject({ name: 'ConnectionError', neverSent: false, mayHaveDeleted: true });
  });

  test('by rejecting with one of our errors: it stands as it is', async () => {
    const ours = new InvalidRequestError('body', 'is not allowed here');
    expect(await rejection(deleteAll({ send: () => Promise.reject(ours) }, silence).call)).toBe(ours);
  });

  test('by never ending: the time limit ends it', async () => {
    const { call, sent } = deleteAll({}, silence);
    expect(await rejection(call)).toBeInstanceOf(TimeoutError);
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'GET', 'GET']);
  });
});

describe('an abort wins at once, though the clock of the platform ignores it', () => {
  const wait = () => new Promise<void>(() => undefined);

  test.each(everyCall)('in $name, while it waits for a response', async ({ call }) => {
    const controller = new AbortController();
    const { clientOf } = memory(() => {
      controller.abort('enough');
      return silence();
    });
    expect(await rejection(call(clientOf({}, { wait }), { signal: controller.signal }))).toBe('enough');
  });

  test('while it waits for a retry', async () => {
    const controller = new AbortController();
    const { clientOf, sent } = memory(reply({}, 429, { 'retry-after': '50' }));
    const onAttempt = () => Promise.resolve().then(() => controller.abort('enough'));
    const call = clientOf({ onAttempt }, { wait }).videos.list({ packageId }, { signal: controller.signal });
    expect(await rejection(call)).toBe('enough');
    expect(sent).toHaveLength(1);
  });
});
