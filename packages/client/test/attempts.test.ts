import { type Handler, inTurn, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Attempt, ConnectionError, RateLimitError, ServerError, UnexpectedResponseError } from '../src/index.ts';
import { everyCall, responses } from './examples.ts';
import {
  alive,
  apiKey,
  clientOf,
  deleted,
  meetingVideoId,
  packageId,
  rejection,
  shown,
  untyped,
  video,
} from './fixtures.ts';

const failing = (status: number, headers: Record<string, string> = {}) =>
  json({ error: 'x', message: 'x' }, status, headers);
const lost: Handler = (response) => response.destroy();

/** A client that records what it tells of its attempts. */
async function scene(handler: Handler, options: Parameters<typeof clientOf>[1] = {}) {
  const { url, received } = await serve(handler);
  const attempts: Attempt[] = [];
  const client = clientOf(url, { onAttempt: (attempt) => attempts.push(attempt), random: () => 0.5, ...options });
  return { client, attempts, received };
}

describe.each(everyCall)('onAttempt is told of $name', ({ call, operation, effect, name }) => {
  test('that it succeeded: operation, ids, status, request id and time', async () => {
    let time = 1000;
    const { client, attempts } = await scene(
      (...request) => {
        time += 42;
        json(responses[operation], 200, { 'x-request-id': 'r-1' })(...request);
      },
      { elapsed: () => time },
    );
    await call(client);
    expect(attempts).toEqual([
      {
        operation,
        effect,
        ...(operation !== 'listPackages' && { packageId }),
        ...(effect === 'delete' && { meetingVideoId }),
        attempt: 1,
        status: 200,
        requestId: 'r-1',
        durationMs: 42,
      },
    ]);
  });

  test('that it was rate limited, and when the next attempt follows, before it follows', async () => {
    const events: unknown[] = [];
    const { client } = await scene(
      (...request) => {
        events.push(`request ${request[2]}`);
        const limited = failing(429, { 'retry-after': '7', 'request-id': `r-${request[2]}` });
        inTurn(limited, json(responses[operation]))(...request);
      },
      {
        random: () => 0,
        onAttempt: ({ attempt, status, requestId, error, retryInMs }) =>
          events.push({ attempt, status, requestId, error, retryInMs }),
      },
    );
    await call(client);
    const isRaw = name.startsWith('raw');
    const first = { attempt: 1, status: 429, requestId: 'r-1' };
    expect(events).toEqual(
      isRaw
        ? ['request 1', { ...first, error: undefined, retryInMs: undefined }]
        : [
            'request 1',
            { ...first, error: expect.any(RateLimitError), retryInMs: 7000 },
            'request 2',
            { attempt: 2, status: 200, requestId: undefined, error: undefined, retryInMs: undefined },
          ],
    );
  });

  test('that it was aborted, though nobody knows what became of it', async () => {
    const controller = new AbortController();
    const { client, attempts } = await scene(() => controller.abort('enough'));
    await rejection(call(client, { signal: controller.signal }));
    expect(attempts).toMatchObject([{ operation, effect, attempt: 1, error: 'enough' }]);
    expect(attempts[0]).not.toHaveProperty('status');
    expect(attempts[0]).not.toHaveProperty('retryInMs');
  });

  test('nothing when nothing was sent', async () => {
    const { client, attempts } = await scene(json({}));
    await rejection(call(client, { signal: AbortSignal.abort() }));
    await rejection(call(client, untyped({ signal: 7 })));
    expect(attempts).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['throws', () => expect.fail('It threw.')],
    ['rejects', () => Promise.reject(new Error('It rejected.'))],
    [
      'returns an object whose then throws',
      () => Object.defineProperty({}, 'then', { get: () => expect.fail('then') }),
    ],
    ['never ends', () => new Promise(() => undefined)],
    [
      'changes what it was told',
      (attempt: object) => Object.assign(attempt, { attempt: 9, error: undefined, retryInMs: 0 }),
    ],
  ])('and nothing changes when it %s', async (_, onAttempt) => {
    const run = async (observer: unknown) => {
      const { client, received } = await scene(inTurn(failing(429), json(responses[operation])), {
        onAttempt: untyped(observer),
      });
      const ended = JSON.stringify(await call(client).catch(String));
      return { ended, requests: received.length, waits: client.waits };
    };
    expect(await run(onAttempt)).toEqual(await run(undefined));
  });
});

describe('onAttempt is told', () => {
  test.each<[string, Handler, object]>([
    ['of a failed server', failing(500), { status: 500, error: expect.any(ServerError) }],
    ['of a lost connection', lost, { error: expect.any(ConnectionError) }],
    [
      'of a response that lies',
      json({ ...deleted, packageId: 'another' }),
      { status: 200, error: expect.any(UnexpectedResponseError) },
    ],
    [
      'of a redirect',
      (response) => response.writeHead(307, { location: '/' }).end(),
      { status: 307, error: expect.any(UnexpectedResponseError) },
    ],
  ])('%s', async (_, handler, told) => {
    const { client, attempts } = await scene(handler, { maxRetries: 0 });
    await rejection(client.videos.list({ packageId }));
    expect(attempts).toMatchObject([{ attempt: 1, ...told }]);
    expect(attempts[0]).not.toHaveProperty('retryInMs');
  });

  test('of each attempt in turn, then of the list that settles, with its own numbers', async () => {
    let lists = 0;
    const list: Handler = (...request) => {
      lists += 1;
      (lists === 1 ? failing(503) : json({ packageId, videos: [video] }))(...request);
    };
    const { client, attempts } = await scene(listing(list, lost));
    await client.videos.delete({ packageId, meetingVideoId });
    expect(attempts.map(({ operation, attempt, retryInMs }) => [operation, attempt, retryInMs])).toEqual([
      ['deleteVideos', 1, 250],
      ['deleteVideos', 2, 500],
      ['deleteVideos', 3, undefined],
      ['listVideos', 1, 250],
      ['listVideos', 2, undefined],
    ]);
  });

  test('of the list of a dry run and of conditions', async () => {
    const { client, attempts } = await scene(listing(json(alive), json(deleted)));
    await client.videos.deleteAll({ packageId }, { dryRun: true });
    await client.videos.delete({ packageId, meetingVideoId }, { onlyIf: { states: ['archived'] } });
    expect(attempts.map(({ operation, effect }) => [operation, effect])).toEqual([
      ['listVideos', 'read'],
      ['listVideos', 'read'],
      ['deleteVideos', 'delete'],
    ]);
  });

  test.each(['x-request-id', 'request-id', 'x-correlation-id'])(
    'the request id that the header %s has',
    async (name) => {
      const { client, attempts } = await scene(json(alive, 200, { [name]: 'r-7' }));
      await client.videos.list({ packageId });
      expect(attempts).toMatchObject([{ requestId: 'r-7' }]);
    },
  );

  test('never the key', async () => {
    const echo = json({ error: apiKey, message: apiKey, packageId: apiKey, videos: [] }, 500, {
      'x-request-id': apiKey,
    });
    const { client, attempts } = await scene(echo);
    for (const { call } of everyCall) await call(client).catch(() => undefined);
    expect(attempts.length).toBeGreaterThan(everyCall.length);
    expect(shown(attempts)).not.toContain(apiKey);
    expect(attempts[0]).toMatchObject({ requestId: '***' });
  });
});
