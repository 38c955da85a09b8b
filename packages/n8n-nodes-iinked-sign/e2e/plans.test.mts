// Plan, approve, apply, audit: one node each, and what may come between them.

import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { describe, expect, test } from 'vitest';
import { useScene } from './scene.mts';

const scene = useScene();
const old = '2020-01-01T00:00:00Z';

/** Seeds a package with these videos, and tells what is left of it. */
function seed(packageId: string, ids: string[], timeCreated = old): () => string[] {
  const videos = ids.map((meetingVideoId) => aVideo({ meetingVideoId, timeCreated, size: 1000 }));
  scene.emulator.seed([aPackage({ packageId, name: `Lease ${packageId}`, timeCreated, videos })]);
  return () =>
    (scene.emulator.packages.find((each) => each.packageId === packageId)?.videos ?? [])
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
}

const ofPlans = { resource: 'deletionPlan' };
const create = {
  ...ofPlans,
  operation: 'create',
  packagesBy: 'ids',
  packageIds: '={{ $json.item.p }}',
  olderThan: 1,
  maxVideos: 10,
};
const apply = { ...ofPlans, operation: 'apply', plan: '={{ $json.item.plan }}' };
const audit = { ...ofPlans, operation: 'audit', plan: '={{ $json.item.plan }}' };

async function planOf(packageId: string, more: object = {}) {
  const { run } = await scene.workflow({ ...create, ...more });
  const { outputs, error } = await run([{ p: packageId }]);
  expect(error).toBeNull();
  return outputs[0]?.[0]?.json ?? {};
}

test('a plan is made, applied and audited', async () => {
  const left = seed('plan-1', ['a', 'b', 'c']);
  const planned = await planOf('plan-1', { holdMeetingVideoIds: 'plan-1/b' });
  expect(planned).toMatchObject({
    totals: { delete: 2, keep: 1 },
    table: expect.stringMatching(/plan.*\| `a` \|/s),
    html: expect.stringContaining('<table'),
  });
  expect(left()).toHaveLength(3);

  const applying = await scene.workflow({ ...apply, holdMeetingVideoIds: '={{ ["c"] }}' });
  const applied = await applying.run([{ plan: planned.plan }]);
  expect(applied.outputs[0]).toMatchObject([
    { json: { outcome: 'deleted', reason: null, meetingVideoId: 'a' }, pairedItem: { item: 0 } },
    { json: { outcome: 'kept', reason: 'held', meetingVideoId: 'c' }, pairedItem: { item: 0 } },
  ]);
  expect(left()).toEqual(['b', 'c']);

  const { outputs } = await (await scene.workflow({ ...audit, holdMeetingVideoIds: 'c' })).run([
    { plan: planned.plan },
  ]);
  expect(outputs[0]).toMatchObject([
    { json: { complete: false, deleted: [{ meetingVideoId: 'a' }], kept: [{ meetingVideoId: 'c', reason: 'held' }] } },
  ]);
});

describe('Create', () => {
  test('finds packages by text and state, of all members', async () => {
    seed('plan-2', ['a'], old);
    const query = { packagesBy: 'query', filters: { search: 'Lease plan-2', states: 'executed', allMembers: true } };
    const { plan } = await planOf('', query);
    expect(plan).toMatchObject({ delete: [{ packageId: 'plan-2', packageName: 'Lease plan-2', meetingVideoId: 'a' }] });
    const { body } = scene.emulator.requests.find(({ operationId }) => operationId === 'listPackages') ?? {};
    expect(body).toMatchObject({ allMembers: true });
  });

  test.each<[string, object, RegExp]>([
    ['no age is given', { olderThan: '' }, /'Only If Older Than'/],
    ['the age got lost', { olderThan: '={{ $json.none }}' }, /'Only If Older Than'/],
    ['no limit is given', { maxVideos: '' }, /'Max Videos'/],
    ['the packages got lost', { packageIds: '={{ $json.none }}' }, /'Packages'/],
    ['nothing narrows', { packagesBy: 'query', filters: { allMembers: true } }, /'Packages'/],
    ['a hold got lost', { holdMatterNumbers: '={{ $json.none }}' }, /'Hold Matter Numbers'/],
    ['a hold is empty', { holdPackageIds: '={{ "" }}' }, /'Hold Package IDs'/],
  ])('sends nothing when %s', async (_, more, message) => {
    const before = scene.emulator.requests.length;
    const { error } = await (await scene.workflow({ ...create, ...more })).run([{ p: 'plan-2' }]);
    expect(error?.message).toMatch(message);
    expect(scene.emulator.requests).toHaveLength(before);
  });

  test('gives no plan that is beyond its limits', async () => {
    seed('plan-3', ['a', 'b']);
    for (const more of [{ maxVideos: 1 }, { maxShare: 0.5 }]) {
      const { error } = await (await scene.workflow({ ...create, ...more })).run([{ p: 'plan-3' }]);
      expect(error?.message).toMatch(/Nothing was deleted/);
    }
  });
});

