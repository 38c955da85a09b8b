import fc from 'fast-check';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Client, createClient, InvalidRequestError } from '../src/index.ts';
import { apiKey, clientOf, meetingVideoId, packageId, rejection, untyped } from './fixtures.ts';

const path = '/packages/{packageId}/videos/delete';

const noIds: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['an empty text', ''],
  ['spaces', '   '],
  ['a tab and a line break', '\t\n'],
  ['a zero-width space', '\u200b'],
  ['an id with a zero-width joiner inside', 'a\u200db'],
  ['a no-break space', '\u00a0'],
  ['an id with a no-break space inside', 'a\u00a0b'],
  ['a byte order mark', '\ufeff'],
  ['a blank Braille pattern', '\u2800'],
  ['a NUL', 'a\u0000b'],
  ['a line break inside', 'a\nb'],
  ['half a surrogate pair', '\ud800'],
  ['a dot', '.'],
  ['two dots', '..'],
  ['an encoded dot', '%2e'],
  ['two encoded dots', '%2E%2e'],
  ['a dot and a doubly encoded one', '.%252E'],
  ['a number', 7],
  ['zero', 0],
  ['true', true],
  ['a list', [meetingVideoId]],
  ['an object', { id: meetingVideoId }],
];

async function aServer() {
  const { url, received } = await serve(json({ packageId, videos: [] }));
  return { client: clientOf(url), received };
}

describe.each(noIds)('%s as an id', (_, id) => {
  test.each<[string, string, (client: Client) => Promise<unknown>]>([
    ['delete', 'meetingVideoId', ({ videos }) => videos.delete({ packageId, meetingVideoId: untyped(id) })],
    ['delete', 'packageId', ({ videos }) => videos.delete({ packageId: untyped(id), meetingVideoId })],
    ['deleteAll', 'packageId', ({ videos }) => videos.deleteAll({ packageId: untyped(id) })],
    ['list', 'packageId', ({ videos }) => videos.list({ packageId: untyped(id) })],
    [
      'raw.POST',
      'meetingVideoId',
      ({ raw }) =>
        raw.POST(path, { params: { path: { packageId } }, body: { packageId, meetingVideoId: untyped(id) } }),
    ],
    [
      'raw.POST',
      'packageId',
      ({ raw }) => raw.POST(path, { params: { path: { packageId: untyped(id) } }, body: { packageId: untyped(id) } }),
    ],
    [
      'raw.GET',
      'packageId',
      ({ raw }) => raw.GET('/packages/{packageId}/videos', { params: { path: { packageId: untyped(id) } } }),
    ],
  ])('is refused by %s for %s before anything is sent', async (_, field, call) => {
    const { client, received } = await aServer();
    const error = await rejection(call(client));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({
      field,
      mayHaveDeleted: false,
      message: expect.stringMatching(/^(packageId|meetingVideoId) .*\. Nothing was sent and nothing was deleted\.$/),
    });
    expect(received).toEqual([]);
  });
});

describe('what could delete more than it says is refused', () => {
  test.each<[string, (client: Client) => Promise<unknown>]>([
    ['deleteAll with a video', ({ videos }) => videos.deleteAll(untyped({ packageId, meetingVideoId }))],
    [
      'deleteAll with no video in it',
      ({ videos }) => videos.deleteAll(untyped({ packageId, meetingVideoId: undefined })),
    ],
    ['delete without a video', ({ videos }) => videos.delete(untyped({ packageId }))],
    ['delete of nothing', ({ videos }) => videos.delete(untyped(undefined))],
    ['deleteAll of nothing', ({ videos }) => videos.deleteAll(untyped(null))],
    ['deleteAll of a list', ({ videos }) => videos.deleteAll(untyped([packageId]))],
    ['deleteAll of a text', ({ videos }) => videos.deleteAll(untyped(packageId))],
    ['a misspelt option', ({ videos }) => videos.deleteAll({ packageId }, untyped({ dryrun: true }))],
    ['dryRun where the ids belong', ({ videos }) => videos.deleteAll(untyped({ packageId, dryRun: true }))],
    ['dryRun that is a text', ({ videos }) => videos.deleteAll({ packageId }, untyped({ dryRun: 'true' }))],
    ['dryRun that turned out empty', ({ videos }) => videos.deleteAll({ packageId }, untyped({ dryRun: undefined }))],
  ])('%s', async (_, call) => {
    const { client, received } = await aServer();
    expect(await rejection(call(client))).toBeInstanceOf(InvalidRequestError);
    expect(received).toEqual([]);
  });

  class Inherited {
    packageId = packageId;
    get meetingVideoId() {
      return meetingVideoId;
    }
  }

  test.each<[string, unknown, unknown?]>([
    ['no body', undefined],
    ['null', null],
    ['a list', []],
    ['a text', '{}'],
    ['no package', {}],
    ['another package than in the path', { packageId: 'another' }],
    ['a video that JSON would drop, because a prototype holds it', new Inherited()],
    ['a video that JSON would drop, because of toJSON', { packageId, meetingVideoId, toJSON: () => ({ packageId }) }],
    ['a misspelt video', { packageId, meetingVideoID: meetingVideoId }],
    ['a field that the contract does not know', { packageId, video: meetingVideoId }],
  ])('a raw body that is %s', async (_, body) => {
    const { client, received } = await aServer();
    const call = client.raw.POST(path, { params: { path: { packageId } }, body: untyped(body) });
    expect(await rejection(call)).toBeInstanceOf(InvalidRequestError);
    expect(received).toEqual([]);
  });

  test.each<[string, (client: Client) => Promise<unknown>]>([
    ['without parameters', ({ raw }) => raw.POST(path, untyped({ body: { packageId } }))],
    ['without anything', ({ raw }) => raw.POST(untyped(path), untyped(undefined))],
    [
      'to a path that is not in the contract',
      ({ raw }) => raw.POST(untyped('/packages/delete'), untyped({ body: { packageId } })),
    ],
    [
      'with a method that the path does not have',
      ({ raw }) => raw.GET(untyped(path), untyped({ params: { path: { packageId } } })),
    ],
    ...['baseUrl', 'fetch', 'headers', 'bodySerializer', 'pathSerializer', 'middleware', 'redirect', 'Request'].map(
      (option): [string, (client: Client) => Promise<unknown>] => [
        `with its own ${option}`,
        ({ raw }) => raw.POST(path, { params: { path: { packageId } }, body: { packageId }, [option]: untyped({}) }),
      ],
    ),
    [
      'with a query',
      ({ raw }) => raw.POST(path, { params: untyped({ path: { packageId }, query: { a: 1 } }), body: { packageId } }),
    ],
  ])('a raw call %s', async (_, call) => {
    const { client, received } = await aServer();
    expect(await rejection(call(client))).toBeInstanceOf(InvalidRequestError);
    expect(received).toEqual([]);
  });
});

