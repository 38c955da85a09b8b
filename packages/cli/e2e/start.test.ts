import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../dist/command.js', import.meta.url));
const rounds = 15;

async function millisecondsOf(args: readonly string[]): Promise<number> {
  const began = performance.now();
  await run(process.execPath, args);
  return performance.now() - began;
}

test('--help starts in 1.5 times the time of `node -e 0` and 60 ms', async () => {
  const times: Record<'node' | 'help', number[]> = { node: [], help: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.node.push(await millisecondsOf(['-e', '0']));
    times.help.push(await millisecondsOf([bin, '--help']));
  }
  // The fastest: what else runs on the machine makes a start slower, and never faster.
  const [node, help] = [Math.min(...times.node), Math.min(...times.help)];
  console.log(
    `--help ${help.toFixed(0)} ms, node -e 0 ${node.toFixed(0)} ms (limit ${(1.5 * node + 60).toFixed(0)} ms)`,
  );
  expect(help).toBeLessThan(1.5 * node + 60);
});
