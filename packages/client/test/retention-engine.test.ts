import { describe, expect, test } from 'vitest';
import { createClientOn, type Platform } from '../src/index.ts';
import { applyPlan, approvePlan, auditPlan, type DeletionRules, planDeletion } from '../src/retention.ts';
import { rejection, sendWithFetch } from './fixtures.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

const young = new Date(Date.now() - 3_600_000).toISOString();
const ids = (videos: readonly { meetingVideoId: string }[]) => videos.map(({ meetingVideoId }) => meetingVideoId);
const one = (meetingVideoId: string, fields: Parameters<typeof aPackage>[0] = {}) =>
  aPackage({ packageId: `package-${meetingVideoId}`, videos: [anOldVideo(meetingVideoId)], ...fields });

/** What waits until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('a package is counted and not listed', () => {
  const executed = { olderThan: { years: 1, since: 'executed' } } as const;
  const from = { packages: { states: ['executed'], createdFrom: '2020-01-01' } };
  test.each<[string, Parameters<typeof aPackage>[0], Partial<DeletionRules>, boolean]>([
    ['that is young', { timeCreated: young }, {}, true],
    ['that is old', {}, {}, false],
    ['whose date cannot be read', { timeCreated: null }, {}, false],
    ['that was executed lately', { timeExecuted: young }, {}, false],
    ['that was executed lately, where that counts', { timeExecuted: young }, executed, true],
    ['that is not executed, where that counts', { isExecuted: false }, executed, true],
    ['that was created before the plan begins', { timeCreated: '2019-12-31T23:59:59Z' }, from, true],
    ['that was created when the plan begins', { timeCreated: '2020-01-01T00:00:00Z' }, from, false],
    ['that is young and named by its id', { timeCreated: young }, { packages: { packageIds: ['package-v'] } }, true],
  ])('%s', async (_, fields, more, isSkipped) => {
    const { client, requests } = await scene([one('v', fields)]);
    const plan = await planDeletion(client, { ...rules, ...more });
    const skipped = isSkipped ? 1 : 0;
    const skippedEarlier = more === from ? skipped : 0;
    expect(plan.totals).toMatchObject({ skipped, skippedEarlier, packages: 1 - skipped });
    expect(requests().includes('listVideos')).toBe(!isSkipped);
  });
});

describe('a hold', () => {
  const packages = () => [
    one('a', { matterNumber: '2019-0417', folderId: 'f1', teamId: 't1', memberId: 'm1' }),
    one('b', { matterNumber: null }),
  ];
  test.each<[string, NonNullable<DeletionRules['hold']>, object]>([
    ['of a package', { packageIds: ['{PACKAGE-A}'] }, { packageId: 'PACKAGE-A' }],
    [
      'of a pair',
      { videos: [{ packageId: 'package-a', meetingVideoId: 'a' }] },
      { packageId: 'package-a', meetingVideoId: 'a' },
    ],
    ['of a matter', { matterNumbers: ['2019/0417'] }, { matterNumber: '2019/0417' }],
    ['of a folder', { folderIds: ['f1'] }, { folderId: 'f1' }],
    ['of a team', { teamIds: ['t1'] }, { teamId: 't1' }],
    ['of a member', { memberIds: ['m1'] }, { memberId: 'm1' }],
  ])('%s keeps in a plan, and given later in an apply', async (_, hold, heldBy) => {
    const { client, deletions } = await scene(packages());
    const plan = await planDeletion(client, { ...rules, hold });
    expect([ids(plan.delete), plan.keep]).toMatchObject([['b'], [{ reason: 'held', heldBy }]]);
    const report = await applyPlan(client, await planDeletion(client, rules), { hold });
    expect(report.videos).toMatchObject([{ outcome: 'kept', reason: 'held', heldBy }, { outcome: 'deleted' }]);
    expect(deletions()).toEqual(['b']);
  });

  test.each([
    ['matterNumbers', 'matterNumber', '2019-0417'],
    ['clientNumbers', 'clientNumber', 'C-17'],
    ['folderIds', 'folderId', 'f1'],
    ['teamIds', 'teamId', 't1'],
    ['memberIds', 'memberId', 'm1'],
  ] as const)(
    'by %s of the plan holds what is filed under it later, whatever is put on hold then',
    async (list, field, value) => {
      const { client, emulator, deletions } = await scene([one('a'), one('b', { [field]: value })]);
      const plan = await planDeletion(client, { ...rules, hold: { [list]: [value] } });
      expect(ids(plan.delete)).toEqual(['a']);
      Object.assign(emulator.packages[0] ?? {}, { [field]: value });
      for (const hold of [{}, { packageIds: ['package-b'] }]) {
        const { videos } = await applyPlan(client, plan, { hold });
        expect(videos).toMatchObject([{ outcome: 'kept', reason: 'held', heldBy: { [field]: value } }]);
      }
      expect(deletions()).toEqual([]);
    },
  );

  test.each<[string, NonNullable<DeletionRules['hold']>]>([
    ['a package', { packageIds: ['nobody'] }],
    ['a pair', { videos: [{ packageId: 'package-a', meetingVideoId: 'x' }] }],
    ['a folder', { folderIds: ['f9'] }],
  ])('of %s that matches nothing is rejected before anything is deleted, or reported', async (_, hold) => {
    const { client, deletions } = await scene(packages());
    const plan = await planDeletion(client, rules);
    const refused = { reason: 'hold', unmatchedHolds: [{}] };
    expect(await rejection(planDeletion(client, { ...rules, hold }))).toMatchObject(refused);
    expect(await rejection(applyPlan(client, plan, { hold }))).toMatchObject(refused);
    expect(deletions()).toEqual([]);
    const reported = await planDeletion(client, { ...rules, hold: { ...hold, unmatched: 'report' } });
    expect(reported).toMatchObject({ delete: [{}, {}], unmatchedHolds: [{}] });
  });

  test('by a number that is one digit away is reported with the number that was read', async () => {
    const { client } = await scene(packages());
    const plan = await planDeletion(client, { ...rules, hold: { matterNumbers: ['2019-0418', '7'] } });
    expect(plan.unmatchedHolds).toEqual([
      { field: 'matterNumbers', value: '2019-0418', near: '2019-0417' },
      { field: 'matterNumbers', value: '7' },
    ]);
  });
});

test('a package that cannot be read, or is under retention, keeps its videos', async () => {
  const { clientWith } = await scene([one('a'), one('b', { timeRetention: '2099-01-01T00:00:00Z' }), one('c')]);
  const client = clientWith({
    fetch: (url, init) =>
      url.endsWith('/packages/package-a')
        ? Promise.resolve(Response.json({ error: 'x', message: 'x' }, { status: 403 }))
        : fetch(url, init),
  });
  const plan = await planDeletion(client, rules);
  expect(ids(plan.delete)).toEqual(['c']);
  expect(plan.keep.map(({ reason }) => reason)).toEqual(['unreadable', 'underRetention']);
});

test('a misspelt state is rejected where nothing has it', async () => {
  const { client } = await scene([one('a')]);
  expect(await rejection(planDeletion(client, { ...rules, states: ['archivd'] }))).toMatchObject({ field: 'states' });
});

describe('an apply', () => {
  test('needs the approvals of the plan, and keeps what they strike', async () => {
    const { client } = await scene([one('a'), one('b')]);
    const plan = await planDeletion(client, { ...rules, approvalsNeeded: 1 });
    expect(await rejection(applyPlan(client, plan))).toMatchObject({ reason: 'approvals' });
    const dry = await applyPlan(client, plan, { dryRun: true });
    expect(dry).toMatchObject({ totals: { wouldDelete: 2 }, videos: [{ message: expect.stringContaining('1') }, {}] });
    const approvals = [approvePlan(client, plan, { by: 'Jane Doe', strike: { meetingVideoIds: ['a'] } })];
    const report = await applyPlan(client, plan, { approvals });
    expect(report.videos).toMatchObject([{ outcome: 'kept', reason: 'struck' }, { outcome: 'deleted' }]);
  });

  test.each([
    ['a package', { packageIds: ['package-a'] }],
    ['a video', { meetingVideoIds: ['a'] }],
  ])('keeps what an approval struck as %s, and an audit says so', async (_, strike) => {
    const { client } = await scene([one('a'), one('b')]);
    const plan = await planDeletion(client, rules);
    const approvals = [approvePlan(client, plan, { by: 'Jane Doe', strike })];
    const struck = [{ meetingVideoId: 'a', reason: 'struck' }];
    const planned = { kept: struck, overdue: [{ meetingVideoId: 'b' }] };
    expect(await auditPlan(client, plan, { approvals })).toMatchObject(planned);
    const report = await applyPlan(client, plan, { approvals });
    expect(report.videos).toMatchObject([...struck, { meetingVideoId: 'b', outcome: 'deleted' }]);
    expect(await auditPlan(client, plan, { approvals })).toMatchObject({ kept: struck, settled: true });
  });

  test('deletes only what is proven to be in the archive', async () => {
    const { client, deletions } = await scene(['a', 'b', 'c', 'd'].map((id) => one(id)));
    const plan = await planDeletion(client, { ...rules, requireArchive: true });
    expect(await rejection(applyPlan(client, plan))).toMatchObject({ field: 'archive' });
    const copy = (id: string, size = 1000) => ({
      packageId: `package-${id}`,
      meetingVideoId: id,
      size,
      sha256: 'ab'.repeat(32),
    });
    const prove = async ({ meetingVideoId }: { meetingVideoId: string }) => {
      if (meetingVideoId === 'b') throw new Error('It is gone.');
      return true;
    };
    const report = await applyPlan(client, plan, { archive: { videos: [copy('a'), copy('b'), copy('c', 7)], prove } });
    expect(report.videos.map(({ outcome, reason, sha256 }) => [reason ?? outcome, sha256?.length])).toEqual([
      ['deleted', 64],
      ['notArchived', 64],
      ['notArchived', undefined],
      ['notArchived', undefined],
    ]);
    expect(deletions()).toEqual(['a']);
  });

  test('goes on after any number of failures where that is asked for', async () => {
    const { client, emulator } = await scene(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => one(id)));
    const plan = await planDeletion(client, rules);
    emulator.failNext({ on: 'deleteVideos', status: 403, times: 6 });
    const report = await applyPlan(client, plan, { atOnce: 1, stopAfterFailures: false });
    expect(report).toMatchObject({ totals: { failed: 6, deleted: 1, notStarted: 0 } });
  });

  test('is not stopped by failures between which a video is kept', async () => {
    const { client, emulator } = await scene(['a', 'b', 'c', 'd', 'e'].map((id) => one(id)));
    const plan = await planDeletion(client, rules);
    emulator.failNext({ on: 'deleteVideos', status: 403, times: 'always' });
    const hold = { packageIds: ['package-b', 'package-d'] };
    const report = await applyPlan(client, plan, { atOnce: 1, stopAfterFailures: 2, hold });
    expect(report.videos.map(({ outcome }) => outcome)).toEqual(['failed', 'kept', 'failed', 'kept', 'failed']);
    expect(report).not.toHaveProperty('stopped');
  });

  test('within its time limit is not stopped', async () => {
    const { client } = await scene(['a', 'b'].map((id) => one(id)));
    const plan = await planDeletion(client, rules);
    const report = await applyPlan(client, plan, { totalTimeoutMs: 60_000 });
    expect(report).not.toHaveProperty('stopped');
    expect(report.totals.deleted).toBe(2);
  });

  test('keeps a planned video that another package lists too, also before that one is read to its end', async () => {
    const { client, clientWith, emulator, deletions } = await scene([one('a'), one('b'), one('c')]);
    const plan = await planDeletion(client, rules);
    emulator.packages[2]?.videos.push(anOldVideo('b'));
    const [listed, read] = [gate(), gate()];
    const inOrder = clientWith({
      async fetch(url: string, init: RequestInit) {
        if (url.endsWith('/package-b/videos')) await listed.opened;
        if (url.endsWith('/package-c')) await read.opened;
        const response = await fetch(url, init);
        if (url.endsWith('/package-c/videos')) listed.open();
        // Time enough for a deletion to leave, if one would.
        if (url.endsWith('/package-b')) setTimeout(read.open, 100);
        return response;
      },
    });
    const report = await applyPlan(inOrder, plan);
    expect(report.videos).toMatchObject([
      { outcome: 'deleted' },
      { outcome: 'kept', reason: 'doubtful' },
      { outcome: 'deleted' },
    ]);
    expect(deletions()).not.toContain('b');
  });

  test.each([
    ['was never sent', { code: 'ECONNREFUSED' }, { outcome: 'kept', reason: 'doubtful' }],
    ['may have arrived', { code: 'ECONNRESET' }, { outcome: 'unknown' }],
  ])('does not retry a deletion that %s once another package turns out to list the video', async (_, lost, fate) => {
    const { client, emulator, deletions } = await scene([one('b'), one('c')]);
    const plan = await planDeletion(client, rules);
    emulator.packages[1]?.videos.push(anOldVideo('b'));
    const [failed, listed] = [gate(), gate()];
    let attempts = 0;
    const platform: Platform = {
      async send(request) {
        if (request.url.endsWith('/package-c/videos')) await failed.opened;
        // It is asked for once its list has been read.
        if (request.url.endsWith('/package-c')) listed.open();
        if (!request.url.endsWith('/package-b/videos/delete')) return sendWithFetch(request);
        attempts += 1;
        failed.open();
        throw Object.assign(new Error('The connection failed.'), lost);
      },
      // Attempts have no time limit here; each pause ends when the other list has been read.
      wait: (milliseconds) => (milliseconds === 29_999 ? new Promise(() => undefined) : listed.opened),
    };
    const slow = createClientOn(platform, { apiKey: emulator.apiKey, server: emulator.url, timeoutMs: 29_999 });
    const report = await applyPlan(slow, plan);
    expect(report.videos).toMatchObject([fate, { outcome: 'deleted' }]);
    expect(attempts).toBe(1);
    expect(deletions()).toEqual(['c']);
  });

  test('keeps a planned video that the list which settles another deletion shows, too', async () => {
    const { client, clientWith, emulator, deletions } = await scene([one('a'), one('b')]);
    const plan = await planDeletion(client, rules);
    emulator.failNext({ on: 'deleteVideos', resetAfter: true });
    const once = clientWith({
      async fetch(url: string, init: RequestInit) {
        if (url.endsWith('/package-a/videos/delete')) emulator.packages[0]?.videos.push(anOldVideo('b'));
        return fetch(url, init);
      },
    });
    const report = await applyPlan(once, plan, { atOnce: 1, maxRetries: 0 });
    expect(report.videos).toMatchObject([{ outcome: 'deleted' }, { outcome: 'kept', reason: 'doubtful' }]);
    expect(deletions()).toEqual(['a']);
  });

  test('keeps a planned video that another planned package lists too', async () => {
    const { client, emulator } = await scene([one('a'), one('b')]);
    const plan = await planDeletion(client, rules);
    emulator.packages[0]?.videos.push(anOldVideo('b'));
    const report = await applyPlan(client, plan, { atOnce: 1 });
    expect(report.videos).toMatchObject([{ outcome: 'deleted' }, { outcome: 'kept', reason: 'doubtful' }]);
  });
});
