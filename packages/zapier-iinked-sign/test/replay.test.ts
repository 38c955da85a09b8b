import type { Fault } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf } from './zap.ts';

const inputData = { packageId: 'lease', meetingVideoId: 'a' };

describe('a replayed Delete Video', () => {
  test('succeeds, and says that the video was already deleted', async () => {
    const { run, left } = await aZap();
    await run(delete_video, inputData);
    expect(await run(delete_video, inputData)).toMatchObject({
      id: 'a',
      deleted: true,
      wouldDelete: false,
      alreadyDeleted: true,
      deletedCount: 0,
      deletedBytes: 0,
      videos: [{ meetingVideoId: 'a', state: 'deleted' }],
    });
    expect(left()).toBe(2);
  });

  test('succeeds where the API confirms a second deletion', async () => {
    const { run, left } = await aZap({ deletedAgain: 'again' });
    await run(delete_video, inputData);
    expect(await run(delete_video, inputData)).toMatchObject({ deleted: true, videos: [{ meetingVideoId: 'a' }] });
    expect(left()).toBe(2);
  });

  test('does not guess: a video that the API does not find, but lists as still there, stops it', async () => {
    const { run, emulator, left } = await aZap();
    emulator.failNext({ on: 'deleteVideos', status: 404, body: { error: 'meeting_video_not_found', message: 'No.' } });
    const error = await failureOf(run(delete_video, inputData));
    expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringMatching(/404.*deleted nothing/) });
    expect(left()).toBe(3);
  });

  test('does not guess: a video of which nothing is known stops it', async () => {
    const { run } = await aZap();
    await run(delete_video, inputData);
    const error = await failureOf(run(delete_video, { ...inputData, meetingVideoId: 'x' }));
    expect(error).toMatchObject({
      name: 'HaltedError',
      message: expect.stringContaining('meeting_video_not_found'),
    });
  });

  test.each<[string, Fault]>([
    ['fails', { status: 500 }],
    ['is lost', { reset: true }],
    ['must wait', { status: 429, retryAfter: 5 }],
  ])('stops where the list that settles it %s, and succeeds when it is replayed again', async (_, fault) => {
    const { run, emulator } = await aZap();
    await run(delete_video, inputData);
    emulator.failNext({ on: 'listVideos', ...fault });
    const error = await failureOf(run(delete_video, inputData));
    expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringContaining('meeting_video_not_found') });
    expect(await run(delete_video, inputData)).toMatchObject({ alreadyDeleted: true });
  });
});

test('a replayed Delete All Package Videos succeeds when nothing is left', async () => {
  const { run } = await aZap();
  await run(delete_all_package_videos, { packageId: 'lease' });
  const replayed = await run(delete_all_package_videos, { packageId: 'lease' });
  expect(replayed).toMatchObject({ settledByList: true });
});
