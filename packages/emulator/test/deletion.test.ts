import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const path = '/packages/lease/videos/delete';
const states = (videos: { state?: string | null }[] | undefined) => videos?.map(({ state }) => state);

describe.each([path, '/packages/videos/delete'])('POST %s', (path) => {
  test('deletes the one video that it names', async () => {
    const { call, packages } = await start();
    const { status, body } = await call('POST', path, { packageId: 'lease', meetingVideoId: 'second' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      packageId: 'lease',
      videos: [{ meetingVideoId: 'second', state: 'deleted', url: null, timeUrlExpires: null }],
    });
    expect(states(packages[0]?.videos)).toEqual(['archived', 'deleted', 'deleted']);
  });

  test('deletes every video that is left when it names none', async () => {
    const { call, packages } = await start();
    const { body } = await call('POST', path, { packageId: 'lease' });
    expect(body).toMatchObject({ videos: [{ meetingVideoId: 'first' }, { meetingVideoId: 'second' }] });
    expect(states(packages[0]?.videos)).toEqual(['deleted', 'deleted', 'deleted']);
    expect(await call('POST', path, { packageId: 'lease' })).toMatchObject({ status: 200, body: { videos: [] } });
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['empty', ''],
    ['a number', 7],
    ['an object', {}],
  ])('refuses a video id that is %s', async (_, meetingVideoId) => {
    const { call, packages } = await start();
    expect(await call('POST', path, { packageId: 'lease', meetingVideoId })).toMatchObject({
      status: 400,
      body: { error: 'request_invalid', message: expect.stringMatching(/^meetingVideoId must /) },
    });
    expect(states(packages[0]?.videos)).toEqual(['archived', 'queued', 'deleted']);
  });

  test('dates the deletion', async () => {
    const { call, packages } = await start();
    const before = Date.now();
    await call('POST', path, { packageId: 'lease', meetingVideoId: 'first' });
    const time = Date.parse(packages[0]?.videos[0]?.timeDeleted ?? '');
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
    expect(packages[0]?.videos[0]?.timeDeleted).toMatch(/\.\d{7}Z$/);
  });

  test.each(['gone', 'unknown'])('does not find the video %s', async (meetingVideoId) => {
    const { call } = await start();
    expect(await call('POST', path, { packageId: 'lease', meetingVideoId })).toMatchObject({
      status: 404,
      body: { error: 'meeting_video_not_found' },
    });
  });
});

describe('the videos of a package under retention', () => {
  const packages = [
    aPackage({
      packageId: 'lease',
      timeRetention: '2030-01-01T00:00:00.1234567Z',
      videos: [aVideo({ meetingVideoId: 'free' })],
    }),
  ];

  test.each([{ packageId: 'lease', meetingVideoId: 'free' }, { packageId: 'lease' }])(
    'can be deleted by %j, unless the emulator is told otherwise, and until the retention expires',
    async (body) => {
      const lax = await start({ packages });
      lax.clock.set('2029-12-31T00:00:00Z');
      expect((await lax.call('POST', path, body)).status).toBe(200);
      const strict = await start({ packages, underRetention: 'refuse' });
      strict.clock.set('2029-12-31T00:00:00Z');
      expect(await strict.call('POST', path, body)).toMatchObject({
        status: 400,
        body: { error: 'package_delete_retention' },
      });
      expect(states(strict.packages[0]?.videos)).toEqual(['archived']);
      strict.clock.set('2030-01-01T00:00:01Z');
      expect((await strict.call('POST', path, body)).status).toBe(200);
    },
  );
});

describe('a video under retention', () => {
  const packages = [
    aPackage({
      packageId: 'lease',
      videos: [
        aVideo({ meetingVideoId: 'held', timeRetention: '2030-01-01T00:00:00.1234567Z' }),
        aVideo({ meetingVideoId: 'free' }),
      ],
    }),
  ];

  test('can be deleted, unless the emulator is told otherwise', async () => {
    const { call } = await start({ packages });
    expect((await call('POST', path, { packageId: 'lease', meetingVideoId: 'held' })).status).toBe(200);
  });

  test('can be protected, alone and among others, until its retention expires', async () => {
    const emulator = await start({ packages, underRetention: 'refuse' });
    const protectedPackage = { status: 400, body: { error: 'package_delete_retention' } };
    const one = { packageId: 'lease', meetingVideoId: 'held' };
    emulator.clock.set('2029-12-31T00:00:00Z');
    expect(await emulator.call('POST', path, one)).toMatchObject(protectedPackage);
    expect(await emulator.call('POST', path, { packageId: 'lease' })).toMatchObject(protectedPackage);
    expect(states(emulator.packages[0]?.videos)).toEqual(['archived', 'archived']);
    expect((await emulator.call('POST', path, { packageId: 'lease', meetingVideoId: 'free' })).status).toBe(200);
    emulator.clock.advance(2 * 86_400_000);
    expect((await emulator.call('POST', path, one)).status).toBe(200);
  });
});

test('an unknown package is not found', async () => {
  const { call } = await start();
  expect(await call('POST', '/packages/x/videos/delete', { packageId: 'x' })).toMatchObject({
    status: 404,
    body: { error: 'package_not_found' },
  });
});

test('a package that differs between path and body is refused', async () => {
  const { call, packages } = await start();
  expect(await call('POST', path, { packageId: 'x' })).toMatchObject({ status: 400 });
  expect(states(packages[0]?.videos)).toEqual(['archived', 'queued', 'deleted']);
});

test('a second deletion can answer with the video again', async () => {
  const { call } = await start({ deletedAgain: 'again' });
  expect(await call('POST', path, { packageId: 'lease', meetingVideoId: 'gone' })).toMatchObject({
    status: 200,
    body: { videos: [{ meetingVideoId: 'gone' }] },
  });
});

test.each([null, ''])('an empty video id can delete everything, as the real API may: %j', async (meetingVideoId) => {
  const { call, packages } = await start({ emptyVideoId: 'deleteAll' });
  expect(await call('POST', path, { packageId: 'lease', meetingVideoId })).toMatchObject({ status: 200 });
  expect(states(packages[0]?.videos)).toEqual(['deleted', 'deleted', 'deleted']);
});
