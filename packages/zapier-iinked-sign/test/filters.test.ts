import { aPackage, aVideo } from 'iinked-sign-emulator';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { aZap, connectionTo, failureOf, find_package_videos, find_video, runStep, untyped } from './zap.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
const videos = [
  aVideo({ meetingVideoId: 'young', timeCreated: ago(10) }),
  aVideo({ meetingVideoId: 'old', timeCreated: ago(400) }),
  aVideo({ meetingVideoId: 'older, held', timeCreated: ago(500), timeRetention: ago(-1) }),
  aVideo({ meetingVideoId: 'oldest, failed', timeCreated: ago(600), timeRetention: ago(1), state: 'failed' }),
  aVideo({ meetingVideoId: 'undated', timeCreated: null }),
  aVideo({ meetingVideoId: 'deleted', timeCreated: ago(700), state: 'deleted' }),
];
const days = { olderThanUnit: 'days' };
const all = ['oldest, failed', 'older, held', 'old', 'young', 'undated'];

const idsIn = (output: unknown): unknown[] =>
  [output].flat().flatMap((found) => {
    if (typeof found !== 'object' || found === null || !('videos' in found) || !Array.isArray(found.videos)) return [];
    return found.videos.map(({ meetingVideoId }) => meetingVideoId);
  });

describe.each<[string, Record<string, unknown>, string[]]>([
  ['no filter', {}, all],
  [
    'fields that are left empty',
    { olderThan: '', olderThanUnit: '', countedFrom: '', retentionOver: '', states: [] },
    all,
  ],
  ['an age', { olderThan: '365', ...days }, ['oldest, failed', 'older, held', 'old']],
  ['an age that is a number', { olderThan: 365, ...days }, ['oldest, failed', 'older, held', 'old']],
  ['an age in months', { olderThan: ' 16 ', olderThanUnit: 'Months' }, ['oldest, failed', 'older, held']],
  ['an age in years', { olderThan: '1', olderThanUnit: 'years' }, ['oldest, failed', 'older, held', 'old']],
  ['retention', { retentionOver: 'yes' }, ['oldest, failed', 'old', 'young', 'undated']],
  ['retention that does not matter', { retentionOver: 'no' }, all],
  ['a state', { states: ['failed'] }, ['oldest, failed']],
  ['states', { states: ['failed', 'archived'] }, all],
  ['states that Zapier joined', { states: 'failed, queued' }, ['oldest, failed']],
  ['the state deleted', { states: ['deleted'] }, []],
  ['everything', { olderThan: '365', ...days, retentionOver: 'yes', states: ['archived'] }, ['old']],
  ['what no video meets', { olderThan: '30000', ...days }, []],
])('with %s', (_, filters, ids) => {
  const more = { inputDataRaw: untyped({ packageId: 'lease', ...filters }) };

  test(`Find Package Videos finds ${ids.join('; ') || 'nothing'}, the oldest first`, async () => {
    const { run, left } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
    expect(idsIn(await run(find_package_videos, { packageId: 'lease', ...filters }, more))).toEqual(ids);
    expect(left()).toBe(5);
  });

  test(`Find Video finds ${ids.join('; ') || 'nothing'}, each as a result of its own`, async () => {
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', name: 'Lease', videos })] });
    const found = await run(find_video, { packageId: 'lease', ...filters }, more);
    const packageOf = { packageId: 'lease', packageName: 'Lease' };
    const counts = { foundCount: ids.length, notListed: 0 };
    expect(found).toMatchObject(ids.map((id) => ({ id, meetingVideoId: id, ...packageOf, ...counts })));
    expect(found).toHaveLength(ids.length);
  });
});

