import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { json, serve } from 'iinked-sign-testing/servers';
import { anyString } from 'iinked-sign-testing/strings';
import { describe, expect, test } from 'vitest';
import { type Client, InvalidRequestError } from '../src/index.ts';
import { callRaw } from './examples.ts';
import { alive, apiKey, clientOf, deleted, meetingVideoId, packageId, rejection, untyped } from './fixtures.ts';

const path = '/packages/{packageId}/videos/delete';

async function aServer() {
  const { url, received } = await serve(json({ packageId, videos: [] }));
  return { client: clientOf(url), received };
}

/** Every object that a caller hands over, each with one that may be sent. */
const handedOver: Record<string, [object, (client: Client, given: never) => Promise<unknown>]> = {
  'the package to list': [{ packageId }, ({ videos }, given) => videos.list(given)],
  'the video to delete': [{ packageId, meetingVideoId }, ({ videos }, given) => videos.delete(given)],
  'the package to empty': [{ packageId }, ({ videos }, given) => videos.deleteAll(given)],
  'the query': [{ take: 5 }, ({ packages }, given) => packages.list(given)],
  'the query of all pages': [{ take: 5 }, ({ packages }, given) => packages.listAll(given).next()],
  'the options of a list': [{ maxRetries: 0 }, ({ videos }, given) => videos.list({ packageId }, given)],
  'the options of all pages': [{ maxRetries: 0 }, ({ packages }, given) => packages.listAll({}, given).next()],
  'the options of a deletion': [{ maxRetries: 0 }, ({ videos }, given) => videos.deleteAll({ packageId }, given)],
  'the conditions': [
    { retentionOver: true },
    ({ videos }, onlyIf) => videos.delete({ packageId, meetingVideoId }, { onlyIf }),
  ],
  'the hold': [
    { packageIds: [] },
    ({ videos }, hold) => videos.delete({ packageId, meetingVideoId }, { onlyIf: { hold } }),
  ],
  'a raw call': [{ params: { path: { packageId } }, body: { packageId } }, ({ raw }, given) => raw.POST(path, given)],
  'the parameters of a raw call': [
    { path: { packageId } },
    ({ raw }, params) => raw.POST(path, { params, body: { packageId } }),
  ],
  'the path of a raw call': [
    { packageId },
    ({ raw }, given) => raw.POST(path, { params: { path: given }, body: { packageId } }),
  ],
  'the body of a raw call': [{ packageId }, (client, body) => callRaw(client, 'deleteVideos', { packageId, body })],
};

/** Objects that may hold more than their plain fields show. */
const disguises: Record<string, (fields: object) => unknown> = {
  'an instance of a class with a private field': (fields) =>
    Object.assign(
      new (class {
        #id = meetingVideoId;
        get video() {
          return this.#id;
        }
      })(),
      fields,
    ),
  'an instance of a class': (fields) => Object.assign(new (class Target {})(), fields),
  'an object that inherits its fields': (fields) => Object.create(fields),
  'an object that inherits a field': (fields) => Object.assign(Object.create({ meetingVideoId }), fields),
  'an object that inherits from one without a prototype': (fields) =>
    Object.assign(Object.create(Object.assign(Object.create(null), { meetingVideoId })), fields),
  'a field that is not enumerable': (fields) => Object.defineProperty({ ...fields }, 'videoId', { value: 'v' }),
  'a field with a symbol': (fields) => ({ ...fields, [Symbol('meetingVideoId')]: meetingVideoId }),
  'a field that is not known': (fields) => ({ ...fields, video: meetingVideoId }),
  'an unknown field without a value': (fields) => ({ ...fields, meetingVideoID: undefined }),
  'a field named __proto__': (fields) => ({ ...fields, ['__proto__']: { meetingVideoId } }),
  'an array': (fields) => Object.assign([], fields),
  'a Map': (fields) => new Map(Object.entries(fields)),
  'a function': (fields) => Object.assign(() => undefined, fields),
  JSON: (fields) => JSON.stringify(fields),
  null: () => null,
};

