import type { Fault } from 'iinked-sign-emulator';
import { deleted, packageId } from 'iinked-sign-testing/faults';
import { json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { aZap, connectionTo, delete_all_package_videos, delete_video, failureOf, runStep } from './zap.ts';

const video = { packageId: 'lease', meetingVideoId: 'a' };
const lease = { packageId: 'lease' };

const operations = (requests: readonly { operationId: string | undefined }[]) =>
  requests.map(({ operationId }) => operationId);

describe('Delete Video whose response is lost', () => {
  test('succeeds where the list shows the video as deleted', async () => {
    const { run, emulator, left } = await aZap();
    emulator.failNext({ resetAfter: true });
    expect(await run(delete_video, video)).toMatchObject({
      id: 'a',
      deleted: true,
      alreadyDeleted: false,
      deletedCount: 1,
      videos: [{ meetingVideoId: 'a', state: 'deleted' }],
    });
    expect(operations(emulator.requests)).toEqual(['deleteVideos', 'listVideos', 'getPackage']);
    expect(left()).toBe(2);
  });

  test.each<[string, Fault]>([
    ['a connection that breaks', { reset: true }],
    ['a failure of the server', { status: 502, body: '<html>' }],
  ])('fails after %s where the list shows the video, so that a replay deletes it and no other', async (_, fault) => {
    const { run, emulator, left } = await aZap();
    emulator.failNext(fault);
    expect(await failureOf(run(delete_video, video))).toMatchObject({
      name: 'AppError',
      message: expect.stringMatching(/may have been deleted.*A replay of this step deletes no other video/),
    });
    expect(operations(emulator.requests)).toEqual(['deleteVideos', 'listVideos']);
    expect(await run(delete_video, video)).toMatchObject({ deleted: true, deletedCount: 1 });
    expect(left()).toBe(2);
  });

  test('fails where the list cannot be read either', async () => {
    const { run, emulator } = await aZap();
    emulator.failNext({ on: 'deleteVideos', resetAfter: true });
    emulator.failNext({ on: 'listVideos', status: 429, retryAfter: 5 });
    expect(await failureOf(run(delete_video, video))).toMatchObject({
      name: 'AppError',
      message: expect.stringContaining('may have been deleted'),
    });
  });
});

describe('Delete All Package Videos whose response is lost', () => {
  test('succeeds where the list shows that nothing is left, and says how it knows', async () => {
    const { run, emulator, left } = await aZap();
    emulator.failNext({ resetAfter: true });
    expect(await run(delete_all_package_videos, lease)).toMatchObject({
      id: 'lease',
      deleted: true,
      settledByList: true,
      deletedCount: 3,
      message: expect.stringMatching(/response was lost.*3 videos/),
    });
    expect(operations(emulator.requests)).toEqual(['deleteVideos', 'listVideos', 'getPackage']);
    expect(left()).toBe(0);
  });

  test('stops where the list shows a video that is left, such as one recorded since', async () => {
    const videos = [...deleted.videos, { meetingVideoId: 'new', state: 'started' }];
    const { url, received } = await serve(listing(json({ packageId, videos }), (response) => response.destroy()));
    const step = runStep(delete_all_package_videos, connectionTo(url), { packageId });
    expect(await failureOf(step)).toMatchObject({ name: 'HaltedError' });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test.each<[string, Fault]>([
    ['a connection that breaks', { reset: true }],
    ['a failure of the server', { status: 502, body: '<html>' }],
    ['a response that confirms nothing', { status: 200, body: { packageId: 'another', videos: [] } }],
  ])('stops after %s: nothing makes Zapier send it again', async (_, fault) => {
    const { run, emulator } = await aZap();
    emulator.failNext({ on: 'deleteVideos', ...fault });
    expect(await failureOf(run(delete_all_package_videos, lease))).toMatchObject({
      name: 'HaltedError',
      message: expect.stringMatching(/may have been deleted.*Look at the videos of the package before you replay/),
    });
    expect(operations(emulator.requests).filter((operation) => operation === 'deleteVideos')).toHaveLength(1);
  });

  test.each([401, 403, 404, 429])(
    'stops where the list says %i, and does not wait or ask to reconnect',
    async (status) => {
      const { run, emulator } = await aZap();
      emulator.failNext({ on: 'deleteVideos', reset: true });
      emulator.failNext({ on: 'listVideos', status });
      expect(await failureOf(run(delete_all_package_videos, lease))).toMatchObject({ name: 'HaltedError' });
    },
  );
});

test('a list with two dates settles nothing, and no cache is asked for it', async () => {
  const date = new Date().toUTCString();
  const { url, received } = await serve(
    listing(json(deleted, 200, { date: [date, date] }), json({ error: 'x', message: 'x' }, 500)),
  );
  const step = { packageId, meetingVideoId: deleted.videos[0]?.meetingVideoId ?? '' };
  const error = await failureOf(runStep(delete_video, connectionTo(url), step));
  expect(error).toMatchObject({ name: 'AppError', message: expect.stringContaining('may have been deleted') });
  expect(received.at(-1)).toMatchObject({ method: 'GET', headers: { 'cache-control': 'no-cache' } });
});
