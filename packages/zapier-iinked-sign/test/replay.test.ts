import type { Fault } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf } from './scene.ts';

const inputData = { packageId: 'lease', meetingVideoId: 'a' };

describe('a replayed Delete Video', () => {
  test('ends well, and tells that the video was gone already', async () => {
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

  test('ends well after a first run whose answer was lost', async () => {
    const { run, emulator, left } = await aZap();
    emulator.failNext({ resetAfter: true });
    const error = await failureOf(run(delete_video, inputData));
    expect(error.message).toMatch(/may have been deleted.*A replay of this step deletes no other video/);
    expect(await run(delete_video, inputData)).toMatchObject({ deleted: true, alreadyDeleted: true });
    expect(left()).toBe(2);
  });

  test('ends well where the API confirms a second deletion', async () => {
    const { run, left } = await aZap({ deletedAgain: 'again' });
    await run(delete_video, inputData);
    expect(await run(delete_video, inputData)).toMatchObject({ deleted: true, videos: [{ meetingVideoId: 'a' }] });
    expect(left()).toBe(2);
  });

  test('does not guess: a video that the API does not find, but lists as still there, stops it', async () => {
    const { run, emulator, left } = await aZap();
    emulator.failNext({ on: 'deleteVideos', status: 404, body: { error: 'meeting_video_not_found', message: 'No.' } });
    const error = await failureOf(run(delete_video, inputData));
    expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringMatching(/404.*Nothing was deleted/) });
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

  test.each<[string, Fault, string]>([
    ['fails', { status: 500 }, 'AppError'],
    ['is lost', { reset: true }, 'AppError'],
    ['must wait', { status: 429, retryAfter: 5 }, 'ThrottledError'],
  ])('can be replayed again where the list that settles it %s', async (_, fault, name) => {
    const { run, emulator } = await aZap();
    await run(delete_video, inputData);
    emulator.failNext({ on: 'listVideos', ...fault });
    expect(await failureOf(run(delete_video, inputData))).toMatchObject({ name });
    expect(await run(delete_video, inputData)).toMatchObject({ alreadyDeleted: true });
  });
});

describe('Delete All Package Videos', () => {
  test.each<[string, Fault]>([
    ['a lost answer', { resetAfter: true }],
    ['a failure of the server', { status: 502, body: '<html>' }],
    ['an answer that confirms nothing', { status: 200, body: { packageId: 'another', videos: [] } }],
  ])('stops after %s, so that Zapier does not run it again by itself', async (_, fault) => {
    const { run, emulator } = await aZap();
    emulator.failNext(fault);
    const error = await failureOf(run(delete_all_package_videos, { packageId: 'lease' }));
    expect(error).toMatchObject({
      name: 'HaltedError',
      message: expect.stringMatching(/may have been deleted.*Look at the videos of the package before you replay/),
    });
    expect(emulator.requests).toHaveLength(1);
  });

  test('ends well when a person replays it and nothing is left', async () => {
    const { run } = await aZap();
    await run(delete_all_package_videos, { packageId: 'lease' });
    expect(await run(delete_all_package_videos, { packageId: 'lease' })).toMatchObject({ deletedCount: 0, videos: [] });
  });
});