describe('what leaves', () => {
  const segments = ['a/b', 'a?b#c', '100%', '%2F', 'a b', 'ä漢😀', "it's", '{packageId}', '$&', '-', 'null'];

  test.each(segments)('the package %j stays one path segment, encoded once', async (id) => {
    const { client, received } = await aServer();
    await client.videos.list({ packageId: id }).catch(() => undefined);
    expect(received).toMatchObject([{ path: `/api/v1/packages/${encodeURIComponent(id)}/videos` }]);
  });

  const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant(undefined));

  test('for any values as ids: nothing, or exactly the one documented request', async () => {
    const { client, received } = await aServer();
    await fc.assert(
      fc.asyncProperty(anything, anything, async (packageId, meetingVideoId) => {
        received.length = 0;
        const error = await rejection(client.videos.delete(untyped({ packageId, meetingVideoId }), { maxRetries: 0 }));
        if (error instanceof InvalidRequestError) {
          expect(received).toEqual([]);
          return;
        }
        expect([typeof packageId, typeof meetingVideoId]).toEqual(['string', 'string']);
        expect(received).toMatchObject([
          {
            method: 'POST',
            path: `/api/v1/packages/${encodeURIComponent(String(packageId))}/videos/delete`,
            body: JSON.stringify({ packageId, meetingVideoId }),
          },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test('for any body of a raw deletion: nothing, or a body with a real video or with none at all', async () => {
    const { client, received } = await aServer();
    const body = fc.oneof(fc.record({ packageId: fc.constant(packageId), meetingVideoId: anything }), fc.object());
    await fc.assert(
      fc.asyncProperty(body, async (body) => {
        received.length = 0;
        const init = { params: { path: { packageId } }, body: untyped(body) };
        const refused = await client.raw.POST(path, init).then(
          () => false,
          (error) => error instanceof InvalidRequestError,
        );
        if (refused) {
          expect(received).toEqual([]);
          return;
        }
        expect(received.map((request): unknown => JSON.parse(request.body))).toEqual([body]);
        expect(Object.keys(body).every((key) => key === 'packageId' || key === 'meetingVideoId')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('carries the key, asks for JSON, and names the package in path and body', async () => {
    const { client, received } = await aServer();
    await client.videos.deleteAll({ packageId });
    expect(received).toMatchObject([
      {
        method: 'POST',
        path: `/api/v1/packages/${packageId}/videos/delete`,
        body: JSON.stringify({ packageId }),
        headers: { api_key: apiKey, accept: 'application/json', 'content-type': 'application/json' },
      },
    ]);
  });
});

describe('options that cannot be right are refused', () => {
  const good = { apiKey, server: 'us' };
  test.each<[string, string, unknown]>([
    ['no key', 'apiKey', { server: 'us' }],
    ['an empty key', 'apiKey', { ...good, apiKey: '' }],
    ['a key with a line break', 'apiKey', { ...good, apiKey: 'secret\nvalue' }],
    ['a key with spaces around it', 'apiKey', { ...good, apiKey: ' secret-value ' }],
    ['a key that is not ASCII', 'apiKey', { ...good, apiKey: 'sécret-value' }],
    ['no server', 'server', { apiKey }],
    ['no time', 'timeoutMs', { ...good, timeoutMs: 0 }],
    ['a time that is no number', 'timeoutMs', { ...good, timeoutMs: Number.NaN }],
    ['a time beyond all timers', 'timeoutMs', { ...good, timeoutMs: 2 ** 31 }],
    ['half a repeat', 'maxRetries', { ...good, maxRetries: 0.5 }],
    ['less than no repeats', 'maxRetries', { ...good, maxRetries: -1 }],
    ['a misspelt option', 'timeout', { ...good, timeout: 5 }],
  ])('%s', (_, field, options) => {
    let error: unknown;
    try {
      createClient(untyped(options));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field, message: expect.not.stringContaining('secret') });
  });
});
