import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { type Figure, figureOf } from '../statistics.ts';
import type { Effort, Progress } from './rounds.ts';

/** Milliseconds from start to end, of the command and of a Node that does nothing. */
export type CommandStart = { command: Figure; node: Figure };

const command = fileURLToPath(new URL('dist/command.js', import.meta.resolve('iinked-sign-cli/package.json')));

/** Times how long `iinked-sign --help` takes, beside a Node that does nothing, by turns. */
export async function measureCommandStart(effort: Effort, progress: Progress): Promise<CommandStart> {
  const rounds = effort === 'full' ? 25 : 3;
  const times: { command: number[]; node: number[] } = { command: [], node: [] };
  for (let round = -1; round < rounds; round++) {
    progress(`round ${Math.max(round + 1, 1)} of ${rounds}`);
    const [help, nothing] = [await ms(command, '--help'), await ms('--eval', '0')];
    // The first round brings the files into the memory of the system.
    if (round < 0) continue;
    times.command.push(help);
    times.node.push(nothing);
  }
  return { command: figureOf(times.command), node: figureOf(times.node) };
}

async function ms(...args: string[]): Promise<number> {
  const began = performance.now();
  await run(process.execPath, args);
  return performance.now() - began;
}
