import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { byId, deleteOne, jsonOf, scene } from './scene.mts';

const day = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * day).toISOString();

const older = (days: number) => ({ onlyIfOlderThan: days, onlyIfUnit: 'days' });

const lease = aPackage({
  packageId: 'lease',
  timeExecuted: daysAgo(50),
  videos: [
    aVideo({ meetingVideoId: 'old', timeCreated: daysAgo(100) }),
    aVideo({ meetingVideoId: 'new', timeCreated: daysAgo(1), timeRetention: daysAgo(-30) }),
    aVideo({ meetingVideoId: 'undated', timeCreated: null }),
    aVideo({ meetingVideoId: 'queued', timeCreated: daysAgo(100), state: 'queued' }),
    aVideo({ meetingVideoId: 'gone', timeCreated: daysAgo(100), state: 'Deleted' }),
    aVideo({ meetingVideoId: 'marked', timeDeleted: daysAgo(1), state: null }),
  ],
});
const ofLease = { resource: 'video', operation: 'getMany', packageId: byId('lease') };

describe('Get Many of videos', () => {
  test('gives one item per video, with what matters of it', async () => {
    const { run } = await scene({ packages: [lease] });
    const items = jsonOf(await run(ofLease));
    expect(items.map(({ meetingVideoId }) => meetingVideoId)).toEqual(['old', 'new', 'undated', 'queued']);
    expect(Object.keys(items[0] ?? {})).toEqual([
      'packageId',
      'meetingVideoId',
      'state',
      'timeCreated',
      'duration',
      'size',
    ]);
  });

  test('gives whole videos without Simplify', async () => {
    const { run } = await scene({ packages: [lease] });
    expect(jsonOf(await run({ ...ofLease, simplify: false }))[0]).toHaveProperty('meetingSessionId');
  });

  test.each([
    [older(90), ['old', 'queued']],
    [{ ...older(90), onlyIfCountedFrom: 'executed' }, []],
    [{ ...older(40), onlyIfCountedFrom: 'executed' }, ['old', 'queued']],
    [{ states: [] }, ['old', 'new', 'undated', 'queued']],
    [{ states: ['archived'] }, ['old', 'new', 'undated']],
    [{ states: ['deleted'] }, ['gone', 'marked']],
    [{ states: ['queued', 'deleted'] }, ['queued', 'gone', 'marked']],
    [{ includeDeleted: false }, ['old', 'new', 'undated', 'queued']],
    [{ includeDeleted: true }, ['old', 'new', 'undated', 'queued', 'gone', 'marked']],
    [{ includeDeleted: true, states: ['queued'] }, ['queued', 'gone', 'marked']],
    [{ includeDeleted: true, ...older(90) }, ['old', 'queued', 'gone']],
    [{ states: ['archived', 'queued'], ...older(90) }, ['old', 'queued']],
    [{ onlyIfRetentionOver: true }, ['old', 'undated', 'queued']],
    [{ onlyIfRetentionOver: true, ...older(90), states: ['archived'] }, ['old']],
  ])('finds by the filters %j', async (filters, found) => {
    const { run } = await scene({ packages: [lease] });
    expect(jsonOf(await run({ ...ofLease, ...filters })).map(({ meetingVideoId }) => meetingVideoId)).toEqual(found);
  });

  test('finds nothing where the package is under retention, whose retention counts as well', async () => {
    const { run, emulator } = await scene({ packages: [{ ...lease, timeRetention: daysAgo(-1) }] });
    expect(jsonOf(await run({ ...ofLease, onlyIfRetentionOver: true }))).toEqual([]);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['listVideos', 'getPackage']);
  });

  test('shows a video of which the API says that it is alive and deleted, but lets no filter find it', async () => {
    const doubtful = aVideo({ meetingVideoId: 'doubtful', state: 'archived', timeDeleted: daysAgo(1) });
    const { run } = await scene({ packages: [aPackage({ packageId: 'lease', videos: [doubtful] })] });
    expect(jsonOf(await run(ofLease))).toMatchObject([{ meetingVideoId: 'doubtful' }]);
    for (const filter of [{ states: ['archived'] }, { onlyIfRetentionOver: true }, older(1)]) {
      expect(jsonOf(await run({ ...ofLease, ...filter }))).toEqual([]);
    }
  });

  test.each<[string, Parameters<typeof aVideo>[0], IDataObject]>([
    ['under retention', { timeRetention: daysAgo(-30) }, { onlyIfRetentionOver: true }],
    ['too young', { timeCreated: daysAgo(1) }, older(90)],
    ['in another state', { state: 'queued' }, { states: ['archived'] }],
  ])('lets no filter find a video that is listed twice, once %s', async (_, other, filter) => {
    const { run, emulator } = await scene({ packages: [aPackage({ packageId: 'lease', videos: [] })] });
    const old = aVideo({ meetingVideoId: 'twice', timeCreated: daysAgo(100) });
    for (const entries of [
      [old, { ...old, ...other }],
      [{ ...old, ...other }, old],
    ]) {
      emulator.packages[0]?.videos.splice(0, 2, ...entries);
      expect(jsonOf(await run({ ...ofLease, ...filter }))).toEqual([]);
      expect(jsonOf(await run(ofLease))).toHaveLength(2);
    }
  });

  test('gives as many as the limit says, and tells when there are more', async () => {
    const { run } = await scene({ packages: [lease] });
    const hints: string[] = [];
    const onHint = (hint: string) => hints.push(hint);
    expect(jsonOf(await run({ ...ofLease, limit: 4 }, { onHint }))).toHaveLength(4);
    expect(jsonOf(await run({ ...ofLease, limit: 2, returnAll: true }, { onHint }))).toHaveLength(4);
    expect(hints).toEqual([]);
    expect(jsonOf(await run({ ...ofLease, limit: 2 }, { onHint }))).toHaveLength(2);
    expect(hints).toEqual([expect.stringContaining('more videos than the Limit of 2')]);
  });

  test.each([true, false])('gives links only with Include Links (Simplify: %s)', async (simplify) => {
    const { run, emulator } = await scene({ packages: [lease] });
    const first = async (more: object) => jsonOf(await run({ ...ofLease, simplify, ...more }))[0];
    expect(await first({})).not.toHaveProperty('url');
    expect(await first({})).not.toHaveProperty('timeUrlExpires');
    expect(await first({ includeLinks: true })).toMatchObject({
      url: expect.stringContaining('access='),
      timeUrlExpires: expect.any(String),
    });
    await expect(first({ includeLinks: '={{ $json.none }}' })).rejects.toThrow("the parameter 'Include Links'");
    expect(emulator.requests).toHaveLength(3);
  });

  test.each([
    [{ onlyIfOlderThan: '={{ $json.days }}' }, "the parameter 'Only If Older Than'"],
    [{ onlyIfUnit: '={{ $json.unit }}' }, "the parameter 'Unit'"],
    [{ states: '={{ $json.states }}' }, "'Video States'"],
    [{ states: '={{ [] }}' }, "'Video States'"],
    [{ onlyIfRetentionOver: '={{ $json.none }}' }, "the parameter 'Only If Retention Is Over'"],
    [{ includeDeleted: '={{ $json.include }}' }, "the parameter 'Include Deleted'"],
    [{ limit: '={{ $json.limit }}' }, "the parameter 'Limit'"],
    [{ limit: 0 }, "the parameter 'Limit'"],
    [{ options: { timeout: '={{ $json.timeout }}' } }, "the option 'Timeout'"],
  ])('refuses a filter or limit that turned out empty: %j', async (wrong, name) => {
    const { run, emulator } = await scene({ packages: [lease] });
    await expect(run({ ...ofLease, ...wrong })).rejects.toThrow(name);
    expect(emulator.requests).toEqual([]);
  });
});

