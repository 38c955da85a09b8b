import { aPackage, aVideo } from 'iinked-sign-emulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { credentialFor, deleteAll, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

test('Delete deletes the one video, and says which one and where', async () => {
  const [video, other] = [aVideo({ size: 484_524, duration: 'PT6S' }), aVideo()];
  const item = aPackage({ videos: [video, other] });
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, video.meetingVideoId));
  expect(jsonOf(output)).toEqual([
    {
      deleted: true,
      alreadyDeleted: false,
      server: emulator.url,
      packageId: item.packageId,
      meetingVideoId: video.meetingVideoId,
      timeDeleted: emulator.packages[0]?.videos[0]?.timeDeleted,
      size: 484_524,
      duration: 'PT6S',
    },
  ]);
  expect(videosLeft(emulator)).toEqual([other.meetingVideoId]);
});

test('what the API does not tell is null, so that every item has the same fields', async () => {
  const video = aVideo({ size: null });
  delete video.duration;
  const item = aPackage({ videos: [video] });
  const { run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, video.meetingVideoId));
  expect(jsonOf(output)[0]).toMatchObject({ size: null, duration: null });
});

test('without Simplify, Delete gives the whole video', async () => {
  const video = aVideo({ externalVideoId: 'archive-7' });
  const item = aPackage({ videos: [video] });
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, video.meetingVideoId, { simplify: false }));
  const ours = { deleted: true, alreadyDeleted: false, server: emulator.url, packageId: item.packageId };
  const { url: _, timeUrlExpires: __, ...whole } = { ...emulator.packages[0]?.videos[0] };
  expect(jsonOf(output)).toEqual([{ ...ours, ...whole }]);
});

test('every item deletes its own video, and the output is paired with it', async () => {
  const item = aPackage({ videos: [aVideo(), aVideo(), aVideo()] });
  const { emulator, run } = await scene({ packages: [item] });
  const ids = item.videos.map(({ meetingVideoId }) => meetingVideoId);
  const [output] = await run(deleteOne('={{ $json.of }}', '={{ $json.video }}'), {
    items: ids.map((video) => ({ of: item.packageId, video })),
  });
  expect(output?.map(({ json, pairedItem }) => [json.meetingVideoId, pairedItem])).toEqual([
    [ids[0], { item: 0 }],
    [ids[1], { item: 1 }],
    [ids[2], { item: 2 }],
  ]);
  expect(emulator.requests).toHaveLength(3);
});

test.each([1, 2])('a video that is named twice comes out as deleted twice (%i at once)', async (itemsAtOnce) => {
  const item = aPackage({ videos: [aVideo({ meetingVideoId: 'twice' }), aVideo({ meetingVideoId: 'other' })] });
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, 'twice', { options: { itemsAtOnce } }), { items: [{}, {}] });
  expect(jsonOf(output)).toMatchObject([{ deleted: true }, { deleted: true }]);
  expect(jsonOf(output).map(({ alreadyDeleted }) => alreadyDeleted)).toEqual(expect.arrayContaining([false, true]));
  expect(videosLeft(emulator)).toEqual(['other']);
});

test('what an earlier try has deleted comes out as deleted when n8n tries again', async () => {
  const item = aPackage({ videos: [aVideo({ meetingVideoId: 'a' }), aVideo({ meetingVideoId: 'b' })] });
  const { emulator, run } = await scene({ packages: [item] });
  const twoItems = () => run(deleteOne(item.packageId, '={{ $json.id }}'), { items: [{ id: 'a' }, { id: 'b' }] });
  emulator.failNext({});
  emulator.failNext({ status: 400 });
  await expect(twoItems()).rejects.toThrow('400');
  expect(jsonOf(await twoItems())).toMatchObject([
    { deleted: true, alreadyDeleted: true, meetingVideoId: 'a', timeDeleted: expect.any(String) },
    { deleted: true, alreadyDeleted: false, meetingVideoId: 'b' },
  ]);
});

test.each([
  ['us', 'Production, United States'],
  ['sandbox-eu', 'Sandbox, European Union'],
])('the output names the server %s as the credential does', async (server, name) => {
  const { url, apiKey } = (await scene()).emulator;
  const { run } = await scene();
  const network = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () =>
      Response.json({ packageId: 'p', videos: [{ meetingVideoId: 'v', state: 'deleted' }] }),
    );
  onTestFinished(() => network.mockRestore());
  const credential = credentialFor(url, apiKey);
  credential.data.server = server;
  expect(jsonOf(await run(deleteOne('p', 'v'), { credential }))).toMatchObject([{ server: name }]);
  expect(jsonOf(await run(deleteAll('p'), { credential }))).toMatchObject([{ server: name }]);
});

test('ids with signs that mean something in an address arrive as they are', async () => {
  const item = aPackage({ packageId: 'a/b?c#ä 1', videos: [aVideo({ meetingVideoId: 'a/%2e?#ä' })] });
  const { emulator, run } = await scene({ packages: [item] });
  await run(deleteOne(item.packageId, 'a/%2e?#ä'));
  expect(emulator.requests).toMatchObject([
    { body: { packageId: 'a/b?c#ä 1', meetingVideoId: 'a/%2e?#ä' }, status: 200 },
  ]);
});

test('Delete waits and repeats when the API is busy', async () => {
  const item = aPackage();
  const { emulator, run } = await scene({ packages: [item] });
  emulator.failNext({ status: 429, retryAfter: 0, times: 2 });
  await run(deleteOne(item.packageId, item.videos[0]?.meetingVideoId ?? ''));
  expect(emulator.requests.map(({ status }) => status)).toEqual([429, 429, 200]);
});
