import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_video, failureOf, find_video } from './zap.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

/** A Zap whose package has one video, recorded so many days ago and under retention until so many days from now. */
function aZapWith(video: { timeCreated?: string | null; timeRetention?: string | null }) {
  const videos = [aVideo({ meetingVideoId: 'a', ...video })];
  return aZap({ packages: [aPackage({ packageId: 'lease', timeExecuted: ago(400), videos })] });
}

const inputData = { packageId: 'lease', meetingVideoId: 'a' };
const days = { olderThanUnit: 'days' };
const operations = (requests: readonly { operationId: string | undefined }[]) =>
  requests.map(({ operationId }) => operationId);

type Case = [string, { timeCreated?: string | null; timeRetention?: string | null }, Record<string, unknown>, RegExp];
const unmet: Case[] = [
  ['is too young', { timeCreated: ago(10) }, { olderThan: '365', ...days }, /it is not old enough/],
  [
    'has no date',
    { timeCreated: null },
    { olderThan: '365', ...days },
    /the time from which its age counts is missing/,
  ],
  ['is under retention', { timeRetention: ago(-1) }, { retentionOver: 'yes' }, /its retention.* is not over/],
  [
    'has an unreadable retention',
    { timeRetention: '0001-01-01T00:00:00Z' },
    { retentionOver: 'yes' },
    /cannot be read/,
  ],
  [
    'meets one condition of two',
    { timeCreated: ago(400), timeRetention: ago(-1) },
    { olderThan: '365', ...days, retentionOver: 'yes' },
    /its retention.* is not over/,
  ],
];

