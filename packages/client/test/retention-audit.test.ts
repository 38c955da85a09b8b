import { json, serve } from 'iinked-sign-testing/servers';
import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { type ApplyReport, applyPlan, auditPlan, type Progress, planDeletion } from '../src/retention.ts';
import { apiKey, rejection, untyped } from './fixtures.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

const deleted = { state: 'deleted', timeDeleted: '2026-01-01T00:00:00.0000000Z' } as const;

test('a receipt says what the API says of each planned video, and of deletions that were not planned', async () => {
  const { client, emulator, requests } = await scene([
    aPackage({
      packageId: 'lease',
      name: 'Lease',
      videos: [
        ...['a', 'stays', 'vanishes'].map((id) => anOldVideo(id)),
        anOldVideo('queued', { state: 'queued' }),
        anOldVideo('before', deleted),
      ],
    }),
    aPackage({ packageId: 'other', videos: [anOldVideo('kept', { state: 'queued' }), anOldVideo('gone', deleted)] }),
  ]);
  const plan = await planDeletion(client, rules);
  await applyPlan(client, plan, { hold: { meetingVideoIds: ['stays', 'vanishes'] } });
  for (const { videos } of emulator.packages) {
    for (const video of videos) if (video.state === 'queued') Object.assign(video, deleted);
  }
  emulator.packages.find(({ packageId }) => packageId === 'lease')?.videos.splice(2, 1);
  requests();
  const told: Progress[] = [];
  const receipt = await auditPlan(client, plan, { onProgress: (progress) => told.push(progress) });
  const described = { packageId: 'lease', packageName: 'Lease', size: 1000 };
  expect(receipt).toMatchObject({
    format: 'iinked-sign/deletion-receipt/2',
    planId: plan.id,
    planSeal: plan.seal,
    rules: plan.rules,
    server: emulator.url,
    checkedAt: expect.any(String),
    deleted: [{ ...described, meetingVideoId: 'a', timeDeleted: expect.any(String) }],
    kept: [],
    overdue: [{ ...described, meetingVideoId: 'stays', state: 'archived' }],
    missing: [{ ...described, meetingVideoId: 'vanishes' }],
    unplanned: [
      { packageId: 'lease', packageName: 'Lease', meetingVideoId: 'queued', timeDeleted: deleted.timeDeleted },
    ],
    complete: false,
    settled: false,
    totals: { planned: 3, deleted: 1, kept: 0, overdue: 1, missing: 1, unplanned: 1, deletedBytes: 1000 },
  });
  expect(requests()).toEqual(['listVideos', 'getPackage']);
  expect(JSON.stringify(receipt)).not.toContain(emulator.apiKey);
  expect(told.at(-1)).toMatchObject({ phase: 'audit', done: 1, total: 1, alreadyDeleted: 1, kept: 1, missing: 1 });
});

test('a receipt is complete once nothing remains and nothing is missing', async () => {
  const { client, emulator } = await scene([
    aPackage({ packageId: 'lease', videos: [anOldVideo('a'), anOldVideo('b')] }),
  ]);
  const plan = await planDeletion(client, rules);
  expect(await auditPlan(client, plan)).toMatchObject({ complete: false, settled: false, totals: { overdue: 2 } });
  await applyPlan(client, plan);
  expect(await auditPlan(client, plan)).toMatchObject({ complete: true, totals: { deleted: 2, unplanned: 0 } });
  emulator.packages[0]?.videos.pop();
  expect(await auditPlan(client, plan)).toMatchObject({ complete: false, totals: { deleted: 1, missing: 1 } });
});

test('a planned video that is deleted is not unplanned in another package that lists it, too', async () => {
  const { client, emulator } = await scene([
    aPackage({ packageId: 'lease', videos: [anOldVideo('a')] }),
    aPackage({ packageId: 'will', videos: [anOldVideo('b')] }),
  ]);
  const plan = await planDeletion(client, rules);
  await applyPlan(client, plan);
  emulator.packages[1]?.videos.push(anOldVideo('a', deleted));
  expect(await auditPlan(client, plan)).toMatchObject({ complete: true, unplanned: [], totals: { deleted: 2 } });
});

test('a video that was deleted before the plan is not unplanned in another package that lists it, too', async () => {
  const { client, emulator } = await scene([
    aPackage({ packageId: 'lease', videos: [anOldVideo('a')] }),
    aPackage({ packageId: 'will', videos: [anOldVideo('b'), anOldVideo('c', deleted)] }),
  ]);
  const plan = await planDeletion(client, rules);
  await applyPlan(client, plan);
  emulator.packages[0]?.videos.push(anOldVideo('c', deleted));
  expect(await auditPlan(client, plan)).toMatchObject({ complete: true, unplanned: [], totals: { deleted: 2 } });
});

test('the videos of a package that is gone are missing', async () => {
  const { client, emulator } = await scene([aPackage({ packageId: 'lease', videos: [anOldVideo('a')] })]);
  const plan = await planDeletion(client, rules);
  Object.assign(emulator.packages[0] ?? {}, { packageId: 'another' });
  expect((await auditPlan(client, plan)).missing).toMatchObject([{ meetingVideoId: 'a' }]);
});

