import { fileURLToPath } from 'node:url';
import { startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { runCommandExample, runN8nExample, runTypeScriptExample, runZapierExample } from '../src/readmeExamples.ts';

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
  expect(await deletedBy((address) => runTypeScriptExample(address))).toHaveLength(1);
});

test("the README's n8n example deletes one video", async () => {
  expect(await deletedBy((address) => runN8nExample(path('..'), address))).toHaveLength(1);
});

test("the README's Zapier example deletes one video", async () => {
  expect(await deletedBy(runZapierExample)).toHaveLength(1);
});

test("the README's example of the command deletes one video", async () => {
  expect(await deletedBy((address) => runCommandExample(address))).toHaveLength(1);
});
