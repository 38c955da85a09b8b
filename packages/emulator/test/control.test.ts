import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

test('a fault can be set over HTTP', async () => {
  const { control, call } = await start();
  const fault = { status: 429, retryAfter: 3, on: 'listVideos', times: 1 };
  expect((await control('POST', 'faults', fault)).status).toBe(204);
  const response = await call('GET', '/packages/lease/videos');
  expect([response.status, response.headers['retry-after']]).toEqual([429, '3']);
  expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
});

test('the snapshot shows what it holds and the last requests, without the key, and is not recorded itself', async () => {
  const { control, call, apiKey, requests } = await start();
  await call('GET', '/packages/lease/videos');
  const { text } = await control('GET', 'snapshot');
  expect(JSON.parse(text)).toMatchObject({
    packages: [{ packageId: 'lease' }],
    requests: [{ operationId: 'listVideos', status: 200 }],
  });
  expect(text).not.toContain(apiKey);
  expect(requests).toHaveLength(1);
});

test('a snapshot can be seeded again, and restores what there was', async () => {
  const first = await start();
  await first.call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: 'first' });
  const snapshot = JSON.parse((await first.control('GET', 'snapshot')).text);
  const second = await start({ packages: [] });
  expect((await second.control('POST', 'seed', snapshot)).status).toBe(204);
  expect(second.packages).toEqual(first.packages);
});

test('packages can be seeded over HTTP', async () => {
  const { control, call } = await start();
  const seeded = await control('POST', 'seed', [aPackage({ packageId: 'other', videos: [aVideo()] })]);
  expect(seeded.status).toBe(204);
  expect(await call('POST', '/packages/list', {})).toMatchObject({ body: { total: 2 } });
});

describe('a seed with a mistake is refused, with the field, and nothing of it is kept', () => {
  const video = { meetingVideoId: 'v' };
  test.each<[string, unknown]>([
    ['packages is missing.', {}],
    ['The seed must be an object, got a number.', 7],
    ['[0].packageId is missing.', [{ videos: [] }]],
    ['packages[0].videos is missing.', { packages: [{ packageId: 'p' }] }],
    ['[0].nmae is not a known field.', [{ packageId: 'p', nmae: 'Lease', videos: [] }]],
    ['[0].videos[0].lenght is not a known field.', [{ packageId: 'p', videos: [{ ...video, lenght: 'PT1M' }] }]],
    [
      '[0].state looks like a misspelt "executed", got "exceuted".',
      [{ packageId: 'p', state: 'exceuted', videos: [] }],
    ],
    [
      '[0].type looks like a misspelt "Sequential", got "sequentail".',
      [{ packageId: 'p', type: 'sequentail', videos: [] }],
    ],
    [
      '[0].state must be one of draft, open, executed, expired, rescinded, select, add, or a new one, got "archived".',
      [{ packageId: 'p', state: 'archived', videos: [] }],
    ],
    [
      '[0].videos[0].state looks like a misspelt "archived", got "archvied".',
      [{ packageId: 'p', videos: [{ ...video, state: 'archvied' }] }],
    ],
    [
      '[0].videos[0].size must be a whole number or null, got 1.5.',
      [{ packageId: 'p', videos: [{ ...video, size: 1.5 }] }],
    ],
    ['[0].meetings must not be given.', [{ packageId: 'p', videos: [], meetings: [] }]],
    [
      '[0].videos[0].meetingVideoId is there twice: "first".',
      [{ packageId: 'p', videos: [{ meetingVideoId: 'first' }] }],
    ],
    [
      '[0].videos[0].timeCreated must be a date and time such as 2026-01-31T09:30:00Z, got "yesterday".',
      [{ packageId: 'p', videos: [{ ...video, timeCreated: 'yesterday' }] }],
    ],
    [
      '[1].packageId is there twice: "p".',
      [
        { packageId: 'p', videos: [] },
        { packageId: 'p', videos: [] },
      ],
    ],
    [
      '[1].videos[0].meetingVideoId is there twice: "v".',
      [
        { packageId: 'p', videos: [video] },
        { packageId: 'q', videos: [video] },
      ],
    ],
  ])('%s', async (message, content) => {
    const { control, packages, seed } = await start();
    const refused = await control('POST', 'seed', content);
    expect([refused.status, JSON.parse(refused.text)]).toEqual([400, { error: 'seed_invalid', message }]);
    expect(() => Reflect.apply(seed, undefined, [content])).toThrow(
      expect.objectContaining({ name: 'SeedError', message }),
    );
    expect(packages).toHaveLength(1);
  });
});

test.each(['shredded', 'Archived', 'ARCHIVED'])(
  'a state that nobody knows yet, or in another case, can be seeded: %s',
  async (state) => {
    const { call, seed } = await start();
    seed([{ packageId: 'p', videos: [{ meetingVideoId: 'v', state }] }]);
    expect(await call('GET', '/packages/p/videos')).toMatchObject({ status: 200, body: { videos: [{ state }] } });
  },
);

test('a package that is seeded again keeps the ids of its videos', async () => {
  const { packages, seed } = await start();
  seed([{ packageId: 'lease', videos: [{ meetingVideoId: 'first' }] }]);
  expect(packages).toEqual([{ packageId: 'lease', videos: [{ meetingVideoId: 'first' }] }]);
});

