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
      '[0].state must be one of draft, open, executed, expired, rescinded, select, add, got "archvied".',
      [{ packageId: 'p', state: 'archvied', videos: [] }],
    ],
    [
      '[0].videos[0].state must be one of started, stopped, queued, failed, archived, deleted, got "archvied".',
      [{ packageId: 'p', videos: [{ ...video, state: 'archvied' }] }],
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
  ])('%s', async (message, seed) => {
    const { control, packages } = await start();
    const refused = await control('POST', 'seed', seed);
    expect([refused.status, JSON.parse(refused.text)]).toEqual([400, { error: 'seed_invalid', message }]);
    expect(packages).toHaveLength(1);
  });
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
])('a move of the clock is refused: %s', async (message, move) => {
  const { control } = await start();
  const refused = await control('POST', 'clock', move);
  expect([refused.status, JSON.parse(refused.text)]).toEqual([400, { error: 'clock_invalid', message }]);
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
