import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { byId, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

const lease = aPackage({
  packageId: 'lease',
  videos: [
    aVideo({ meetingVideoId: 'old', timeCreated: '2020-01-01T00:00:00Z' }),
    aVideo({ meetingVideoId: 'young', timeCreated: new Date().toISOString() }),
    aVideo({ meetingVideoId: 'retained', timeCreated: '2020-01-01T00:00:00Z', timeRetention: '2999-01-01T00:00:00Z' }),
  ],
});

describe('Only If', () => {
  test.each([
    ['young', { olderThanDays: 365 }, 'young'],
    ['retained', { retentionOver: true }, 'underRetention'],
    ['old', { unchanged: { meetingVideoId: 'old', size: 1 } }, 'changed'],
    ['old', { unchanged: '{ "meetingVideoId": "old", "size": 1 }' }, 'changed'],
  ])('keeps %s by %j, and says why', async (id, onlyIf, reason) => {
    const { run, emulator } = await scene({ packages: [lease] });
    const output = jsonOf(await run(deleteOne('lease', id, { onlyIf })));
    const kept = { deleted: false, reason, server: emulator.url, packageId: 'lease', meetingVideoId: id };
    expect(output).toMatchObject([kept]);
    const preview = jsonOf(await run(deleteOne('lease', id, { onlyIf, dryRun: true })));
    expect(preview).toMatchObject([{ ...kept, wouldDelete: false }]);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['listVideos', 'listVideos']);
  });

  test('deletes what meets every condition', async () => {
    const { run, emulator } = await scene({ packages: [lease] });
    const onlyIf = { olderThanDays: 365, retentionOver: true, unchanged: '={{ $json }}' };
    const items = jsonOf(await run({ operation: 'getMany', packageId: byId('lease') }));
    const output = jsonOf(await run(deleteOne('lease', '={{ $json.meetingVideoId }}', { onlyIf }), { items }));
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
    expect(jsonOf(await run(deleteOne('lease', 'old', { onlyIf: { olderThanDays: 1 } })))).toMatchObject([
      { deleted: true, alreadyDeleted: true },
    ]);
    const output = jsonOf(await run(deleteOne('lease', 'none', { onlyIf: { olderThanDays: 1 } })));
    expect(output).toMatchObject([{ deleted: false, reason: 'missing' }]);
  });

  test.each([
    [{ olderThanDays: '={{ $json.none }}' }, "'Older Than (Days)'"],
    [{ retentionOver: '={{ $json.none }}' }, "'Retention Is Over'"],
    [{ unchanged: '={{ $json.none }}' }, "the condition 'Unchanged'"],
    [{ unchanged: '' }, "the condition 'Unchanged': it is empty"],
    [{ unchanged: 'not JSON' }, "the condition 'Unchanged': it is not JSON"],
    [{ unchanged: { meetingVideoId: 'young' } }, "the condition 'Unchanged'"],
  ])('sends nothing when a condition got lost: %j', async (onlyIf, name) => {
    const { run, emulator } = await scene({ packages: [lease] });
    await expect(run(deleteOne('lease', 'old', { onlyIf }))).rejects.toThrow(name);
    expect(emulator.requests).toEqual([]);
  });
});