describe.each(Object.entries(handedOver))('as %s', (_, [fields, call]) => {
  test('an object is taken, also one without a prototype, one of another realm, and one with a hidden known field', async () => {
    const { client, received } = await aServer();
    const inOtherRealm = runInContext(`(${JSON.stringify(fields)})`, createContext({}));
    const [name = '', value]: [string?, unknown?] = Object.entries(fields)[0] ?? [];
    const rest = Object.fromEntries(Object.entries(fields).slice(1));
    const hidden = Object.defineProperty(rest, name, { value, enumerable: false });
    for (const given of [fields, Object.assign(Object.create(null), fields), inOtherRealm, hidden]) {
      received.length = 0;
      await call(client, untyped(given)).catch((error: unknown) =>
        expect(error).not.toBeInstanceOf(InvalidRequestError),
      );
      expect(received).not.toEqual([]);
    }
  });

  test(`nothing else is: ${Object.keys(disguises).join(', ')}`, async () => {
    const { client, received } = await aServer();
    for (const [name, disguise] of Object.entries(disguises)) {
      const error = await rejection(call(client, untyped(disguise(fields))));
      expect(error, name).toBeInstanceOf(InvalidRequestError);
    }
    expect(received).toEqual([]);
  });

  test('an object is rejected while Object.prototype has an enumerable field', async () => {
    const { client, received } = await aServer();
    Object.defineProperty(Object.prototype, 'meetingVideoId', {
      value: 'v',
      enumerable: true,
      configurable: true,
      writable: true,
    });
    try {
      const error = await rejection(call(client, untyped(fields)));
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toHaveProperty('message', expect.stringContaining('meetingVideoId is not a field of'));
    } finally {
      Reflect.deleteProperty(Object.prototype, 'meetingVideoId');
    }
    expect(received).toEqual([]);
  });

  test('each field is read once', async () => {
    const { client } = await aServer();
    const reads: Record<string, number> = {};
    const counting = Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => {
          const get = () => {
            reads[name] = (reads[name] ?? 0) + 1;
            return value;
          };
          return [name, { get, enumerable: true }];
        }),
      ),
    );
    await call(client, untyped(counting)).catch((error: unknown) =>
      expect(error).not.toBeInstanceOf(InvalidRequestError),
    );
    expect(reads).toEqual(Object.fromEntries(Object.keys(fields).map((name) => [name, 1])));
  });
});

/** A getter that gives these values, one after the other. */
function inTurn<T>(...values: T[]): () => T | undefined {
  return () => (values.length > 1 ? values.shift() : values[0]);
}

/** An object with such a getter. */
function changing(name: string, ...values: unknown[]): object {
  return Object.defineProperty({}, name, { get: inTurn(...values), enumerable: true });
}

describe('a value that changes while it is read', () => {
  test.each<[string, (client: Client) => Promise<unknown>, string[]]>([
    [
      'a dry run stays one',
      ({ videos }) => videos.deleteAll({ packageId }, untyped(changing('dryRun', true, false))),
      [''],
    ],
    [
      'a video stays the same',
      ({ videos }) => videos.delete(untyped(Object.assign(changing('meetingVideoId', 'v', ''), { packageId }))),
      [JSON.stringify({ packageId, meetingVideoId: 'v' })],
    ],
    [
      'a package stays the same',
      ({ videos }) => videos.deleteAll(untyped(changing('packageId', packageId, 'other'))),
      [JSON.stringify({ packageId }), ''],
    ],
    [
      'the video of a raw call stays the same',
      (client) =>
        callRaw(client, 'deleteVideos', {
          packageId,
          body: Object.assign(changing('meetingVideoId', 'v', undefined), { packageId }),
        }),
      [JSON.stringify({ packageId, meetingVideoId: 'v' })],
    ],
    [
      'the body of a raw call stays the same',
      ({ raw }) =>
        raw.POST(
          path,
          untyped(
            Object.assign(changing('body', { packageId, meetingVideoId: 'v' }, { packageId }), {
              params: { path: { packageId } },
            }),
          ),
        ),
      [JSON.stringify({ packageId, meetingVideoId: 'v' })],
    ],
    ['a query stays the same', ({ packages }) => packages.list(untyped(changing('take', 5, 'all'))), ['{"take":5}']],
  ])('%s', async (_, call, bodies) => {
    const { client, received } = await aServer();
    await call(client).catch((error: unknown) => expect(error).not.toBeInstanceOf(InvalidRequestError));
    expect(received.map(({ body }) => body)).toEqual(bodies);
  });

  test('a raw call whose getters add options after the check reaches no other origin', async () => {
    const evil = await serve(json(deleted));
    const { client } = await aServer();
    let calls = 0;
    const added = {
      baseUrl: evil.url,
      fetch: () => {
        calls += 1;
      },
      bodySerializer: () => '{}',
      headers: { 'x-evil': '1' },
    };
    for (const name of ['params', 'body']) {
      const init: object = { params: { path: { packageId } }, body: { packageId, meetingVideoId } };
      const value: unknown = Reflect.get(init, name);
      Object.defineProperty(init, name, { get: () => Object.assign(init, added) && value, enumerable: true });
      await client.raw.POST(path, untyped(init)).catch(() => undefined);
    }
    expect([evil.received, calls]).toEqual([[], 0]);
  });
});

