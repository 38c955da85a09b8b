import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import {
  runCommandExample,
  runCommandReadme,
  runN8nExample,
  runTypeScriptExample,
  runZapierExample,
} from '../src/readmeExamples.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The sample that a new emulator holds, and which of its videos a start deletes. */
async function deletedBy(start: (address: string) => Promise<void>): Promise<string[]> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const gone = () =>
    emulator.packages.flatMap(({ videos }) => videos.filter((v) => v.state === 'deleted').map((v) => v.meetingVideoId));
  const before = gone();
  await start(emulator.url);
  return gone().filter((id) => !before.includes(id));
}

test("the README's TypeScript example deletes one video of the emulator's sample", async () => {
  const folder = path('../dist/starts/');
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(await deletedBy((address) => runTypeScriptExample(folder, address))).toHaveLength(1);
});

test("the README's n8n example deletes one video", async () => {
  expect(await deletedBy((address) => runN8nExample(path('..'), address))).toHaveLength(1);
});

test("the README's Zapier example deletes one video", async () => {
  const app = path('../../zapier-iinked-sign');
  expect(await deletedBy((address) => runZapierExample(app, address))).toHaveLength(1);
});

test("the README's example of the command deletes one video", async () => {
  expect(await deletedBy((address) => runCommandExample(path('..'), address))).toHaveLength(1);
});

test("what the command's README shows to type deletes by the policy that it writes, up to the receipt", async () => {
  const folder = path('../dist/typed/');
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let printed = '';
  const deleted = await deletedBy(async (address) => {
    printed = await runCommandReadme(path('../node_modules/.bin'), folder, address);
  });
  expect(deleted).toHaveLength(2);
  expect(printed).toContain('settled and complete');
});