describe('Apply', () => {
  test('refuses a plan that was changed', async () => {
    const left = seed('plan-4', ['a']);
    const { plan } = await planOf('plan-4');
    const { run } = await scene.workflow(apply);
    const { error } = await run([{ plan: { ...Object(plan), id: 'another' } }]);
    expect(error?.message).toMatch(/changed after it was sealed. Make a new plan. Nothing was deleted/);
    expect((await run([{}])).error?.message).toMatch(/'Plan'.*Nothing was sent/);
    expect(left()).toEqual(['a']);
  });

  test('keeps a video that has changed since, and one whose package was named in a hold', async () => {
    const left = seed('plan-5', ['a']);
    const { plan } = await planOf('plan-5');
    seed('plan-5', ['a'], '2019-01-01T00:00:00Z');
    const { run } = await scene.workflow(apply);
    expect((await run([{ plan }])).outputs[0]).toMatchObject([{ json: { outcome: 'kept', reason: 'changed' } }]);
    expect(left()).toEqual(['a']);
  });

  test('stops after failures in a row, says so, and goes on when the same plan is applied again', async () => {
    const left = seed('plan-6', ['a', 'b']);
    const { plan } = await planOf('plan-6');
    scene.emulator.failNext({ status: 400, on: 'deleteVideos' });
    const { run } = await scene.workflow({ ...apply, options: { stopAfterFailures: 1, atOnce: 1 } });
    const stopped = await run([{ plan }]);
    expect(stopped.outputs[0]).toMatchObject([{ json: { outcome: 'failed' } }, { json: { outcome: 'notStarted' } }]);
    expect(stopped.hints).toMatchObject([{ message: expect.stringContaining('apply the same plan again') }]);
    expect((await run([{ plan }])).outputs[0]).toMatchObject([
      { json: { outcome: 'deleted' } },
      { json: { outcome: 'deleted' } },
    ]);
    expect(left()).toEqual([]);
  });

  test('of a cancelled execution is accounted for by Audit', async () => {
    const left = seed('plan-7', ['a', 'b', 'c']);
    const { plan } = await planOf('plan-7');
    const { id, call } = await scene.workflow({ ...apply, options: { atOnce: 1 } });
    scene.emulator.failNext({ on: 'deleteVideos', delayMs: 1 });
    scene.emulator.failNext({ on: 'deleteVideos', delayMs: 60_000, times: 3 });
    const called = call([{ plan }]).catch(() => undefined);
    await expect.poll(left, { timeout: 60_000 }).not.toContain('a');
    const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
    const { results } = await scene.rest.get<{ results: { id: string }[] }>(`/executions?filter=${filter}&limit=1`);
    await scene.rest.post(`/executions/${results[0]?.id}/stop`, {});
    await called;
    const { outputs } = await lastExecution(scene.rest, id, 'iinked Sign');
    expect(outputs.flat(), 'n8n drops the output of a cancelled node').toEqual([]);
    const receipt = await (await scene.workflow(audit)).run([{ plan }]);
    const overdue = left().length;
    expect(receipt.outputs[0]).toMatchObject([{ json: { totals: { deleted: 3 - overdue, overdue } } }]);
    expect(overdue).toBeGreaterThan(0);
  });
});