class PrivateVideo {
  #meetingVideoId = meetingVideoId;
  packageId = packageId;
  get meetingVideoId(): never {
    return untyped(this.#meetingVideoId);
  }
}

describe('what could delete more than it says is rejected', () => {
  test.each<[string, (client: Client) => Promise<unknown>]>([
    ['deleteAll with a video', ({ videos }) => videos.deleteAll(untyped({ packageId, meetingVideoId }))],
    [
      'deleteAll with no video in it',
      ({ videos }) => videos.deleteAll(untyped({ packageId, meetingVideoId: undefined })),
    ],
    ['deleteAll with a video behind a private field', ({ videos }) => videos.deleteAll(new PrivateVideo())],
    ['deleteAll with options that got lost', ({ videos }) => videos.deleteAll({ packageId }, untyped(null))],
    ['delete without a video', ({ videos }) => videos.delete(untyped({ packageId }))],
    ['delete of nothing', ({ videos }) => videos.delete(untyped(undefined))],
    ['deleteAll of nothing', ({ videos }) => videos.deleteAll(untyped(undefined))],
    ['deleteAll of a string', ({ videos }) => videos.deleteAll(untyped(packageId))],
    ['a misspelt option', ({ videos }) => videos.deleteAll({ packageId }, untyped({ dryrun: true }))],
    ['dryRun where the ids belong', ({ videos }) => videos.deleteAll(untyped({ packageId, dryRun: true }))],
    ['dryRun that is a string', ({ videos }) => videos.deleteAll({ packageId }, untyped({ dryRun: 'true' }))],
    ['dryRun that got lost', ({ videos }) => videos.deleteAll({ packageId }, untyped({ dryRun: undefined }))],
    ['dryRun that is null', ({ videos }) => videos.delete({ packageId, meetingVideoId }, untyped({ dryRun: null }))],
    ...[undefined, null, [], '{}', {}, { packageId: 'another' }, { packageId, meetingVideoID: undefined }].map(
      (body): [string, (client: Client) => Promise<unknown>] => [
        `a raw body that is ${JSON.stringify(body)}`,
        (client) => callRaw(client, 'deleteVideos', { packageId, body }),
      ],
    ),
    [
      'a raw body with a video that got lost',
      (client) => callRaw(client, 'deleteVideos', { packageId, body: { packageId, meetingVideoId: undefined } }),
    ],
    [
      'a raw body with toJSON',
      (client) => {
        const body = { packageId, meetingVideoId, toJSON: () => ({ packageId }) };
        return callRaw(client, 'deleteVideos', { packageId, body });
      },
    ],
    ['a raw call without a package in its path', (client) => callRaw(client, 'deleteVideos', { body: { packageId } })],
    ['a raw call without anything', ({ raw }) => raw.POST(path, untyped(undefined))],
    ['a raw list of packages with a package', (client) => callRaw(client, 'listPackages', { packageId, body: {} })],
    ['a raw list of videos with a body', (client) => callRaw(client, 'listVideos', { packageId, body: {} })],
    ...['/packages/delete', '/packages', '', undefined].map((other): [string, (client: Client) => Promise<unknown>] => [
      `a raw call of the path ${other}`,
      ({ raw }) => raw.POST(untyped(other), untyped({ body: { packageId } })),
    ]),
    [
      'a raw call with a method that the path does not have',
      ({ raw }) => raw.GET(untyped(path), untyped({ params: { path: { packageId } } })),
    ],
    ...['baseUrl', 'fetch', 'headers', 'bodySerializer', 'pathSerializer', 'middleware', 'redirect', 'Request'].map(
      (option): [string, (client: Client) => Promise<unknown>] => [
        `a raw call with its own ${option}`,
        (client) => callRaw(client, 'deleteVideos', { packageId, body: { packageId } }, { [option]: {} }),
      ],
    ),
    [
      'a raw call with a query',
      ({ raw }) => raw.POST(path, { params: untyped({ path: { packageId }, query: { a: 1 } }), body: { packageId } }),
    ],
  ])('%s', async (_, call) => {
    const { client, received } = await aServer();
    expect(await rejection(call(client))).toBeInstanceOf(InvalidRequestError);
    expect(received).toEqual([]);
  });

  test('for any body of a raw deletion: nothing, or a body with a real video or with none at all', async () => {
    const { client, received } = await aServer();
    const anything = fc.oneof(fc.jsonValue(), anyString, fc.constant(undefined));
    const bodies = fc.oneof(fc.record({ packageId: fc.constant(packageId), meetingVideoId: anything }), fc.object());
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        received.length = 0;
        const isRejected = await callRaw(client, 'deleteVideos', { packageId, body }).then(
          () => false,
          (error) => error instanceof InvalidRequestError,
        );
        if (isRejected) {
          expect(received).toEqual([]);
          return;
        }
        expect(received.map((request): unknown => JSON.parse(request.body))).toEqual([body]);
        expect(Object.keys(body).every((key) => key === 'packageId' || key === 'meetingVideoId')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test('a request carries the key, asks for JSON, and names the package in path and body', async () => {
  const { client, received } = await aServer();
  await client.videos.deleteAll({ packageId });
  expect(received).toMatchObject([
    {
      method: 'POST',
      path: `/api/v1/packages/${packageId}/videos/delete`,
      body: JSON.stringify({ packageId }),
      headers: { api_key: apiKey, accept: 'application/json', 'content-type': 'application/json' },
    },
    { method: 'GET', path: `/api/v1/packages/${packageId}/videos`, body: '', headers: { 'cache-control': 'no-cache' } },
  ]);
});

test('a preview counts a video once that is listed twice', async () => {
  const { url } = await serve(json({ packageId, videos: [...alive.videos, ...alive.videos] }));
  expect((await clientOf(url).videos.deleteAll({ packageId }, { dryRun: true })).videos).toEqual(alive.videos);
});
