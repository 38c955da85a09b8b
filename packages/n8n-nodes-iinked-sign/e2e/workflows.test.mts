import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { aCredential, publish } from 'iinked-sign-testing/n8n/workflow';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
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

describe('retention-sweep', () => {
  const old = '2020-01-01T00:00:00.000Z';
  const rules = (name: string) => ({
    'Create Plan': {
      packagesBy: 'query',
      filters: { search: name, states: 'executed' },
      olderThan: 1,
      countedFrom: 'created',
      maxVideos: 10,
    },
  });
  let receipts: Promise<string> | undefined;

  /** Makes the Data Table that the template writes to, once. */
  async function receiptTable(): Promise<string> {
    const { id: project } = await scene.rest.get<{ id: string }>('/projects/personal');
    const columns = Object.entries({ planId: 'string', server: 'string', checkedAt: 'string', receipt: 'string' })
      .concat(
        ['planned', 'deleted', 'kept', 'overdue', 'missing'].map((name) => [name, 'number']),
        ['complete', 'settled'].map((name) => [name, 'boolean']),
      )
      .map(([name, type]) => ({ name, type }));
    const path = `/projects/${project}/data-tables`;
    const { id } = await scene.rest.post<{ id: string }>(path, { name: 'iinked Sign receipts', columns });
    return `${path}/${id}/rows`;
  }

  /** Starts the template, and waits until it asks a person. */
  async function asked(name: string, parameters: Record<string, object> = {}) {
    receipts ??= receiptTable();
    const rows = await receipts;
    const { workflowId, start } = await template(
      'retention-sweep.json',
      {},
      { trigger: 'Every Week', parameters: { ...rules(name), ...parameters } },
    );
    await start();
    const plan = await lastExecution(scene.rest, workflowId, 'Form Address', /waiting/);
    const form = String(plan.outputs[0]?.[0]?.json.form);
    const decide = async (decision: string) => {
      const choice = new FormData();
      choice.set('field-0', decision);
      choice.set('field-1', 'Jane Doe');
      expect((await fetch(form, { method: 'POST', body: choice })).status).toBe(200);
    };
    const receiptsOf = async () => (await scene.rest.get<{ data: { planId: string; receipt: string }[] }>(rows)).data;
    return { workflowId, form, decide, receiptsOf };
  }

  test('has no preset age: as it comes, it deletes nothing and says what to fill in', async () => {
    const { workflowId, start } = await template('retention-sweep.json', {}, { trigger: 'Every Week' });
    const before = scene.emulator.requests.length;
    await start();
    const { error } = await lastExecution(scene.rest, workflowId, 'Create Plan');
    expect(error?.message).toMatch(/'Only If Older Than'/);
    expect(scene.emulator.requests).toHaveLength(before);
  });

  test('shows every video to a person, and deletes what was approved', async () => {
    const ids = Array.from({ length: 9 }, (_, at) => `sweep-old-${at}`);
    const videos = [
      ...ids.map((meetingVideoId) => ({ meetingVideoId, timeCreated: old })),
      { meetingVideoId: 'new-1' },
    ];
    const left = seed('sweep-1', videos, 'Sweep one');
    const { workflowId, form, decide, receiptsOf } = await asked('Sweep one');
    expect(left()).toHaveLength(10);
    const page = await (await fetch(form)).text();
    for (const id of ids) expect(page).toContain(id);
    await decide('Delete');
    const { error, outputs } = await lastExecution(scene.rest, workflowId, 'Save Receipt');
    expect(error).toBeNull();
    expect(left()).toEqual(['new-1']);
    expect(outputs[0]).toMatchObject([
      { json: { planned: 9, deleted: 9, kept: 0, overdue: 0, complete: true, settled: true } },
    ]);
    const [row, ...more] = await receiptsOf();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ planned: 9, receipt: expect.stringContaining('sweep-old-8') });
    expect(row?.receipt).toContain('Jane Doe');
  });

  test('keeps everything when the person says so', async () => {
    const left = seed('sweep-2', [{ meetingVideoId: 'kept', timeCreated: old }], 'Sweep two');
    const { workflowId, decide } = await asked('Sweep two');
    await decide('Keep');
    const { error } = await lastExecution(scene.rest, workflowId, 'Everything Kept');
    expect(error).toBeNull();
    expect(left()).toEqual(['kept']);
  });

  test('keeps everything when nobody decides in time', { timeout: 180_000 }, async () => {
    const left = seed('sweep-3', [{ meetingVideoId: 'unseen', timeCreated: old }], 'Sweep three');
    const soon = { 'Ask a Person': { resumeAmount: 2, resumeUnit: 'seconds' } };
    const { workflowId } = await asked('Sweep three', soon);
    await expect.poll(() => statusOf(workflowId), { timeout: 120_000, interval: 500 }).toBe('success');
    const { outputs } = await lastExecution(scene.rest, workflowId, 'Everything Kept');
    expect(outputs[0]).toHaveLength(1);
    expect(left()).toEqual(['unseen']);
  });

  test('reports every failure, after the receipt is saved', async () => {
    const videos = ['x', 'y', 'z'].map((meetingVideoId) => ({ meetingVideoId, timeCreated: old }));
    const left = seed('sweep-4', videos, 'Sweep four');
    const { workflowId, decide, receiptsOf } = await asked('Sweep four');
    const before = (await receiptsOf()).length;
    scene.emulator.failNext({ status: 400, on: 'deleteVideos', times: 2 });
    await decide('Delete');
    const { error } = await lastExecution(scene.rest, workflowId, 'Report All Problems');
    const [one, other] = left();
    expect(left()).toHaveLength(2);
    expect(error?.message).toMatch(/^2 problems\. /);
    expect(error?.message).toContain(`failed: video ${one} `);
    expect(error?.message).toContain(`failed: video ${other} `);
    expect(await receiptsOf()).toHaveLength(before + 1);
  });
});

async function statusOf(workflowId: string): Promise<string | undefined> {
  const filter = encodeURIComponent(JSON.stringify({ workflowId }));
  const { results } = await scene.rest.get<{ results: { status: string }[] }>(`/executions?filter=${filter}&limit=1`);
  return results[0]?.status;
}

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