describe('Find Video', () => {
  test('gives the video itself to the next steps', async () => {
    const { run } = await aZap();
    expect(await run(find_video, { packageId: 'lease', meetingVideoId: 'b' })).toMatchObject([
      { id: 'b', packageId: 'lease', state: 'archived', duration: 'PT5M12S', durationSeconds: 312, size: 1000 },
    ]);
  });

  test.each([
    ['a video that does not meet the filters', { meetingVideoId: 'young', olderThan: '365', ...days }],
    ['a deleted video', { meetingVideoId: 'deleted' }],
    ['an unknown video', { meetingVideoId: 'x' }],
    ['an unknown package', { packageId: 'x' }],
  ])('finds nothing for %s', async (_, inputData) => {
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
    expect(await run(find_video, { packageId: 'lease', ...inputData })).toEqual([]);
  });

  test.each([{ meetingVideoId: '' }, { meetingVideoId: '{{1__id}}' }, { meetingVideoId: 'a,b' }, {}])(
    'finds no other video where one is mapped that turns out to be %j',
    async (mapped) => {
      const { run, emulator } = await aZap();
      const inputDataRaw = { packageId: 'lease', meetingVideoId: '{{1__id}}' };
      const error = await failureOf(run(find_video, { packageId: 'lease', ...mapped }, { inputDataRaw }));
      expect(error.message).toMatch(/Video (must be|holds).*Nothing was sent/);
      expect(emulator.requests).toEqual([]);
    },
  );
});

describe.each([
  ['Find Package Videos', find_package_videos],
  ['Find Video', find_video],
])('%s', (_, step) => {
  test.each<[string, string, Record<string, unknown>]>([
    ['Older Than', 'olderThan', { olderThan: 'a year', ...days }],
    ['Older Than', 'olderThan', { olderThan: '-1', ...days }],
    ['Older Than', 'olderThan', { olderThan: '1,000', ...days }],
    ['Older Than', 'olderThan', { olderThan: '1e3', ...days }],
    ['Older Than', 'olderThan', { olderThan: Number.NaN, ...days }],
    ['Older Than', 'olderThan', { olderThan: null, ...days }],
    ['Older Than', 'olderThan', { olderThan: ['365'], ...days }],
    ['Older Than', 'olderThan', { olderThan: '', ...days }],
    ['Older Than', 'olderThan', days],
    ['Unit', 'olderThanUnit', { olderThan: '365' }],
    ['Unit', 'olderThanUnit', { olderThan: '365', olderThanUnit: 'weeks' }],
    ['Counted From', 'countedFrom', { olderThan: '365', ...days, countedFrom: '' }],
    ['Counted From', 'countedFrom', { olderThan: '365', ...days, countedFrom: 'signed' }],
    ['Retention Over', 'retentionOver', { retentionOver: 'over' }],
    ['Retention Over', 'retentionOver', { retentionOver: '' }],
    ['Retention Over', 'retentionOver', {}],
    ['Video State', 'states', { states: [''] }],
    ['Video State', 'states', { states: ['archived', ' '] }],
    ['Video State', 'states', { states: 'archived,' }],
    ['Video State', 'states', { states: [7] }],
    ['Video State', 'states', { states: {} }],
    ['Video State', 'states', {}],
  ])(
    'refuses a mapped %s (%s) that turns out to be %j: a filter that got lost finds too much',
    async (label, key, mapped) => {
      const { run, emulator } = await aZap();
      const inputDataRaw = { packageId: 'lease', [key]: '{{1__value}}' };
      const error = await failureOf(run(step, { packageId: 'lease', ...mapped }, { inputDataRaw }));
      expect(error.message).toMatch(new RegExp(`${label}.* must .*Nothing was sent and nothing was deleted`));
      expect(emulator.requests).toEqual([]);
    },
  );

  test('finds no video whose package lists it twice, once under retention', async () => {
    const twice = [
      aVideo({ meetingVideoId: 'a', timeRetention: null }),
      aVideo({ meetingVideoId: 'a', timeRetention: ago(-1) }),
    ];
    const { url } = await serve(json({ packageId: 'lease', videos: twice }));
    const inputData = { packageId: 'lease', retentionOver: 'yes' };
    expect(await runStep(step, connectionTo(url), inputData)).toEqual([]);
    expect(await runStep(step, connectionTo(url), { packageId: 'lease' })).toHaveLength(1);
  });
});
