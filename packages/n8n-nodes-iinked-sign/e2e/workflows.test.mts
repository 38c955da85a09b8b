import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { aCredential, publish } from 'iinked-sign-testing/n8n/workflow';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { aLease, apiKey, aServer, deleteEach, useScene } from './scene.mts';

const files = mkdtempSync(join(tmpdir(), 'videos-'));
afterAll(() => rmSync(files, { recursive: true }));
const scene = useScene({ N8N_RESTRICT_FILE_ACCESS_TO: files });

type Node = { name: string; type: string; parameters: Record<string, unknown>; credentials?: object };
type Template = { name: string; nodes: Node[]; connections: object; settings: object };

/** Imports a template of the package, with our credential, our settings, and a webhook in place of its trigger. */
async function template(
  file: string,
  settings: Record<string, unknown>,
  { trigger, parameters = {} }: { trigger?: string; parameters?: Record<string, object> } = {},
) {
  const path = new URL(`../workflows/${file}`, import.meta.url);
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
    Object.assign(node.parameters, parameters[node.name]);
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
  await expect.poll(async () => (await fetch(url, { method: 'POST' })).status, { timeout: 60_000 }).toBe(200);
}

/** Runs archive-then-delete on a package, with parameters of its nodes changed. */
async function archive(packageId: string, parameters: Record<string, object> = {}) {
  const settings = { packageId, folder: files };
  const { workflowId, start } = await template('archive-then-delete.json', settings, { trigger: 'Start', parameters });
  await start();
  return lastExecution(scene.rest, workflowId, 'Delete');
}

/** Seeds a package with these videos, and tells what is left of it. */
function seed(packageId: string, videos: Parameters<typeof aVideo>[0][], name = 'Lease'): () => string[] {
  const seeded = videos.map((video) => aVideo({ size: 1000, ...video }));
  scene.emulator.seed([aPackage({ packageId, name, timeCreated: '2020-01-01T00:00:00Z', videos: seeded })]);
  return () =>
    (scene.emulator.packages.find((each) => each.packageId === packageId)?.videos ?? [])
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
}

test('archive-then-delete stores each video whole, and deletes it then', async () => {
  const left = seed('archive-1', [{ meetingVideoId: 'a' }, { meetingVideoId: 'b' }]);
  const { outputs, error } = await archive('archive-1');
  expect(error).toBeNull();
  expect(outputs[0]?.map(({ json }) => [json.meetingVideoId, json.deleted])).toEqual([
    ['a', true],
    ['b', true],
  ]);
  expect(['a', 'b'].map((id) => statSync(join(files, `${id}.mp4`)).size)).toEqual([1000, 1000]);
  expect(left()).toEqual([]);
});

test('archive-then-delete keeps a video that did not arrive whole, reports it, and goes on with the others', async () => {
  const short = await aServer((response) => response.end('too short'));
  onTestFinished(short.close);
  const left = seed('archive-2', [{ meetingVideoId: 'short', url: `${short.url}/short` }, { meetingVideoId: 'whole' }]);
  const { outputs, error } = await archive('archive-2');
  expect(error?.message).toMatch(/^1 videos were kept: short: The download is incomplete: 9 of 1000 bytes/);
  expect(outputs[0]).toMatchObject([{ json: { deleted: true, meetingVideoId: 'whole' } }]);
  expect(left()).toEqual(['short']);
});

test('archive-then-delete deletes nothing whose stored copy is truncated', async () => {
  const left = seed('archive-3', [{ meetingVideoId: 'c' }, { meetingVideoId: 'd' }]);
  writeFileSync(join(files, 'truncated.mp4'), 'only the begin');
  // As if the storage had lost the rest of one of them.
  const fileSelector = `={{ $('Download').item.json.meetingVideoId === 'c' ? '${join(files, 'truncated.mp4')}' : '${files}/d.mp4' }}`;
  const { outputs, error } = await archive('archive-3', { 'Read Back': { fileSelector } });
  expect(error?.message).toBe('1 videos were kept, because their stored copy is not the same: truncated.mp4');
  expect(outputs[0]).toMatchObject([{ json: { deleted: true, meetingVideoId: 'd' } }]);
  expect(left()).toEqual(['c']);
});

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
  await expect.poll(() => inbox, { timeout: 60_000 }).toHaveLength(1);
  receiver.close();
  expect(inbox[0]).toMatch(/the parameter 'Video': it is empty/);
});
