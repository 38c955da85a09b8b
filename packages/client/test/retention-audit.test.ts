import { json, serve } from 'iinked-sign-testing/servers';
import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { applyPlan, auditPlan, type Progress, planDeletion } from '../src/retention.ts';
import { apiKey, rejection } from './fixtures.ts';
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
  const video = { packageId: 'lease', packageName: 'Lease', size: 1000 };
  expect(receipt).toEqual({
    format: 'iinked-sign/deletion-receipt/1',
    planId: plan.id,
    planSeal: plan.seal,
    rules: plan.rules,
    server: emulator.url,
    checkedAt: expect.any(String),
    deleted: [{ ...video, meetingVideoId: 'a', timeDeleted: expect.any(String) }],
    remaining: [{ ...video, meetingVideoId: 'stays', state: 'archived' }],
    missing: [{ ...video, meetingVideoId: 'vanishes' }],
    unplanned: [{ packageId: 'lease', meetingVideoId: 'queued', timeDeleted: deleted.timeDeleted }],
    complete: false,
    totals: { planned: 3, deleted: 1, remaining: 1, missing: 1, unplanned: 1, deletedBytes: 1000 },
  });
  expect(requests()).toEqual(['listVideos']);
  expect(JSON.stringify(receipt)).not.toContain(emulator.apiKey);
  expect(told.at(-1)).toEqual({ phase: 'audit', done: 1, total: 1, deleted: 1, kept: 1, failed: 0, packageName: null });
});

test('a receipt is complete once nothing remains and nothing is missing', async () => {
  const { client, emulator } = await scene([
    aPackage({ packageId: 'lease', videos: [anOldVideo('a'), anOldVideo('b')] }),
  ]);
  const plan = await planDeletion(client, rules);
  expect(await auditPlan(client, plan)).toMatchObject({ complete: false, totals: { remaining: 2 } });
  await applyPlan(client, plan);
  expect(await auditPlan(client, plan)).toMatchObject({ complete: true, totals: { deleted: 2, unplanned: 0 } });
  emulator.packages[0]?.videos.pop();
  expect(await auditPlan(client, plan)).toMatchObject({ complete: false, totals: { deleted: 1, missing: 1 } });
});

test('the videos of a package that is gone are missing', async () => {
  const { client, emulator } = await scene([aPackage({ packageId: 'lease', videos: [anOldVideo('a')] })]);
  const plan = await planDeletion(client, rules);
  Object.assign(emulator.packages[0] ?? {}, { packageId: 'another' });
  expect((await auditPlan(client, plan)).missing).toMatchObject([{ meetingVideoId: 'a' }]);
});

test('a video that a list shows alive and deleted at once remains', async () => {
  const alive = anOldVideo('a');
  let videos = [alive];
  const { url } = await serve((...request) => json({ packageId: 'lease', videos })(...request));
  const client = createClient({ apiKey, server: url });
  const plan = await planDeletion(client, { ...rules, packages: { packageIds: ['lease'] } });
  videos = [{ ...alive, ...deleted }, alive, { ...anOldVideo('b'), ...deleted }, anOldVideo('b')];
  expect(await auditPlan(client, plan)).toMatchObject({ remaining: [{ meetingVideoId: 'a' }], unplanned: [] });
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
  const all = { phase: 'audit', total: 2, failed: 0 };
  expect(told[0]).toEqual({ ...all, done: 1, deleted: 1, kept: 1, packageName: 'Lease' });
  expect(told.at(-1)).toEqual({ ...all, done: 2, deleted: 2, kept: 2, packageName: null });
  expect(receipt.totals).toMatchObject({ planned: 4, deleted: 2, remaining: 2, deletedBytes: 1000 });
});

test('a video that remains without a state has none in the receipt', async () => {
  let videos: unknown[] = [anOldVideo('a')];
  const { url } = await serve((...request) => json({ packageId: 'lease', videos })(...request));
  const client = createClient({ apiKey, server: url });
  const plan = await planDeletion(client, { ...rules, packages: { packageIds: ['lease'] } });
  const { state: _, ...stateless } = anOldVideo('a');
  videos = [stateless];
  expect((await auditPlan(client, plan)).remaining).toMatchObject([{ meetingVideoId: 'a', state: null }]);
});
