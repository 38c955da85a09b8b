import type { MeetingVideo } from 'iinked-sign';
import { aVideo } from 'iinked-sign-emulator';
import { json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  connectionTo,
  delete_all_package_videos,
  delete_video,
  find_package,
  find_package_videos,
  find_video,
  list_videos,
  new_package,
  runStep,
} from '../test/zap.ts';

const lease = { packageId: 'lease' };

// Zapier's cloud fails a step whose output is longer, be its deletion done or not.
const longestOutput = 6 * 1024 * 1024;

const many = (count: number, fields: Partial<MeetingVideo> = {}) =>
  Array.from({ length: count }, (_, number) => aVideo({ meetingVideoId: `v-${number}`, size: 1000, ...fields }));
const gone: Partial<MeetingVideo> = { state: 'deleted', timeDeleted: '2026-11-20T18:58:02.2596573Z' };

/** A package of so many videos, on a server that confirms every deletion. */
async function aPackageOf(videos: MeetingVideo[]) {
  const list = json({ ...lease, videos });
  const deletion = json({ ...lease, videos: videos.map((video) => ({ ...video, ...gone })) });
  const { url } = await serve(listing(list, deletion));
  return connectionTo(url);
}

describe('of 12 000 videos', () => {
  const videos = many(12_000);
  const whole = { videosNotListed: 11_500, videos: { length: 500 } };

  test.each([
    ['a deletion', {}, { deleted: true, deletedCount: 12_000, deletedBytes: 12_000_000 }],
    ['a dry run', { dryRun: 'yes' }, { wouldDelete: true, message: expect.stringContaining('12000 videos') }],
  ])('%s succeeds, counts all, and lists as many as Looping by Zapier takes', async (_, fields, expected) => {
    const output = await runStep(delete_all_package_videos, await aPackageOf(videos), { ...lease, ...fields });
    expect(output).toMatchObject({ ...whole, ...expected });
    expect(JSON.stringify(output).length).toBeLessThan(longestOutput);
  });

  test('Find Package Videos counts all, and lists the oldest', async () => {
    const dated = videos.map((video, number) => ({
      ...video,
      timeCreated: new Date(2e12 - number * 1e6).toISOString(),
    }));
    const [output] = [await runStep(find_package_videos, await aPackageOf(dated), lease)].flat();
    expect(output).toMatchObject({ ...whole, videoCount: 12_000, totalBytes: 12_000_000 });
    expect(output).toMatchObject({
      videos: expect.arrayContaining([expect.objectContaining({ meetingVideoId: 'v-11999' })]),
    });
    expect(JSON.stringify(output).length).toBeLessThan(longestOutput);
  });

  test('Find Video says how many more it found, and the dropdown offers all', async () => {
    const connection = await aPackageOf(videos);
    expect(await runStep(find_video, connection, { ...lease, limit: '1' })).toMatchObject([
      { foundCount: 12_000, notListed: 11_999 },
    ]);
    expect(await runStep(list_videos, connection, lease)).toHaveLength(12_000);
  });
});

describe.each([
  ['every video has long texts', many(300, { source: 'x'.repeat(20_000) })],
  ['texts grow when they are written as JSON', many(300, { source: '\u0001'.repeat(5000) })],
  ['one video is too long for any output', [...many(1, { source: 'x'.repeat(7_000_000) })]],
])('where %s', (_, videos) => {
  test('a deletion that is done succeeds, and counts all', async () => {
    const output = await runStep(delete_all_package_videos, await aPackageOf(videos), lease);
    expect(output).toMatchObject({ deleted: true, deletedCount: videos.length });
    expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThan(longestOutput);
  });
});

test.each([
  ['Find Package', find_package, { state: 'open', ifSeveralMatch: 'all', limit: '500' }],
  ['New Package', new_package, {}],
] as const)('%s stays within what Zapier takes where packages have long texts', async (_, step, inputData) => {
  const timeCreated = new Date().toISOString();
  const items = Array.from({ length: 400 }, (_, number) => ({
    packageId: `p-${number}`,
    description: 'x'.repeat(50_000),
    timeCreated,
  }));
  const { url } = await serve((response, request, number) => {
    const { skip }: { skip: number } = JSON.parse(request.body);
    json({ items: items.slice(skip, skip + 50), total: 400, take: 50, skip })(response, request, number);
  });
  const output = await runStep(step, connectionTo(url), inputData);
  expect([output].flat()[0]).toMatchObject({ description: expect.stringMatching(/^x+…$/) });
  expect(output).toHaveLength(400);
  expect(JSON.stringify(output).length).toBeLessThan(longestOutput);
});

describe('a duration', () => {
  test.each<[unknown, number | null]>([
    ['PT6S', 6],
    ['PT5M12S', 312],
    ['PT1H', 3600],
    ['P1DT1H30S', 90_030],
    ['PT90M', 5400],
    ['PT5M12.5S', 312.5],
    ['P2D', 172_800],
    ['PT0S', 0],
    ['P', null],
    ['PT', null],
    ['P1M', null],
    ['5 minutes', null],
    ['', null],
    [null, null],
    [undefined, null],
    [312, null],
    [{}, null],
    [['PT6S'], null],
    ['9'.repeat(80_000), null],
    [`PT${'9'.repeat(80_000)}S`, null],
    [`PT${'9S'.repeat(40_000)}`, null],
  ])('is also given in seconds, and breaks nothing: %#', async (duration, durationSeconds) => {
    const video: object = { ...aVideo({ meetingVideoId: 'a' }), duration };
    const { url } = await serve(
      listing(json({ ...lease, videos: [video] }), json({ ...lease, videos: [{ ...video, ...gone }] })),
    );
    const began = performance.now();
    const connection = connectionTo(url);
    expect(await runStep(list_videos, connection, lease)).toMatchObject([{ id: 'a', label: expect.any(String) }]);
    expect(await runStep(find_video, connection, lease)).toMatchObject([{ durationSeconds }]);
    const output = await runStep(delete_video, connection, { ...lease, meetingVideoId: 'a' });
    expect(output).toMatchObject({ deleted: true, videos: [{ durationSeconds }] });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

test('a size that is no number counts as nothing', async () => {
  const videos: object[] = [aVideo({ size: 7 }), { ...aVideo(), size: '5' }, { ...aVideo(), size: {} }];
  const { url } = await serve(json({ ...lease, videos }));
  expect(await runStep(find_package_videos, connectionTo(url), lease)).toMatchObject([
    { videoCount: 3, totalBytes: 7 },
  ]);
});
