import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AuthenticationError, createClient, NotFoundError } from '../src/index.ts';
import { rejection } from './fixtures.ts';

/** A client of an emulator that holds two packages with videos. */
async function aClient() {
  const emulator = await startEmulator({
    packages: [
      aPackage({
        packageId: 'lease',
        videos: ['a', 'b', 'c'].map((meetingVideoId) => aVideo({ meetingVideoId, size: 1000 })),
      }),
      aPackage({ packageId: 'other', videos: [aVideo({ meetingVideoId: 'd' })] }),
    ],
  });
  onTestFinished(() => emulator.close());
  const left = () =>
    emulator.packages.flatMap(({ videos }) =>
      videos.filter(({ state }) => state !== 'deleted').map(({ meetingVideoId }) => meetingVideoId),
    );
  return { emulator, left, client: createClient({ apiKey: emulator.apiKey, server: emulator.url }) };
}

describe('on the emulator', () => {
  test('delete deletes one video, and tells which', async () => {
    const { client, left } = await aClient();
    expect(await client.videos.delete({ packageId: 'lease', meetingVideoId: 'b' })).toMatchObject({
      packageId: 'lease',
      videos: [{ meetingVideoId: 'b', state: 'deleted', size: 1000, timeDeleted: expect.any(String) }],
    });
    expect(left()).toEqual(['a', 'c', 'd']);
  });

  test('deleteAll deletes every video of the package, and no other', async () => {
    const { client, left } = await aClient();
    const { videos } = await client.videos.deleteAll({ packageId: 'lease' });
    expect(videos.map(({ meetingVideoId }) => meetingVideoId)).toEqual(['a', 'b', 'c']);
    expect(left()).toEqual(['d']);
  });

  test('a dry run deletes nothing', async () => {
    const { client, left, emulator } = await aClient();
    const preview = await client.videos.deleteAll({ packageId: 'lease' }, { dryRun: true });
    expect(preview).toMatchObject({ dryRun: true, videos: [{}, {}, {}] });
    expect(left()).toHaveLength(4);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['listVideos']);
  });

  test('list and packages.list read', async () => {
    const { client } = await aClient();
    expect((await client.videos.list({ packageId: 'lease' })).videos).toHaveLength(3);
    expect(await client.packages.list({ take: 1 })).toMatchObject({ total: 2, take: 1, items: [{}] });
  });

  test('a wrong key, an unknown package and an unknown video are errors of their own, with the words of the API', async () => {
    const { client, emulator, left } = await aClient();
    const stranger = createClient({ apiKey: 'wrong-key', server: emulator.url });
    const refused = await rejection(stranger.videos.deleteAll({ packageId: 'lease' }));
    expect(refused).toBeInstanceOf(AuthenticationError);
    expect(refused).toMatchObject({ code: 'api_key_not_authorized' });
    const unknownPackage = await rejection(client.videos.deleteAll({ packageId: 'x' }));
    expect(unknownPackage).toBeInstanceOf(NotFoundError);
    expect(unknownPackage).toMatchObject({ code: 'package_not_found', mayHaveDeleted: false });
    const unknownVideo = await rejection(client.videos.delete({ packageId: 'lease', meetingVideoId: 'd' }));
    expect(unknownVideo).toMatchObject({ code: 'meeting_video_not_found', mayHaveDeleted: false });
    expect(left()).toHaveLength(4);
  });

  test('delete recovers from a lost response: the video is deleted, once', async () => {
    const { client, emulator, left } = await aClient();
    emulator.failNext({ resetAfter: true });
    const { videos } = await client.videos.delete({ packageId: 'lease', meetingVideoId: 'a' });
    expect(videos).toMatchObject([{ meetingVideoId: 'a', state: 'deleted' }]);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual([
      'deleteVideos',
      'deleteVideos',
      'listVideos',
    ]);
    expect(left()).toEqual(['b', 'c', 'd']);
  });

  test('deleteAll is sent once when its response is lost', async () => {
    const { client, emulator } = await aClient();
    emulator.failNext({ on: 'deleteVideos', truncate: true });
    expect(await client.videos.deleteAll({ packageId: 'lease' })).toMatchObject({ settledByList: true });
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['deleteVideos', 'listVideos']);
  });
});

test('an API may take an empty id for none and delete everything: the client never sends it', async () => {
  const emulator = await startEmulator({ emptyVideoId: 'deleteAll' });
  onTestFinished(() => emulator.close());
  const packageId = emulator.packages[0]?.packageId ?? '';
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
  await rejection(client.videos.delete({ packageId, meetingVideoId: '' }));
  expect(emulator.requests).toEqual([]);

  await fetch(`${emulator.url}/packages/${packageId}/videos/delete`, {
    method: 'POST',
    headers: { api_key: emulator.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ packageId, meetingVideoId: '' }),
  });
  expect(emulator.packages[0]?.videos.every(({ state }) => state === 'deleted')).toBe(true);
});