test('what Get Many lists, Delete deletes', async () => {
  const { run } = await scene({ packages: [lease] });
  const items = jsonOf(await run(ofLease));
  const output = jsonOf(await run(deleteOne('={{ $json.packageId }}', '={{ $json.meetingVideoId }}'), { items }));
  expect(output.map(({ alreadyDeleted }) => alreadyDeleted)).toEqual([false, false, false, false]);
});

describe('Get Many of packages', () => {
  const packages = Array.from({ length: 70 }, (_, at) =>
    aPackage({
      packageId: `p${at}`,
      name: at % 2 ? 'Lease' : 'Will',
      state: at % 3 ? 'executed' : 'draft',
      videos: [],
    }),
  );
  const many = { resource: 'package', operation: 'getMany' };

  test('gives the first 50, as many as the limit says, or all, and tells when there are more', async () => {
    const { run, emulator } = await scene({ packages });
    const hints: string[] = [];
    const onHint = (hint: string) => hints.push(hint);
    expect(jsonOf(await run({ ...many, limit: 70 }, { onHint }))).toHaveLength(70);
    expect(hints).toEqual([]);
    expect(jsonOf(await run(many, { onHint }))).toHaveLength(50);
    expect(jsonOf(await run({ ...many, limit: 3 }, { onHint }))).toHaveLength(3);
    expect(hints).toMatchObject(
      [/more packages than the Limit of 50/, /Limit of 3\./].map((words) => expect.stringMatching(words)),
    );
    expect(emulator.requests.at(-1)?.body).toMatchObject({ take: 4 });
    expect(new Set(jsonOf(await run({ ...many, returnAll: true })).map(({ packageId }) => packageId)).size).toBe(70);
  });

  test('searches, and finds by state', async () => {
    const { run, emulator } = await scene({ packages });
    const filters = { search: 'Lea*', states: 'executed, completed' };
    const items = jsonOf(await run({ ...many, returnAll: true, filters }));
    expect(items.length).toBeGreaterThan(10);
    expect(items.every(({ name, state }) => name === 'Lease' && state === 'executed')).toBe(true);
    expect(emulator.requests).toMatchObject([{ body: { search: 'Lea*', states: ['executed', 'completed'] } }]);
  });

  test('looks at the packages of all members where that is asked for', async () => {
    const { run, emulator } = await scene({ packages });
    await run({ ...many, filters: { allMembers: true } });
    expect(emulator.requests[0]).toMatchObject({ body: { allMembers: true } });
  });

  test('leaves out fields without a value', async () => {
    const { run } = await scene({ packages });
    for (const item of jsonOf(await run(many))) expect(Object.values(item)).not.toContain(null);
  });

  test.each([
    { search: '' },
    { search: '={{ $json.none }}' },
    { search: '={{ $json.none }}*' },
    { search: '*' },
    { search: '* *' },
    { states: ' ' },
    { states: 'a,,b' },
    { allMembers: '={{ $json.none }}' },
  ])('refuses the filter %j, which would find too much', async (filters) => {
    const { run, emulator } = await scene({ packages });
    await expect(run({ ...many, filters })).rejects.toThrow(/'(Search|Package States|All Members)'/);
    expect(emulator.requests).toEqual([]);
  });
});
