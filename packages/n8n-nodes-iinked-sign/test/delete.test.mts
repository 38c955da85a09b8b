import { aPackage, aVideo } from 'iinked-sign-emulator';
import { expect, test } from 'vitest';
import { deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

test('Delete deletes the one video, and tells what matters of it', async () => {
  const [video, other] = [aVideo({ size: 484_524, duration: 'PT6S' }), aVideo()];
  const item = aPackage({ videos: [video, other] });
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, video.meetingVideoId));
  expect(jsonOf(output)).toEqual([
    {
      deleted: true,
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
  expect(jsonOf(output)).toEqual([{ deleted: true, packageId: item.packageId, ...emulator.packages[0]?.videos[0] }]);
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

test('ids with signs that mean something in an address arrive as they are', async () => {
  const item = aPackage({ packageId: 'a/b?c#ä 1', videos: [aVideo({ meetingVideoId: '../%2e' })] });
  const { emulator, run } = await scene({ packages: [item] });
  await run(deleteOne(item.packageId, '../%2e'));
  expect(emulator.requests).toMatchObject([
    { body: { packageId: 'a/b?c#ä 1', meetingVideoId: '../%2e' }, status: 200 },
  ]);
});

test('Delete waits and repeats when the API is busy', async () => {
  const item = aPackage();
  const { emulator, run } = await scene({ packages: [item] });
  emulator.failNext({ status: 429, retryAfter: 0, times: 2 });
  await run(deleteOne(item.packageId, item.videos[0]?.meetingVideoId ?? ''));
  expect(emulator.requests.map(({ status }) => status)).toEqual([429, 429, 200]);
});
