import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emulator } from 'iinked-sign-emulator';
import { run } from 'iinked-sign-testing/processes';
import { onTestFinished } from 'vitest';

/** How an example runs: where, on which emulator, and with which options of Node. */
export type Running = { emulator: Emulator; cwd: string; node?: readonly string[]; timeoutMs?: number };

/** Runs an example, as a person would, and gives what it wrote to its standard output. */
export function runExample(
  file: string,
  args: readonly string[],
  { emulator, cwd, node = [], timeoutMs = 60_000 }: Running,
): Promise<string> {
  const env = { IINKED_SIGN_API_KEY: emulator.apiKey, IINKED_SIGN_SERVER: emulator.url };
  return run(process.execPath, [...node, pathOf(`../${file}`), ...args], { env, cwd, timeoutMs });
}

/** Where a file beside this one is. */
export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** A folder that is removed when the test ends. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-examples-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** The ids of the videos that are alive. */
export function aliveIn({ packages }: Emulator): string[] {
  return packages.flatMap(({ videos }) =>
    videos.filter(({ state }) => state !== 'deleted').map(({ meetingVideoId }) => meetingVideoId),
  );
}
