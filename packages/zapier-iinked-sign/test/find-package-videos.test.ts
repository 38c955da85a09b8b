import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, find_package_videos } from './zap.ts';

describe('Find Package Videos', () => {
  test('finds the videos that are left, as line items, and deletes nothing', async () => {
    const { run, left, emulator } = await aZap();
    await run(delete_video, { packageId: 'lease', meetingVideoId: 'a' });
    expect(await run(find_package_videos, { packageId: 'lease' })).toMatchObject([
      {
        id: 'lease',
        packageId: 'lease',
        packageName: 'Purchase agreement',
        videoCount: 2,
        totalBytes: 2000,
        videos: [
          { packageId: 'lease', packageName: 'Purchase agreement', meetingVideoId: 'b', state: 'archived' },
          { packageId: 'lease', packageName: 'Purchase agreement', meetingVideoId: 'c', state: 'archived' },
        ],
      },
    ]);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual([
      'deleteVideos',
      'getPackage',
      'listVideos',
      'getPackage',
    ]);
    expect(left()).toBe(2);
  });

  test('counts what has no size as nothing', async () => {
    const videos = [aVideo({ size: null }), aVideo({ size: 7 })];
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
    expect(await run(find_package_videos, { packageId: 'lease' })).toMatchObject([{ videoCount: 2, totalBytes: 7 }]);
  });

  test('finds nothing where every video is deleted', async () => {
    const { run } = await aZap();
    await run(delete_all_package_videos, { packageId: 'lease' });
    expect(await run(find_package_videos, { packageId: 'lease' })).toEqual([]);
  });

  test('finds nothing where the package is unknown', async () => {
    const { run } = await aZap();
    expect(await run(find_package_videos, { packageId: 'x' })).toEqual([]);
  });

  test('leaves out what is deleted, in whichever way the API says so', async () => {
    const videos = [
      aVideo({ state: 'Deleted' }),
      aVideo({ state: null, timeDeleted: '2026-11-20T18:58:02.2596573Z' }),
      aVideo({ meetingVideoId: 'left', timeDeleted: null }),
    ];
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
    expect(await run(find_package_videos, { packageId: 'lease' })).toMatchObject([
      { videoCount: 1, videos: [{ meetingVideoId: 'left' }] },
    ]);
  });

  test('shows a video of which the API says that it is alive and deleted, but lets no filter find it', async () => {
    const videos = [aVideo({ meetingVideoId: 'doubtful', state: 'archived', timeDeleted: '2026-11-20T18:58:02Z' })];
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
    expect(await run(find_package_videos, { packageId: 'lease' })).toMatchObject([{ videoCount: 1 }]);
    expect(await run(find_package_videos, { packageId: 'lease', states: ['archived'] })).toEqual([]);
    expect(await run(find_package_videos, { packageId: 'lease', retentionOver: 'yes' })).toEqual([]);
  });

  test.each([undefined, null, '', '  ', ['lease'], 'one,two', 7])(
    'refuses %j for a package, and sends nothing',
    async (packageId) => {
      const { run, emulator } = await aZap();
      await expect(run(find_package_videos, { packageId })).rejects.toThrow(/Package .* Nothing was sent/);
      expect(emulator.requests).toEqual([]);
    },
  );
});
