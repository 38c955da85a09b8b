import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { aCredential, publish } from 'iinked-sign-testing/n8n/workflow';
import { afterAll, expect, test } from 'vitest';
import { aLease, apiKey, aServer, deleteEach, useScene } from './scene.ts';

const files = mkdtempSync(join(tmpdir(), 'videos-'));
afterAll(() => rmSync(files, { recursive: true }));
const scene = useScene({ N8N_RESTRICT_FILE_ACCESS_TO: files });

type Node = { name: string; type: string; parameters: Record<string, unknown>; credentials?: object };
type Template = { name: string; nodes: Node[]; connections: object; settings: object };

/** Imports a template of the package, with our credential, our settings, and a webhook in place of its trigger. */
async function template(file: string, settings: Record<string, unknown>, trigger?: string) {
  const path = new URL(import.meta.resolve(`n8n-nodes-iinked-sign/workflows/${file}`));
  const workflow: Template = JSON.parse(readFileSync(path, 'utf8'));
  const id = await aCredential(scene.rest, scene.emulator.url, apiKey);
  const webhook = `template-${Math.random().toString(36).slice(2)}`;
  for (const node of workflow.nodes) {
    if (node.credentials) node.credentials = { iinkedSignApi: { id, name: 'iinked Sign account' } };
    if (node.name === trigger) {
      const parameters = { httpMethod: 'POST', path: webhook, responseMode: 'onReceived' };
      Object.assign(node, { type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: webhook, parameters });
    }
    if (node.name === 'Settings') setTo(node, settings);
  }
  const workflowId = await publish(scene.rest, { ...workflow });
  return { workflowId, start: () => startBy(`${scene.n8n.url}/webhook/${webhook}`) };
}

function setTo(node: Node, settings: Record<string, unknown>): void {
  const list: { assignments: { name: string; value: unknown }[] } = JSON.parse(
    JSON.stringify(node.parameters.assignments),
  );
  for (const assignment of list.assignments) assignment.value = settings[assignment.name] ?? assignment.value;
  node.parameters.assignments = list;
}

async function startBy(url: string): Promise<void> {
  await expect.poll(async () => (await fetch(url, { method: 'POST' })).status, { timeout: 10_000 }).toBe(200);
}

test('archive-then-delete stores each video whole, and deletes it then', async () => {
  const left = aLease(scene.emulator, 'archive-1', ['a', 'b']);
  const { workflowId, start } = await template(
    'archive-then-delete.json',
    { packageId: 'archive-1', folder: files },
    'Start',
  );
  await start();
  const { outputs, error } = await lastExecution(scene.rest, workflowId, 'Delete');
  expect(error).toBeNull();
  expect(outputs[0]?.map(({ json }) => json.meetingVideoId)).toEqual(['a', 'b']);
  expect(['a', 'b'].map((id) => statSync(join(files, `${id}.mp4`)).size)).toEqual([1000, 1000]);
  expect(left()).toEqual([]);
});

test('archive-then-delete keeps a video that did not arrive whole', async () => {
  const short = await aServer((response) => response.end('too short'));
  const video = aVideo({ meetingVideoId: 'short', size: 1000, url: `${short.url}/short` });
  scene.emulator.seed([aPackage({ packageId: 'archive-2', videos: [video] })]);
  const { workflowId, start } = await template(
    'archive-then-delete.json',
    { packageId: 'archive-2', folder: files },
    'Start',
  );
  await start();
  const { outputs, error } = await lastExecution(scene.rest, workflowId, 'Delete');
  short.close();
  expect(error?.message).toBe('Video short did not arrive whole: 9 of 1000 bytes. It was kept.');
  expect(outputs).toEqual([]);
});

test.each(['Delete', 'Keep'])(
  'retention-sweep deletes old videos only when a person decides so: %s',
  async (decision) => {
    const packageId = `sweep-${decision}`;
    const old = aVideo({ meetingVideoId: `old-${decision}`, timeCreated: '2020-01-01T00:00:00.000Z' });
    const fresh = aVideo({ meetingVideoId: `new-${decision}`, timeCreated: new Date().toISOString() });
    scene.emulator.seed([aPackage({ packageId, videos: [old, fresh] })]);
    const stateOf = (id: string) =>
      scene.emulator.packages.flatMap(({ videos }) => videos).find((video) => video.meetingVideoId === id)?.state;

    const { workflowId, start } = await template('retention-sweep.json', { olderThanDays: 365 }, 'Every Week');
    await start();
    const filter = encodeURIComponent(JSON.stringify({ workflowId }));
    let executionId = '';
    await expect
      .poll(async () => {
        const { results } = await scene.rest.get<{ results: { id: string; status: string }[] }>(
          `/executions?filter=${filter}&limit=1`,
        );
        executionId = results[0]?.id ?? '';
        return results[0]?.status;
      })
      .toBe('waiting');
    expect(stateOf(old.meetingVideoId)).toBe('archived');

    const plan = await lastExecution(scene.rest, workflowId, 'Plan', /waiting/);
    const form = String(plan.outputs[0]?.[0]?.json.form);
    expect(form).toContain(executionId);
    const answer = new FormData();
    answer.set('field-0', decision);
    expect((await fetch(form, { method: 'POST', body: answer })).status).toBe(200);
    const { error } = await lastExecution(scene.rest, workflowId, 'Delete');
    expect(error).toBeNull();
    expect(stateOf(old.meetingVideoId)).toBe(decision === 'Delete' ? 'deleted' : 'archived');
    expect(stateOf(fresh.meetingVideoId)).toBe('archived');
  },
);

test('error-report tells what failed and what had been deleted by then', async () => {
  aLease(scene.emulator, 'report');
  const inbox: string[] = [];
  const receiver = await aServer(
    (response) => response.end('{}'),
    (text) => inbox.push(text),
  );
  const { workflowId: errorWorkflow } = await template('error-report.json', { sendTo: `${receiver.url}/report` });
  const { run } = await scene.workflow(deleteEach, { settings: { errorWorkflow } });
  await run([
    { p: 'report', v: 'a' },
    { p: 'report', v: '' },
  ]);
  await expect.poll(() => inbox, { timeout: 20_000 }).toHaveLength(1);
  receiver.close();
  expect(inbox[0]).toMatch(/the parameter 'Video': meetingVideoId is empty/);
});
