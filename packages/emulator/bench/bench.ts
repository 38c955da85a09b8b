// Requests per second of the emulator, as a ratio to a bare server that answers the same bytes, in turns.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { type Program, start } from 'iinked-sign-testing/processes';
import { median } from 'iinked-sign-testing/statistics';

const rounds = 7;
const seconds = 2;
const headers = { api_key: 'emulator-key' };
const path = '/api/v1/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos';

const processes: Program[] = [];

/** Starts a server, and gives its origin and how long it took until it listened. */
async function serverOf(program: string, ...args: string[]) {
  const began = performance.now();
  const child = start(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...args]);
  child.stderr.pipe(process.stderr);
  processes.push(child);
  const [line] = await once(child.stdout, 'data');
  const { listening }: { listening: string } = JSON.parse(String(line));
  return { origin: new URL(listening).origin, startMs: performance.now() - began };
}

const rateOf = async (origin: string) =>
  (await autocannon({ url: origin + path, headers, connections: 32, duration: seconds })).requests.average;

try {
  const emulator = await serverOf('emulator.js');
  const body = await (await fetch(emulator.origin + path, { headers })).text();
  const bare = await serverOf('bare.js', body);
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const [own, least] = [await rateOf(emulator.origin), await rateOf(bare.origin)];
    ratios.push(own / least);
    console.log(`round ${round} of ${rounds}: ${own.toFixed(0)} of ${least.toFixed(0)} requests per second`);
  }
  console.log(
    `\nThe emulator serves ${median(ratios).toFixed(2)} of what bare node:http serves (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}); it listened after ${emulator.startMs.toFixed(0)} ms.`,
  );
} finally {
  for (const child of processes) child.kill();
}
