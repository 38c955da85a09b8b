import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video } from './zap.ts';

const inputData = { packageId: 'lease', meetingVideoId: 'a' };
const steps = [
  ['Delete Video', delete_video, 1],
  ['Delete All Package Videos', delete_all_package_videos, 3],
] as const;

describe.each(steps)('a dry run of %s', (_, step, videos) => {
  const fields = step === delete_video ? inputData : { packageId: 'lease' };

  test.each(['yes', 'Yes', ' YES ', 'true', 'True', true])(
    'asked for by %j deletes nothing, and says so in every field that counts',
    async (dryRun) => {
      const { run, left, emulator } = await aZap();
      const output = await run(step, { ...fields, dryRun });
      expect(output).toMatchObject({
        packageId: 'lease',
        deleted: false,
        wouldDelete: true,
        deletedCount: 0,
        deletedBytes: 0,
        isTest: false,
        message: `This was a dry run. Nothing was deleted. This would delete ${videos === 1 ? '1 video' : '3 videos'}.`,
        videos: Array.from({ length: videos }, () => ({ state: 'archived' })),
      });
      expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['listVideos', 'getPackage']);
      expect(left()).toBe(3);
    },
  );

  test('has the same shape as the deletion', async () => {
    const { run } = await aZap();
    const preview = await run(step, { ...fields, dryRun: 'yes' });
    const deletion = await run(step, fields);
    const keysOf = (output: unknown) => (typeof output === 'object' && output !== null ? Object.keys(output) : []);
    expect(keysOf(preview)).toEqual(keysOf(deletion));
  });

  test.each([undefined, 'no', 'No', 'false', 'False', false])('is not asked for by %j', async (dryRun) => {
    const { run, left } = await aZap();
    expect(await run(step, { ...fields, ...(dryRun !== undefined && { dryRun }) })).toMatchObject({
      deleted: true,
      wouldDelete: false,
      deletedCount: videos,
    });
    expect(left()).toBe(3 - videos);
  });

  const neither = ['', ' ', 'none', 'null', 'never', 'maybe', '0', '1', 0, 1, null, 'yes,no', ['yes'], ['no'], [], {}];
  test.each(neither.map((dryRun) => ({ dryRun })))(
    'is refused when Dry Run is neither Yes nor No but $dryRun, and nothing is sent',
    async ({ dryRun }) => {
      const { run, left, emulator } = await aZap();
      await expect(run(step, { ...fields, dryRun })).rejects.toThrow(
        /Dry Run must be Yes or No.* Nothing was sent and nothing was deleted\./,
      );
      expect(emulator.requests).toEqual([]);
      expect(left()).toBe(3);
    },
  );

  test.each([
    ['that is left out', {}],
    ['that is empty', { dryRun: '' }],
  ])('mapped from a field %s when the Zap runs is refused, and nothing is sent', async (_, mapped) => {
    const { run, emulator } = await aZap();
    const inputDataRaw = { packageId: 'lease', dryRun: '{{1__dry}}' };
    await expect(run(step, { ...fields, ...mapped }, { inputDataRaw })).rejects.toThrow(/Dry Run must be Yes or No/);
    expect(emulator.requests).toEqual([]);
  });

  test.each([
    ['leaves the field alone', {}, { packageId: 'lease' }],
    ['empties the field', { dryRun: '' }, { packageId: 'lease', dryRun: '' }],
    ['empties the field, which Zapier then leaves out', {}, { packageId: 'lease', dryRun: '' }],
  ])('is not asked for by a person who %s', async (_, mapped, inputDataRaw) => {
    const { run, left } = await aZap();
    await run(step, { ...fields, ...mapped }, { inputDataRaw });
    expect(left()).toBe(3 - videos);
  });

  test('stops when the package is unknown, as the deletion does', async () => {
    const { run } = await aZap();
    await expect(run(step, { ...fields, packageId: 'x', dryRun: 'yes' })).rejects.toMatchObject({
      name: 'HaltedError',
    });
  });
});

test('a dry run of Delete Video says whether the video is already deleted or unknown', async () => {
  const { run } = await aZap();
  await run(delete_video, inputData);
  const nothing = { deleted: false, wouldDelete: false, deletedCount: 0, videos: [] };
  expect(await run(delete_video, { ...inputData, dryRun: 'yes' })).toMatchObject({ ...nothing, alreadyDeleted: true });
  expect(await run(delete_video, { ...inputData, meetingVideoId: 'x', dryRun: 'yes' })).toMatchObject({
    ...nothing,
    alreadyDeleted: false,
  });
});

test('a dry run of Delete All Package Videos leaves out what is already deleted', async () => {
  const videos = [aVideo({ meetingVideoId: 'a' }), aVideo({ meetingVideoId: 'b', state: 'deleted' })];
  const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
  const output = await run(delete_all_package_videos, { packageId: 'lease', dryRun: 'yes' });
  expect(output).toMatchObject({ wouldDelete: true, videos: [{ meetingVideoId: 'a' }] });
});
