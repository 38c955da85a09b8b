import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video } from './zap.ts';

describe('Delete Video', () => {
  test('deletes the one video, and gives it to the next steps', async () => {
    const { run, left, emulator } = await aZap();
    const output = await run(delete_video, { packageId: 'lease', meetingVideoId: 'b' });
    expect(output).toMatchObject({
      id: 'b',
      packageId: 'lease',
      packageName: 'Purchase agreement',
      deleted: true,
      wouldDelete: false,
      isTest: false,
      alreadyDeleted: false,
      deletedCount: 1,
      deletedBytes: 1000,
      message: 'Permanently deleted: 1 video.',
      videos: [{ meetingVideoId: 'b', state: 'deleted' }],
    });
    expect(left()).toBe(2);
    expect(emulator.requests).toMatchObject([
      { body: { packageId: 'lease', meetingVideoId: 'b' } },
      { operationId: 'getPackage' },
    ]);
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['an empty video', 'Video', { packageId: 'lease', meetingVideoId: '' }],
    ['a blank video', 'Video', { packageId: 'lease', meetingVideoId: ' \u200b' }],
    ['no video', 'Video', { packageId: 'lease' }],
    ['null for a video', 'Video', { packageId: 'lease', meetingVideoId: null }],
    ['a list of videos', 'Video', { packageId: 'lease', meetingVideoId: ['a', 'b'] }],
    ['a list of one video', 'Video', { packageId: 'lease', meetingVideoId: ['a'] }],
    ['line items that Zapier joined', 'Video', { packageId: 'lease', meetingVideoId: 'a,b' }],
    ['line items that turn out empty', 'Video', { packageId: 'lease', meetingVideoId: ',' }],
    ['a mapping that was not filled', 'Video', { packageId: 'lease', meetingVideoId: '{{1__id}}' }],
    ['what Zapier would fill in', 'Video', { packageId: 'lease', meetingVideoId: '{{bundle.inputData.x}}' }],
    ['a number for a video', 'Video', { packageId: 'lease', meetingVideoId: 7 }],
    ['line items for a package', 'Package', { packageId: 'lease,lease', meetingVideoId: 'a' }],
    ['an empty package', 'Package', { packageId: '', meetingVideoId: 'a' }],
    ['dots for a package', 'Package', { packageId: '..', meetingVideoId: 'a' }],
    ['a line break in a package', 'Package', { packageId: 'lease\n', meetingVideoId: 'a' }],
  ])('refuses %s, names the field, and sends nothing', async (_, field, inputData) => {
    const { run, left, emulator } = await aZap();
    await expect(run(delete_video, inputData)).rejects.toThrow(
      new RegExp(`${field} .*\\. Nothing was sent and nothing was deleted\\.`),
    );
    expect(emulator.requests).toEqual([]);
    expect(left()).toBe(3);
  });
});

describe('Delete All Package Videos', () => {
  test('deletes every video, and gives them to the next steps', async () => {
    const { run, left } = await aZap();
    expect(await run(delete_all_package_videos, { packageId: 'lease' })).toMatchObject({
      id: 'lease',
      deletedCount: 3,
      deletedBytes: 3000,
      message: 'Permanently deleted: 3 videos.',
      settledByList: false,
    });
    expect(left()).toBe(0);
  });

  test.each<unknown>([undefined, null, '', '  ', ['lease'], [], 7, {}, { toString: 1 }, 'lease,other', '{{1__id}}'])(
    'refuses %j for a package, and sends nothing',
    async (packageId) => {
      const { run, emulator } = await aZap();
      await expect(run(delete_all_package_videos, { packageId })).rejects.toThrow(/Package .* nothing was deleted/);
      expect(emulator.requests).toEqual([]);
    },
  );
});

describe.each([
  ['Delete Video', delete_video],
  ['Delete All Package Videos', delete_all_package_videos],
])('%s', (label, { display, operation }) => {
  test('warns that it cannot be undone, and is worded by the rules of Zapier', () => {
    const copy = operation.inputFields?.find(({ key }) => key === 'warning');
    expect(copy).toMatchObject({ type: 'copy', helpText: expect.stringContaining('cannot be undone') });
    expect(display).toMatchObject({ label, description: expect.stringMatching(/^Permanently deletes .*\.$/) });
  });
});
