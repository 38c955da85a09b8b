// The trigger as n8n polls it: when the workflow is published, and then by the clock.

import { randomUUID } from 'node:crypto';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { aCredential, publish } from 'iinked-sign-testing/n8n/workflow';
import { expect, test } from 'vitest';
import { apiKey, isElsewhere, useScene } from './scene.mts';

const scene = useScene();
const inGoodTime = { timeout: 30_000, interval: 50 };

const everyMinute = { pollTimes: { item: [{ mode: 'everyMinute' }] } };
const seldom = { pollTimes: { item: [{ mode: 'custom', cronExpression: '0 0 1 1 *' }] } };
const executed = { event: 'packageInState', states: ['executed'] };

/** How often the packages were listed: by each poll, and by no more than that here. */
const listings = () => scene.emulator.requests.filter(({ operationId }) => operationId === 'listPackages').length;

/** A published workflow: the trigger, then Get Many for the videos of each package that starts it. */
async function aTriggeredWorkflow(parameters: object) {
  const credential = await aCredential(scene.rest, scene.emulator.url, apiKey);
  const credentials = { iinkedSignApi: { id: credential, name: 'iinked Sign' } };
  const nodes = [
    { name: 'New', type: 'n8n-nodes-iinked-sign.iinkedSignTrigger', parameters },
    {
      name: 'Videos',
      type: 'n8n-nodes-iinked-sign.iinkedSign',
      parameters: {
        resource: 'video',
        operation: 'getMany',
        packageId: { __rl: true, mode: 'id', value: '={{ $json.packageId }}' },
      },
    },
  ];
  const id = await publish(scene.rest, {
    name: 'What is new',
    nodes: nodes.map((each, at) => ({
      id: randomUUID(),
      typeVersion: 1,
      position: [200 * at, 0],
      credentials,
      ...each,
    })),
    connections: { New: { main: [[{ node: 'Videos', type: 'main', index: 0 }]] } },
  });
  /** What n8n has saved of the trigger. */
  async function saved(): Promise<string> {
    const { staticData } = await scene.rest.get<{ staticData: object | null }>(`/workflows/${id}`);
    return JSON.stringify(staticData);
  }
  return {
    id,
    saved,
    /** What n8n says of its publication. */
    status: async () => JSON.stringify(await scene.rest.get(`/workflows/${id}/publication-status`)),
    /** How often it was started. */
    async runs(): Promise<number> {
      const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
      const { results } = await scene.rest.get<{ results: object[] }>(`/executions?filter=${filter}&limit=20`);
      return results.length;
    },
    /** The output of a node in the last run. */
    async last(node: string) {
      return (await lastExecution(scene.rest, id, node)).outputs[0]?.map(({ json }) => json);
    },
    /** Takes it out of service and publishes it again, at which n8n polls, and waits for that. */
    async again(): Promise<void> {
      const before = listings();
      await scene.rest.post(`/workflows/${id}/deactivate`, {});
      const { versionId } = await scene.rest.get<{ versionId: string }>(`/workflows/${id}`);
      await scene.rest.post(`/workflows/${id}/activate`, { versionId });
      await expect.poll(listings, inGoodTime).toBe(before + 1);
    },
  };
}

const lease = aPackage({
  packageId: 'lease',
  state: 'open',
  isExecuted: false,
  videos: [aVideo({ meetingVideoId: 'a' })],
});
const will = aPackage({ packageId: 'will', state: 'executed' });

test('three polls find the packages that reach a state, each once', { timeout: 200_000 }, async () => {
  scene.emulator.seed([lease, will]);
  const { again, runs, last, saved } = await aTriggeredWorkflow({ ...executed, ...everyMinute });
  await expect.poll(saved, inGoodTime).toContain('executed/will');
  expect(await runs()).toBe(0);

  scene.emulator.seed([{ ...lease, state: 'executed', isExecuted: true }]);
  await again();
  await expect.poll(runs, inGoodTime).toBe(1);
  expect(await last('New')).toMatchObject([{ packageId: 'lease', state: 'executed' }]);
  expect(await last('Videos')).toMatchObject([{ meetingVideoId: 'a' }]);

  scene.emulator.seed([aPackage({ packageId: 'deed', state: 'executed' }), { ...will, state: 'expired' }]);
  await expect.poll(runs, { timeout: 90_000, interval: 500 }).toBe(2);
  expect(await last('New')).toMatchObject([{ packageId: 'deed' }]);
});

test('what is created while n8n does not poll is found afterwards, once', async () => {
  scene.emulator.seed([lease]);
  const { again, runs, last, saved } = await aTriggeredWorkflow({ event: 'packageCreated', ...seldom });
  await expect.poll(saved, inGoodTime).toContain('/lease');
  scene.emulator.seed([will, aPackage({ packageId: 'deed' })]);
  await again();
  await expect.poll(runs, inGoodTime).toBe(1);
  expect((await last('New'))?.map(({ packageId }) => packageId).sort()).toEqual(['deed', 'will']);
  await again();
  expect(await runs()).toBe(1);
});

test.skipIf(isElsewhere)(
  'a test by hand shows the newest package, which then starts the workflow all the same',
  async () => {
    scene.emulator.seed([will]);
    const { id, again, last, runs, saved } = await aTriggeredWorkflow({ ...executed, ...seldom });
    await expect.poll(saved, inGoodTime).toContain('executed/will');
    scene.emulator.seed([{ ...lease, state: 'executed', timeCreated: '2026-11-20T00:00:00Z' }]);
    await scene.rest.post(`/workflows/${id}/run`, { triggerToStartFrom: { name: 'New' } });
    expect(await last('New')).toMatchObject([{ packageId: 'lease' }]);
    await again();
    await expect.poll(runs, inGoodTime).toBe(2);
    expect(await last('New')).toMatchObject([{ packageId: 'lease' }]);
  },
);

test.skipIf(isElsewhere)('n8n says why a workflow is not in service, when its trigger cannot work', async () => {
  const { status } = await aTriggeredWorkflow({ ...executed, filters: { search: '*' }, ...seldom });
  await expect.poll(status, inGoodTime).toContain("the filter 'Search': it must narrow");
});
