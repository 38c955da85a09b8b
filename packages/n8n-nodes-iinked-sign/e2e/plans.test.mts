// Plan, approve, apply, audit: one node each, and what may come between them.

import { existsSync, writeFileSync } from 'node:fs';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { aCredential, aWorkflowOf } from 'iinked-sign-testing/n8n/workflow';
import { describe, expect, test } from 'vitest';
import { apiKey, isElsewhere, peakMegabytes, useScene } from './scene.mts';

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
const apply = { ...ofPlans, operation: 'apply', dryRun: false, plan: '={{ $json.item.plan }}' };
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
    markdown: expect.stringMatching(/plan.*\| `a` \|/s),
    csv: expect.stringContaining('plan-1'),
    page: expect.stringMatching(/<!doctype html>/i),
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
    {
      json: {
        receipt: {
          complete: false,
          deleted: [{ meetingVideoId: 'a' }],
          kept: [{ meetingVideoId: 'c', reason: 'held' }],
        },
      },
    },
  ]);
});

describe('from Create to Audit, in one workflow', () => {
  /** Runs Create, Approve twice, Apply and Audit, with some of them set otherwise. */
  async function walk(more: { [node in 'Create' | 'Jane' | 'John' | 'Apply' | 'Audit']?: object } = {}) {
    const approvals = "={{ [$('Jane').first().json.approval, $('John').first().json.approval] }}";
    const settings = {
      Create: { ...create, packageIds: 'walk', approvalsNeeded: 2 },
      Jane: { ...ofPlans, operation: 'approve', by: 'Jane Doe' },
      John: { ...ofPlans, operation: 'approve', by: 'John Roe', note: 'LEGAL-1', strikeMeetingVideoIds: 'b' },
      Apply: { ...ofPlans, operation: 'apply', dryRun: false, approvals, holdMeetingVideoIds: ['c'] },
      Audit: { ...ofPlans, operation: 'audit' },
    };
    const credentials = { iinkedSignApi: { id: await aCredential(scene.rest, scene.emulator.url, apiKey), name: 'x' } };
    const ours = (name: keyof typeof settings) => ({
      name,
      type: 'n8n-nodes-iinked-sign.iinkedSign',
      typeVersion: 1,
      credentials,
      parameters: { ...settings[name], ...more[name] },
    });
    const names = ['Jane', 'John', 'Apply', 'Audit'] as const;
    const before = ['Create', 'Jane', 'John', 'Apply'];
    const connections = names.map((name, at) => [before[at], { main: [[{ node: name, type: 'main', index: 0 }]] }]);
    const { id, call } = await aWorkflowOf(
      scene.n8n,
      scene.rest,
      ours('Create'),
      {},
      {
        nodes: names.map(ours),
        connections: Object.fromEntries(connections),
      },
    );
    await call([{}]);
    return (name: keyof typeof settings) => lastExecution(scene.rest, id, name);
  }

  test('what two people approved is deleted, but for a strike and a hold that came since', async () => {
    const left = seed('walk', ['a', 'b', 'c', 'd']);
    const of = await walk();
    expect((await of('Apply')).outputs[0]).toMatchObject([
      { json: { outcome: 'deleted', meetingVideoId: 'a' } },
      { json: { outcome: 'kept', reason: 'struck', meetingVideoId: 'b' } },
      { json: { outcome: 'kept', reason: 'held', meetingVideoId: 'c' } },
      { json: { outcome: 'deleted', meetingVideoId: 'd' } },
    ]);
    const { outputs, error } = await of('Audit');
    expect(error).toBeNull();
    expect(outputs[0]?.map(({ json }) => json.receipt)).toMatchObject([
      { totals: { planned: 4, deleted: 2 }, complete: false },
    ]);
    expect(left()).toEqual(['b', 'c']);
  });

  test('the report tells Audit who approved, and what was struck', async () => {
    const left = seed('walk', ['a', 'b', 'c']);
    const of = await walk({ Apply: { output: 'report' }, Audit: { reports: '={{ $json.report }}' } });
    expect((await of('Audit')).outputs[0]).toMatchObject([
      {
        json: {
          receipt: {
            approvals: [{ by: 'Jane Doe' }, { by: 'John Roe', note: 'LEGAL-1', strike: { meetingVideoIds: ['b'] } }],
            deleted: [{ meetingVideoId: 'a' }],
            kept: [
              { meetingVideoId: 'b', reason: 'struck' },
              { meetingVideoId: 'c', reason: 'held' },
            ],
            settled: true,
          },
          html: expect.stringContaining('Jane Doe'),
        },
      },
    ]);
    expect(left()).toEqual(['b', 'c']);
  });

  test.skipIf(isElsewhere || !existsSync('/proc/self/clear_refs'))(
    'takes 2 000 videos with little memory',
    { timeout: 300_000 },
    async () => {
      const packages = Array.from({ length: 200 }, (_, at) => {
        const videos = Array.from({ length: 10 }, (_, each) =>
          aVideo({ meetingVideoId: `bulk-${at}-${each}`, timeCreated: old, size: 1000 }),
        );
        return aPackage({ packageId: `bulk-${at}`, name: `Bulk ${at}`, timeCreated: old, videos });
      });
      scene.emulator.seed(packages);
      const { pid } = scene.n8n;
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
      const before = peakMegabytes(pid);
      const began = performance.now();
      const of = await walk({
        Create: { packagesBy: 'query', packageIds: '', filters: { search: 'Bulk*' }, maxVideos: 2000, maxShare: 1 },
        John: { strikeMeetingVideoIds: '' },
        Apply: { output: 'report', holdMeetingVideoIds: '' },
        Audit: { reports: '={{ $json.report }}' },
      });
      const seconds = (performance.now() - began) / 1000;
      const grown = peakMegabytes(pid) - before;
      expect((await of('Audit')).outputs[0]).toMatchObject([
        { json: { receipt: { complete: true, totals: { planned: 2000, deleted: 2000 } } } },
      ]);
      console.log(
        `From Create to Audit: 2 000 videos in ${seconds.toFixed(0)} s, ${grown} MB of memory more at most (${before} MB before).`,
      );
      expect(grown).toBeLessThan(800);
    },
  );

  const altered = (node: string, field: string) =>
    `={{ ({ ...$('${node}').first().json.${field}, ${field === 'report' ? 'dryRun: true' : "note: 'x', id: 'x'"} }) }}`;
  test.each<[string, Parameters<typeof walk>[0], 'Apply' | 'Jane' | 'Audit', RegExp]>([
    ['one person rejects', { Jane: { decision: 'reject' } }, 'Apply', /reject/],
    ['one person approves twice', { John: { by: ' jane  doe ', strikeMeetingVideoIds: '' } }, 'Apply', /approv/],
    ['an approval is missing', { Apply: { approvals: "={{ $('Jane').first().json.approval }}" } }, 'Apply', /approv/],
    ['an approval is altered', { Apply: { approvals: altered('Jane', 'approval') } }, 'Apply', /deletion approval/],
    ['the plan is altered', { Apply: { plan: altered('Create', 'plan') } }, 'Apply', /deletion plan/],
    ['the plan is altered before Approve', { Jane: { plan: altered('Create', 'plan') } }, 'Jane', /deletion plan/],
  ])('nothing is deleted when %s', async (_, more, node, message) => {
    const left = seed('walk', ['a', 'b', 'c']);
    const { error } = await (await walk(more))(node);
    expect(error?.message).toMatch(message);
    expect(error?.message).toMatch(/Nothing was deleted/);
    expect(left()).toHaveLength(3);
  });

  test('Audit refuses a report that was altered', async () => {
    seed('walk', ['a', 'b', 'c']);
    const of = await walk({ Apply: { output: 'report' }, Audit: { reports: altered('Apply', 'report') } });
    expect((await of('Audit')).error?.message).toMatch(/report.*changed after it was sealed/);
  });
});

describe('Create', () => {
  test('finds packages by text and state, of all members', async () => {
    seed('plan-2', ['a'], old);
    const query = {
      packagesBy: 'query',
      packageIds: '',
      filters: { search: 'Lease plan-2', states: 'executed', allMembers: true },
    };
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
    ['nothing narrows', { packagesBy: 'query', packageIds: '', filters: { allMembers: true } }, /'Packages'/],
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

  test.skipIf(isElsewhere)('of a cancelled execution is accounted for by Audit', async () => {
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
    expect(receipt.outputs[0]).toMatchObject([{ json: { receipt: { totals: { deleted: 3 - overdue, overdue } } } }]);
    expect(overdue).toBeGreaterThan(0);
  });
});