describe('Delete Video with Only If', () => {
  test.each(unmet)('stops, says why and deletes nothing where the video %s', async (_, video, onlyIf, reason) => {
    const { run, emulator, left } = await aZapWith(video);
    const error = await failureOf(run(delete_video, { ...inputData, ...onlyIf }));
    expect(error.name).toBe('HaltedError');
    expect(error.message).toMatch(reason);
    expect(error.message).toMatch(/The video was kept: .*This call deleted nothing\.$/);
    expect(operations(emulator.requests)).toEqual(['listVideos']);
    expect(left()).toBe(1);
  });

  test.each(unmet)('tells in a dry run that it would keep a video that %s', async (_, video, onlyIf, reason) => {
    const { run, left } = await aZapWith(video);
    expect(await run(delete_video, { ...inputData, ...onlyIf, dryRun: 'yes' })).toMatchObject({
      deleted: false,
      wouldDelete: false,
      message: expect.stringMatching(reason),
      videos: [],
    });
    expect(left()).toBe(1);
  });

  test.each<[string, Record<string, unknown>]>([
    ['old enough', { olderThan: '365', ...days }],
    ['old enough, by a number', { olderThan: 399, ...days }],
    ['old enough by the calendar', { olderThan: '1', olderThanUnit: 'years' }],
    ['old enough, like its package', { olderThan: '12', olderThanUnit: 'Months', countedFrom: 'executed' }],
    ['not under retention', { retentionOver: 'Yes' }],
    ['both', { olderThan: '1', ...days, retentionOver: 'yes' }],
  ])('deletes a video that is %s', async (_, onlyIf) => {
    const { run, emulator, left } = await aZapWith({ timeCreated: ago(400), timeRetention: ago(1) });
    expect(await run(delete_video, { ...inputData, ...onlyIf })).toMatchObject({ deleted: true, deletedCount: 1 });
    const needsPackage = 'retentionOver' in onlyIf || 'countedFrom' in onlyIf;
    const reads = needsPackage ? ['listVideos', 'getPackage'] : ['listVideos'];
    expect(operations(emulator.requests)).toEqual([...reads, 'deleteVideos', 'getPackage']);
    expect(left()).toBe(0);
  });

  test.each<[string, object, Record<string, unknown>, RegExp]>([
    ['is under retention', { timeRetention: ago(-1) }, { retentionOver: 'yes' }, /that of its package, is not over/],
    [
      'was executed too lately',
      { timeExecuted: ago(10) },
      { olderThan: '1', olderThanUnit: 'years', countedFrom: 'executed' },
      /it is not old enough/,
    ],
  ])('keeps a video whose package %s', async (_, more, onlyIf, reason) => {
    const videos = [aVideo({ meetingVideoId: 'a', timeCreated: ago(4000) })];
    const { run, left } = await aZap({ packages: [aPackage({ packageId: 'lease', videos, ...more })] });
    expect((await failureOf(run(delete_video, { ...inputData, ...onlyIf }))).message).toMatch(reason);
    expect(await run(find_video, { packageId: 'lease', ...onlyIf })).toEqual([]);
    expect(left()).toBe(1);
  });

  test('judges the video as it is when the step runs, not as it was found', async () => {
    const { run, emulator, left } = await aZapWith({ timeRetention: null });
    const preview = await run(delete_video, { ...inputData, retentionOver: 'yes', dryRun: 'yes' });
    expect(preview).toMatchObject({ wouldDelete: true });
    const [video] = emulator.packages[0]?.videos ?? [];
    if (video) video.timeRetention = ago(-1);
    expect(await failureOf(run(delete_video, { ...inputData, retentionOver: 'yes' }))).toMatchObject({
      name: 'HaltedError',
    });
    expect(left()).toBe(1);
  });

  test.each<[Record<string, unknown>, object]>([
    [
      { olderThan: '', olderThanUnit: '', countedFrom: '', retentionOver: '' },
      { olderThan: '', olderThanUnit: '', countedFrom: '', retentionOver: '' },
    ],
    [{}, { olderThan: '', olderThanUnit: '', retentionOver: '' }],
    [{ retentionOver: 'no' }, { retentionOver: 'no' }],
  ])('has no condition where a person left the fields empty: %j', async (values, raw) => {
    const { run, emulator } = await aZapWith({ timeCreated: ago(1), timeRetention: ago(-1) });
    const inputDataRaw = { ...inputData, ...raw };
    expect(await run(delete_video, { ...inputData, ...values }, { inputDataRaw })).toMatchObject({ deleted: true });
    expect(operations(emulator.requests)).toEqual(['deleteVideos', 'getPackage']);
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['Only If Older Than', 'olderThan', days],
    ['Unit', 'olderThanUnit', { olderThan: '365' }],
    ['Unit', 'olderThanUnit', { olderThan: '365', olderThanUnit: 'weeks' }],
    ['Counted From', 'countedFrom', { olderThan: '365', ...days, countedFrom: '' }],
    ['Counted From', 'countedFrom', { olderThan: '365', ...days, countedFrom: 'signed' }],
    ['Only If Older Than', 'olderThan', { olderThan: '', ...days }],
    ['Only If Older Than', 'olderThan', { olderThan: ' ', ...days }],
    ['Only If Older Than', 'olderThan', { olderThan: 'none', ...days }],
    ['Only If Older Than', 'olderThan', { olderThan: '-5', ...days }],
    ['Only If Older Than', 'olderThan', { olderThan: false, ...days }],
    ['Only If Older Than', 'olderThan', { olderThan: null, ...days }],
    ['Only If Retention Is Over', 'retentionOver', {}],
    ['Only If Retention Is Over', 'retentionOver', { retentionOver: '' }],
    ['Only If Retention Is Over', 'retentionOver', { retentionOver: 'none' }],
    ['Only If Retention Is Over', 'retentionOver', { retentionOver: 1 }],
  ])('refuses a mapped %s (%s) that turns out to be %j, and sends nothing', async (label, key, mapped) => {
    const { run, emulator, left } = await aZapWith({ timeRetention: ago(-1) });
    const inputDataRaw = { ...inputData, [key]: '{{1__value}}' };
    const error = await failureOf(run(delete_video, { ...inputData, ...mapped }, { inputDataRaw }));
    expect(error.message).toMatch(new RegExp(`${label}.* must be .*Nothing was sent and nothing was deleted`));
    expect(emulator.requests).toEqual([]);
    expect(left()).toBe(1);
  });

  test.each([{ olderThan: '' }, { olderThanUnit: 'days' }, { retentionOver: '' }])(
    'refuses %j from an agent, which fills no form: a condition was meant',
    async (onlyIf) => {
      const { run, emulator } = await aZapWith({});
      await expect(run(delete_video, { ...inputData, ...onlyIf })).rejects.toThrow(/Only If .* must be/);
      expect(emulator.requests).toEqual([]);
    },
  );

  test.each([{ olderThanUnit: 'years' }, { countedFrom: 'executed' }])(
    'refuses %j without a number, which may have got lost',
    async (half) => {
      const { run, emulator } = await aZapWith({});
      const error = await failureOf(
        run(delete_video, { ...inputData, ...half }, { inputDataRaw: { ...inputData, ...half } }),
      );
      expect(error.message).toMatch(/Only If Older Than must be given with (Unit|Counted From)/);
      expect(emulator.requests).toEqual([]);
    },
  );

  test.each(['0', '99999'])('refuses an age of %s days by the name of its field', async (olderThan) => {
    const { run, emulator } = await aZapWith({});
    await expect(run(delete_video, { ...inputData, olderThan, ...days })).rejects.toThrow(
      /Older Than must .*Nothing was sent/,
    );
    expect(emulator.requests).toEqual([]);
  });

  test('succeeds when it is replayed after the video was deleted', async () => {
    const { run } = await aZapWith({ timeCreated: ago(400) });
    await run(delete_video, { ...inputData, olderThan: '365', ...days });
    expect(await run(delete_video, { ...inputData, olderThan: '365', ...days })).toMatchObject({
      alreadyDeleted: true,
    });
  });
});
