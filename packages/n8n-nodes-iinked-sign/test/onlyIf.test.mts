import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { byId, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

const lease = aPackage({
  packageId: 'lease',
  timeExecuted: '2024-01-01T00:00:00Z',
  videos: [
    aVideo({ meetingVideoId: 'old', timeCreated: '2020-01-01T00:00:00Z' }),
    aVideo({ meetingVideoId: 'young', timeCreated: new Date().toISOString() }),
    aVideo({ meetingVideoId: 'retained', timeCreated: '2020-01-01T00:00:00Z', timeRetention: '2999-01-01T00:00:00Z' }),
  ],
});
const will = aPackage({
  packageId: 'will',
  timeRetention: '2999-01-01T00:00:00Z',
  videos: [aVideo({ meetingVideoId: 'willed', timeCreated: '2020-01-01T00:00:00Z' })],
});
const aYear = { onlyIfOlderThan: 1, onlyIfUnit: 'years' };
const retentionOver = { onlyIfRetentionOver: true };

describe('Only If', () => {
  test.each<[string, INodeParameters, string]>([
    ['young', aYear, 'young'],
    ['young', { onlyIfOlderThan: 1, onlyIfUnit: 'days' }, 'young'],
    ['old', { onlyIfOlderThan: 1188, onlyIfUnit: 'months' }, 'young'],
    ['old', { onlyIfOlderThan: 99, onlyIfUnit: 'years', onlyIfCountedFrom: 'executed' }, 'young'],
    ['retained', retentionOver, 'underRetention'],
    ['old', { onlyIfUnchanged: { meetingVideoId: 'old', size: 1 } }, 'changed'],
    ['old', { onlyIfUnchanged: '{ "meetingVideoId": "old", "size": 1 }' }, 'changed'],
  ])('keeps %s by %j, and says why', async (id, onlyIf, reason) => {
    const { run, emulator } = await scene({ packages: [lease] });
    const output = jsonOf(await run(deleteOne('lease', id, onlyIf)));
    const message = expect.stringMatching(/^The video was kept: /);
    const kept = { deleted: false, reason, message, server: emulator.url, packageId: 'lease', meetingVideoId: id };
    expect(output).toMatchObject([kept]);
    const preview = jsonOf(await run(deleteOne('lease', id, { ...onlyIf, dryRun: true })));
    expect(preview).toMatchObject([{ ...kept, wouldDelete: false }]);
    expect(emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos')).toEqual([]);
  });

  test('is on for the retention unless a person switches it off: also that of the package keeps a video', async () => {
    const { run, emulator } = await scene({ packages: [lease, will] });
    const byDefault = (packageId: string, meetingVideoId: string) => ({
      operation: 'delete',
      dryRun: false,
      packageId: byId(packageId),
      meetingVideoId: byId(meetingVideoId),
    });
    expect(jsonOf(await run(byDefault('lease', 'retained')))).toMatchObject([{ reason: 'underRetention' }]);
    expect(jsonOf(await run(byDefault('will', 'willed')))).toMatchObject([{ reason: 'underRetention' }]);
    expect(jsonOf(await run(byDefault('lease', 'old')))).toMatchObject([{ deleted: true }]);
    expect(jsonOf(await run(deleteOne('lease', 'retained')))).toMatchObject([{ deleted: true }]);
    expect(videosLeft(emulator)).toEqual(['young', 'willed']);
  });

  test('lists nothing first where there is no condition', async () => {
    const { run, emulator } = await scene({ packages: [lease] });
    await run(deleteOne('lease', 'old', { onlyIfOlderThan: null, onlyIfUnchanged: '' }));
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['deleteVideos']);
  });

  test('deletes what meets every condition', async () => {
    const { run, emulator } = await scene({ packages: [lease] });
    const onlyIf = { ...aYear, ...retentionOver, onlyIfUnchanged: '={{ $json }}' };
    const items = jsonOf(await run({ operation: 'getMany', packageId: byId('lease') }));
    const output = jsonOf(await run(deleteOne('lease', '={{ $json.meetingVideoId }}', onlyIf), { items }));
    expect(output).toMatchObject([
      { deleted: true, meetingVideoId: 'old' },
      { deleted: false, reason: 'young' },
      { deleted: false, reason: 'underRetention' },
    ]);
    expect(videosLeft(emulator)).toEqual(['young', 'retained']);
  });

  test('is checked before a video that is gone is reported as deleted', async () => {
    const { run } = await scene({ packages: [lease] });
    await run(deleteOne('lease', 'old'));
    expect(jsonOf(await run(deleteOne('lease', 'old', aYear)))).toMatchObject([
      { deleted: true, alreadyDeleted: true },
    ]);
    expect(jsonOf(await run(deleteOne('lease', 'none', aYear)))).toMatchObject([{ deleted: false, reason: 'missing' }]);
  });

  test.each<[INodeParameters, string]>([
    [{ onlyIfOlderThan: '={{ $json.none }}' }, "'Only If Older Than'"],
    [{ onlyIfOlderThan: '={{ null }}' }, "'Only If Older Than'"],
    [{ onlyIfOlderThan: '={{ "" }}' }, "'Only If Older Than'"],
    [{ onlyIfOlderThan: '={{ "10" }}' }, "'Only If Older Than'"],
    [{ onlyIfOlderThan: 0 }, "'Only If Older Than'"],
    [{ onlyIfOlderThan: 1.5 }, "'Only If Older Than': it must be a whole number"],
    [{ ...aYear, onlyIfUnit: '={{ $json.none }}' }, "'Unit': it must be one of days, months, years"],
    [{ onlyIfUnit: 'weeks' }, "'Unit'"],
    [{ ...aYear, onlyIfCountedFrom: '={{ $json.none }}' }, "'Counted From'"],
    [{ onlyIfRetentionOver: '={{ $json.none }}' }, "'Only If Retention Is Over'"],
    [{ onlyIfUnchanged: '={{ $json.none }}' }, "'Only If Unchanged'"],
    [{ onlyIfUnchanged: '={{ "" }}' }, "'Only If Unchanged': it is empty"],
    [{ onlyIfUnchanged: 'not JSON' }, "'Only If Unchanged': it is not JSON"],
    [{ onlyIfUnchanged: { meetingVideoId: 'young' } }, "'Only If Unchanged'"],
  ])('sends nothing when a condition got lost: %j', async (onlyIf, name) => {
    const { run, emulator } = await scene({ packages: [lease] });
    await expect(run(deleteOne('lease', 'old', onlyIf))).rejects.toThrow(name);
    expect(emulator.requests).toEqual([]);
  });
});
