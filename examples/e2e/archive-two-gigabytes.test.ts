import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { aFolder, aliveIn, pathOf, runExample } from './programs.ts';

// Without a limit, V8 lets garbage grow as long as the machine has memory, and Node's compiler of TypeScript takes 20 MB. What
// is measured is what the program needs.
const littleMemory = ['--max-old-space-size=20', '--max-semi-space-size=1', '--import', pathOf('peakMemory.js')];

test('a video of 2 GB is archived and deleted in 60 MB of memory beside Node itself', async () => {
  const size = 2e9;
  const emulator = await startEmulator({
    packages: [aPackage({ packageId: 'lease', videos: [aVideo({ meetingVideoId: 'long', size })] })],
  });
  onTestFinished(() => emulator.close());
  const cwd = await aFolder();
  const source = await readFile(pathOf('../archive-then-delete.mts'), 'utf8');
  await mkdir(pathOf('../dist'), { recursive: true });
  await writeFile(pathOf('../dist/archive-then-delete.js'), stripTypeScriptTypes(source));

  const running = { emulator, cwd, node: littleMemory, timeoutMs: 10 * 60_000 };
  const output = await runExample('dist/archive-then-delete.js', ['lease', 'archive'], running);

  expect(await stat(join(cwd, 'archive', 'long.mp4'))).toMatchObject({ size });
  expect(aliveIn(emulator)).toEqual([]);
  const [, peak] = /peak: ([\d.]+) MB/.exec(output) ?? [];
  expect(Number(peak)).toBeLessThanOrEqual(60);
}, 700_000);