test('a video that a list shows alive and deleted at once is kept', async () => {
  const alive = anOldVideo('a');
  let videos = [alive];
  const { url } = await serve((...request) => json({ packageId: 'lease', videos })(...request));
  const client = createClient({ apiKey, server: url });
  const plan = await planDeletion(client, { ...rules, packages: { packageIds: ['lease'] } });
  videos = [{ ...alive, ...deleted }, alive, { ...anOldVideo('b'), ...deleted }, anOldVideo('b')];
  expect(await auditPlan(client, plan)).toMatchObject({
    kept: [{ meetingVideoId: 'a', reason: 'doubtful' }],
    unplanned: [],
    settled: false,
  });
  expect((await applyPlan(client, plan)).videos).toMatchObject([{ outcome: 'kept', reason: 'doubtful' }]);
});

test('there is no receipt where a package cannot be listed', async () => {
  const { client, emulator } = await scene([aPackage({ videos: [anOldVideo('a')] })]);
  const plan = await planDeletion(client, rules);
  emulator.failNext({ on: 'listVideos', status: 500, times: 3 });
  expect(await rejection(auditPlan(client, plan, { maxRetries: 0 }))).toMatchObject({ name: 'ServerError' });
});

test('an audit takes a plan of any age', async () => {
  const { emulator, clientWith } = await scene([aPackage({ videos: [anOldVideo('a')] })]);
  const client = clientWith({});
  const plan = await planDeletion(client, rules);
  emulator.clock.advance(1);
  expect((await auditPlan(client, plan)).totals.planned).toBe(1);
});

test('an audit is over when it is aborted', async () => {
  const { client } = await scene([aPackage({ videos: [anOldVideo('a')] })]);
  const plan = await planDeletion(client, rules);
  expect(await rejection(auditPlan(client, plan, { signal: AbortSignal.abort('enough') }))).toBe('enough');
});

test('an audit tells how far it is, and adds up what it finds in every package', async () => {
  const { client } = await scene([
    aPackage({ packageId: 'lease', name: 'Lease', videos: [anOldVideo('a'), anOldVideo('b')] }),
    aPackage({ packageId: 'will', name: 'Will', videos: [anOldVideo('c', { size: null }), anOldVideo('d')] }),
  ]);
  const plan = await planDeletion(client, rules);
  await applyPlan(client, plan, { hold: { meetingVideoIds: ['b', 'd'] } });
  const told: Progress[] = [];
  const receipt = await auditPlan(client, plan, { atOnce: 1, onProgress: (progress) => told.push(progress) });
  const all = { phase: 'audit', total: 2, failed: 0, deleted: 0, missing: 0, perSecond: null };
  expect(told[0]).toEqual({ ...all, done: 1, alreadyDeleted: 1, kept: 1, packageName: 'Lease' });
  expect(told.at(-1)).toEqual({ ...all, done: 2, alreadyDeleted: 2, kept: 2, packageName: null });
  expect(receipt.totals).toMatchObject({ planned: 4, deleted: 2, overdue: 2, deletedBytes: 1000 });
});

test('a hold that keeps a video leaves a receipt settled and not complete', async () => {
  const { client } = await scene([
    aPackage({ packageId: 'lease', matterNumber: '2019-0417', videos: [anOldVideo('a')] }),
    aPackage({ packageId: 'will', videos: [anOldVideo('b')] }),
  ]);
  const plan = await planDeletion(client, rules);
  const hold = { matterNumbers: ['2019/0417'] };
  const report = await applyPlan(client, plan, { hold });
  const receipt = await auditPlan(client, plan, { reports: [report] });
  expect(receipt).toMatchObject({ complete: false, settled: true, deleted: [{ meetingVideoId: 'b' }], overdue: [] });
  expect(receipt.kept).toMatchObject([{ meetingVideoId: 'a', reason: 'held', heldBy: { matterNumber: '2019/0417' } }]);
});

test('a deletion that no list shows is known by its report', async () => {
  const { client } = await scene([aPackage({ videos: [anOldVideo('a')] })], { deletedVideos: 'hidden' });
  const plan = await planDeletion(client, rules);
  const report = await applyPlan(client, plan);
  expect(await auditPlan(client, plan)).toMatchObject({ complete: false, missing: [{ meetingVideoId: 'a' }] });
  const receipt = await auditPlan(client, plan, { reports: [report] });
  expect(receipt).toMatchObject({ complete: true, deleted: [{ meetingVideoId: 'a', confirmedBy: 'response' }] });
});

test('what the plan kept and nobody lists any more is unplanned', async () => {
  const { client, emulator } = await scene([
    aPackage({ packageId: 'lease', videos: [anOldVideo('a'), anOldVideo('queued', { state: 'queued' })] }),
  ]);
  const plan = await planDeletion(client, rules);
  emulator.packages[0]?.videos.pop();
  expect((await auditPlan(client, plan)).unplanned).toMatchObject([{ meetingVideoId: 'queued', gone: true }]);
});

test.each([
  ['altered', (report: ApplyReport) => ({ ...report, startedAt: '2020-01-01T00:00:00Z' })],
  ['of a dry run', (_: ApplyReport, dry: ApplyReport) => dry],
  ['no report', () => ({})],
])('a report that is %s is refused', async (_, change) => {
  const { client } = await scene([aPackage({ videos: [anOldVideo('a')] })]);
  const plan = await planDeletion(client, rules);
  const dry = await applyPlan(client, plan, { dryRun: true });
  const report = await applyPlan(client, plan);
  const error = await rejection(auditPlan(client, plan, { reports: [untyped(change(report, dry))] }));
  expect(error).toMatchObject({ name: 'PlanRefusedError', reason: 'report' });
});