test('faults can be cleared over HTTP', async () => {
  const { control, call } = await start();
  await control('POST', 'faults', { status: 500, times: 'always' });
  expect((await call('GET', '/packages/lease/videos')).status).toBe(500);
  expect((await control('DELETE', 'faults')).status).toBe(204);
  expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
});

describe('all requests that are kept can be read over HTTP, page by page', () => {
  test('a hundred at a time, or as many as the query says', async () => {
    const { control, call } = await start();
    for (let number = 0; number < 120; number++) await call('GET', `/packages/${number}/videos`);
    const page = async (query: string) => JSON.parse((await control('GET', `requests${query}`)).text);
    const numbers = ({ items }: { items: { path: string }[] }) => items.map(({ path }) => path.split('/')[4]);
    const first = await page('');
    expect(first).toMatchObject({ total: 120, take: 100, skip: 0 });
    expect(numbers(first)).toHaveLength(100);
    expect(numbers(await page('?skip=100'))).toEqual(Array.from({ length: 20 }, (_, index) => String(100 + index)));
    expect(numbers(await page('?skip=5&take=2'))).toEqual(['5', '6']);
    expect(numbers(await page('?skip=500'))).toEqual([]);
  });

  test.each<[string, string]>([
    ['take=0', 'take must be 1 or more, got 0.'],
    ['take=1001', 'take must be 1000 or less, got 1001.'],
    ['skip=-1', 'skip must be a whole number, got a string.'],
    ['tkae=1', 'The query parameter tkae is not known.'],
  ])('not with %s', async (query, message) => {
    const { control } = await start();
    const refused = await control('GET', `requests?${query}`);
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([400, { message }]);
  });
});

test('only calls of the API and of files take faults and are recorded', async () => {
  const { send, call, control, failNext, requests } = await start();
  failNext({ status: 500 });
  for (const path of ['/', '/favicon.ico', '/nowhere', '/packages/list', '/api', '/_emulator/snapshot']) {
    expect((await send('GET', path)).status).not.toBe(500);
  }
  expect(JSON.parse((await send('GET', '/packages/list')).text)).toMatchObject({
    message: expect.stringContaining('The API is under /api/v1'),
  });
  expect(JSON.parse((await control('GET', 'requests')).text)).toMatchObject({ total: 0 });
  expect((await call('GET', '/packages/lease/videos')).status).toBe(500);
  expect(requests).toHaveLength(1);
});

test('the contract can be read, with the emulator in place of the servers of the API', async () => {
  const { control, url } = await start();
  const { servers, paths } = JSON.parse((await control('GET', 'openapi.json')).text);
  expect(servers).toMatchObject([{ url }]);
  expect(Object.keys(paths)).toContain('/packages/{packageId}/videos/delete');
});

test('it can be reset over HTTP', async () => {
  const { control, call, packages, requests, lease } = await start();
  await call('POST', '/packages/lease/videos/delete', { packageId: 'lease' });
  await control('POST', 'faults', { status: 500 });
  expect((await control('POST', 'reset')).status).toBe(204);
  expect(packages).toEqual([lease]);
  expect(requests).toEqual([]);
  expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
});

test('its clock can be moved over HTTP', async () => {
  const { control, clock } = await start();
  const moved = await control('POST', 'clock', { now: '2030-01-01T00:00:00Z' });
  expect(JSON.parse(moved.text)).toMatchObject({ now: expect.stringMatching(/^2030-01-01T00:00:0/) });
  await control('POST', 'clock', { advanceMs: 86_400_000 });
  expect(clock.now().toISOString()).toMatch(/^2030-01-02T00:00:0/);
});

test.each<[string, unknown]>([
  ['now must be a date and time such as 2026-01-31T09:30:00Z, got "soon".', { now: 'soon' }],
  ['advanceMs must be a number, got a string.', { advanceMs: '1' }],
  ['advance is not a known field.', { advance: 1 }],
  ['The body must have 1 field at least.', {}],
  ['The body must have 1 field at most.', { now: '2030-01-01T00:00:00Z', advanceMs: 1 }],
  ...['2016-12-31T23:59:60Z', '9999-12-31T23:59:59Z', '1969-07-20T00:00:00Z'].map((now): [string, unknown] => [
    'The time must be a valid date and time of the years 1970 to 9999, without leap seconds.',
    { now },
  ]),
  ['The time must be a valid date and time of the years 1970 to 9999, without leap seconds.', { advanceMs: 1e300 }],
])('a move of the clock is refused: %s', async (message, move) => {
  const { control, clock } = await start();
  const refused = await control('POST', 'clock', move);
  expect([refused.status, JSON.parse(refused.text)]).toEqual([400, { error: 'clock_invalid', message }]);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
});

test('its health can be asked for, as long as it runs', async () => {
  const { control } = await start();
  expect(await control('GET', 'health')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
});

test.each(['faults', 'seed', 'clock', 'reset'])(
  '%s is only taken as application/json, as no form sends it',
  async (name) => {
    const { send, packages, call } = await start();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      undefined,
    ]) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const refused = await send('POST', `/_emulator/${name}`, headers, '{"status":500}');
      expect(refused.status).toBe(400);
      expect(JSON.parse(refused.text)).toMatchObject({ error: 'request_invalid_content_type' });
    }
    expect(packages).toHaveLength(1);
    expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
  },
);

test.each(['nothing', '', 'constructor', '__proto__'])('there is no control %j', async (name) => {
  const { control } = await start();
  expect((await control('GET', name)).status).toBe(404);
});
