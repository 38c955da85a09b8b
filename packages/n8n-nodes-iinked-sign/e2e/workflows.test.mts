import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { aLease, aServer, deleteEach, useScene } from './scene.mts';
import { fillIn, importTemplates, startBy } from './templates.mts';

const scene = useScene();
// The folder that n8n lets nodes use unless somebody allows another one.
let files: string;
beforeAll(async () => {
  files = join(scene.n8n.folder, '.n8n-files');
  mkdirSync(files);
  await importTemplates(scene);
});

/** Runs archive-then-delete on a package, with parameters of its nodes changed. */
async function archive(packageId: string, parameters: Record<string, object> = {}, folder = files) {
  const id = await fillIn(scene.rest, 'iinkedSignArchive', { settings: { packageId, folder }, parameters });
  await startBy(scene.rest, id, { name: 'Start' });
  return lastExecution(scene.rest, id, 'Delete');
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

test('archive-then-delete keeps what n8n does not let it store, and says which folder is allowed', async () => {
  const left = seed('archive-4', [{ meetingVideoId: 'e' }, { meetingVideoId: 'f' }]);
  const elsewhere = mkdtempSync(join(tmpdir(), 'not-allowed-'));
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  const { outputs, error } = await archive('archive-4', {}, elsewhere);
  expect(error?.message).toMatch(/^2 videos were kept, because they were not stored in .*not-allowed-/);
  expect(error?.message).toMatch(/not allowed.*N8N_RESTRICT_FILE_ACCESS_TO/);
  expect(outputs).toEqual([]);
  expect(left()).toEqual(['e', 'f']);
});

test('error-report tells what failed and what had been deleted by then', async () => {
  aLease(scene.emulator, 'report');
  const inbox: string[] = [];
  const receiver = await aServer(
    (response) => response.end('{}'),
    (text) => inbox.push(text),
  );
  const settings = { sendTo: `${receiver.url}/report` };
  const errorWorkflow = await fillIn(scene.rest, 'iinkedSignErrors', { settings });
  const { versionId } = await scene.rest.get<{ versionId: string }>(`/workflows/${errorWorkflow}`);
  await scene.rest.post(`/workflows/${errorWorkflow}/activate`, { versionId });
  const { run } = await scene.workflow(deleteEach, { settings: { errorWorkflow } });
  await run([
    { p: 'report', v: 'a' },
    { p: 'report', v: '' },
  ]);
  await expect.poll(() => inbox, { timeout: 60_000 }).toHaveLength(1);
  receiver.close();
  expect(inbox[0]).toMatch(/the parameter 'Video': it is empty/);
});
