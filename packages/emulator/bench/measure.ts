import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { type Program, start } from 'iinked-sign-testing/processes';

const headers = { api_key: 'emulator-key' };
const path = '/api/v1/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos';

/** How fast the emulator is. */
export type Speed = {
  /** How long each start of the command took until it listened, in milliseconds. */
  startsMs: number[];
  /** How long each start of the bare server took, in turns. */
  bareStartsMs: number[];
  /** Its requests per second of processor time as a ratio to those of a bare server that sends the same bytes, in turns. */
  ratios: number[];
};

/**
 * Measures the emulator beside a bare server.
 *
 * @param rounds How many starts, and how many turns.
 * @param amount How many requests a turn has.
 */
export async function measure(rounds: number, amount: number, note: (line: string) => void): Promise<Speed> {
  const speed: Speed = { startsMs: [], bareStartsMs: [], ratios: [] };
  for (let round = 0; round < rounds; round++) {
    await using command = await serverOf('../dist/command.js', '--port', '0', '--json');
    await using nothing = await serverOf('bare.js');
    speed.startsMs.push(command.startMs);
    speed.bareStartsMs.push(nothing.startMs);
  }
  await using emulator = await serverOf('emulator.js');
  const body = await (await fetch(emulator.origin + path, { headers })).text();
  await using bare = await serverOf('bare.js', body);
  // Until their code is compiled, both are slower.
  for (const server of [emulator, bare]) await rateOf(server, amount);
  for (let round = 1; round <= rounds; round++) {
    const [own, least] = [await rateOf(emulator, amount), await rateOf(bare, amount)];
    speed.ratios.push(own / least);
    note(`round ${round} of ${rounds}: ${own.toFixed(0)} of ${least.toFixed(0)} requests per second of processor time`);
  }
  return speed;
}

/** Starts a server, which ends with its block, and gives its origin and how long it took until it listened. */
async function serverOf(program: string, ...args: string[]) {
  const began = performance.now();
  const child: Program = start(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...args]);
  child.stderr.pipe(process.stderr);
  const [line] = await once(child.stdout, 'data');
  const startMs = performance.now() - began;
  const { listening }: { listening: string } = JSON.parse(String(line));
  const { origin } = new URL(listening);
  return { child, origin, startMs, [Symbol.asyncDispose]: async () => void child.kill() };
}

/** Requests per second of the server's own processor time, which other programs on the machine do not take from it. */
async function rateOf({ child, origin }: { child: Program; origin: string }, amount: number): Promise<number> {
  const before = await processorSecondsOf(child);
  await autocannon({ url: origin + path, headers, connections: 32, amount });
  return amount / ((await processorSecondsOf(child)) - before);
}

async function processorSecondsOf(child: Program): Promise<number> {
  child.kill('SIGUSR2');
  const [line] = await once(child.stdout, 'data');
  const { user, system }: NodeJS.CpuUsage = JSON.parse(String(line));
  return (user + system) / 1e6;
}
