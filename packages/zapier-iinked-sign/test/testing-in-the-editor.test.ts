import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf } from './zap.ts';

const steps = [
  ['Delete Video', delete_video, { packageId: 'lease', meetingVideoId: 'a' }, 1],
  ['Delete All Package Videos', delete_all_package_videos, { packageId: 'lease' }, 3],
] as const;
const inEditor = { meta: { isLoadingSample: true } };

describe.each(steps)('a test of %s in the editor', (_, step, inputData, videos) => {
  test.each([
    ['nothing', {}],
    ['No', { deleteWhenTesting: 'no' }],
    ['No, and Dry Run is No', { deleteWhenTesting: 'no', dryRun: 'no' }],
    ['Yes, and Dry Run is Yes', { deleteWhenTesting: 'yes', dryRun: 'yes' }],
  ])('deletes nothing when Delete When Testing is %s, and says that it was a test', async (_, more) => {
    const { run, left, emulator } = await aZap();
    expect(await run(step, { ...inputData, ...more }, inEditor)).toMatchObject({
      isTest: true,
      deleted: false,
      wouldDelete: true,
      deletedCount: 0,
      message: expect.stringMatching(
        new RegExp(`This was a test.*Delete When Testing.*Nothing was deleted.*This would delete ${videos} video`),
      ),
    });
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['listVideos', 'getPackage']);
    expect(left()).toBe(3);
  });

  test('deletes nothing of a recording that is still running', async () => {
    const recording = [aVideo({ meetingVideoId: 'a', state: 'started' })];
    const { run, left } = await aZap({ packages: [aPackage({ packageId: 'lease', videos: recording })] });
    await run(step, inputData, inEditor);
    expect(left()).toBe(1);
  });

  test.each(['yes', 'Yes', ' TRUE ', true])('deletes when Delete When Testing is %j', async (deleteWhenTesting) => {
    const { run, left } = await aZap();
    expect(await run(step, { ...inputData, deleteWhenTesting }, inEditor)).toMatchObject({
      isTest: true,
      deleted: true,
      deletedCount: videos,
    });
    expect(left()).toBe(3 - videos);
  });

  test.each(['', ' ', 'none', 'maybe', '1', 1, null, ['yes'], {}].map((deleteWhenTesting) => ({ deleteWhenTesting })))(
    'is refused when Delete When Testing is neither Yes nor No but $deleteWhenTesting',
    async (unclear) => {
      const { run, emulator } = await aZap();
      for (const meta of [inEditor.meta, { isLoadingSample: false }]) {
        const error = await failureOf(run(step, { ...inputData, ...unclear }, { meta }));
        expect(error.message).toMatch(/Delete When Testing must be Yes or No.* nothing was deleted\./);
      }
      expect(emulator.requests).toEqual([]);
    },
  );

  test('is refused when a mapping in Delete When Testing turned out empty', async () => {
    const { run, emulator } = await aZap();
    const inputDataRaw = { ...inputData, deleteWhenTesting: '{{1__delete}}' };
    const error = await failureOf(run(step, inputData, { ...inEditor, inputDataRaw }));
    expect(error.message).toContain('Delete When Testing must be Yes or No');
    expect(emulator.requests).toEqual([]);
  });

  test('has the same shape as a run of the Zap', async () => {
    const { run } = await aZap();
    const tried = await run(step, inputData, inEditor);
    const carriedOut = await run(step, inputData);
    expect(keysOf(tried)).toEqual(keysOf(carriedOut));
  });
});

test.each(steps)(
  '%s deletes when the Zap runs, whatever Delete When Testing says',
  async (_, step, inputData, videos) => {
    for (const deleteWhenTesting of ['yes', 'no']) {
      const { run, left } = await aZap();
      const meta = { isLoadingSample: false };
      expect(await run(step, { ...inputData, deleteWhenTesting }, { meta })).toMatchObject({
        isTest: false,
        deleted: true,
      });
      expect(left()).toBe(3 - videos);
    }
  },
);

function keysOf(output: unknown): string[] {
  return typeof output === 'object' && output !== null ? Object.keys(output).toSorted() : [];
}
