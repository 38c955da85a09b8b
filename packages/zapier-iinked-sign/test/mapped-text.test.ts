import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_video, failureOf, find_package } from './zap.ts';

const packages = [aPackage({ packageId: 'p', name: 'Contract Smith', videos: [aVideo({ meetingVideoId: 'a' })] })];

describe('Search Text', () => {
  test.each<[typed: string, value: string]>([
    ['{{1__name}}*', '*'],
    ['{{1__name}} {{1__town}}*', ' *'],
    ['Contract {{1__name}}', 'Contract '],
    ['Contract {{1__name}}*', 'Contract *'],
    ['Contract {{1__name}} of {{1__town}}', 'Contract  of '],
    ['Contract {{1__name}}', 'Contract -'],
    ['Contract\n{{1__name}}', 'Contract'],
    ['*', '*'],
    ['* *', '* *'],
    ['\u200b*', '\u200b*'],
    ['"{{1__name}}"', '""'],
  ])('typed as %j, is rejected where it turns out to be %j, and nothing is sent', async (typed, value) => {
    const { run, emulator } = await aZap({ packages });
    const error = await failureOf(run(find_package, { search: value }, { inputDataRaw: { search: typed } }));
    expect(error.message).toMatch(/Search Text .*Nothing was sent and nothing was deleted\./);
    expect(emulator.requests).toEqual([]);
  });

  test.each<[typed: string, value: string]>([
    ['{{1__name}}*', 'Smith*'],
    ['Contract {{1__name}}', 'Contract Smith'],
    ['{{1__name}}{{1__town}}', 'Smith'],
    ['Contract*', 'Contract*'],
  ])('typed as %j, finds the package where it turns out to be %j', async (typed, value) => {
    const { run } = await aZap({ packages });
    const found = await run(find_package, { search: value }, { inputDataRaw: { search: typed } });
    expect(found).toMatchObject([{ id: 'p' }]);
  });
});

describe('an optional field that Zapier sends as an empty text', () => {
  const empty = { olderThan: '', olderThanUnit: '', countedFrom: '', retentionOver: '', includeLinks: '' };
  const ids = { packageId: 'p', meetingVideoId: 'a' };

  test('counts as left out where nobody touched it', async () => {
    const { run } = await aZap({ packages });
    expect(await run(delete_video, { ...ids, ...empty }, { inputDataRaw: ids })).toMatchObject({ deleted: true });
  });

  test.each(Object.keys(empty))('is rejected where %s is mapped, and nothing is deleted', async (field) => {
    const { run, left } = await aZap({ packages });
    const inputDataRaw = { ...ids, [field]: '{{1__value}}' };
    expect((await failureOf(run(delete_video, { ...ids, ...empty }, { inputDataRaw }))).message).toMatch(/ must be /);
    expect(left()).toBe(1);
  });
});
