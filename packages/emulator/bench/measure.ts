import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { start } from 'iinked-sign-testing/processes';

const headers = { api_key: 'emulator-key' };
const path = '/api/v1/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos';
const requestsOfTurn = 4000;

/** How fast the emulator is, beside a bare server that sends the same bytes. */
export type Speed = {
  /** How long each start of the command took until it listened, in milliseconds. */
  startsMs: number[];
  bareStartsMs: number[];
  /** Requests per second. */
  rate: number;
  bareRate: number;
};

/**
 * Measures both servers, in many short turns: what else runs on the machine then slows both alike.
 *
 * @param starts How often each is started.
 * @param turns How many turns each has.
 */
export async function measure(starts: number, turns: number): Promise<Speed> {
  const startsMs: number[] = [];
  const bareStartsMs: number[] = [];
  for (let count = 0; count < starts; count++) {
    await using command = await serverOf('../dist/command.js', '--port', '0', '--json');
    await using nothing = await serverOf('bare.js');
    startsMs.push(command.startMs);
    bareStartsMs.push(nothing.startMs);
  }
  await using emulator = await serverOf('emulator.js');
  const body = await (await fetch(emulator.origin + path, { headers })).text();
  await using bare = await serverOf('bare.js', body);
  // Until their code is compiled, both are slower.
  for (const { origin } of [emulator, bare]) await turnMs(origin);
  let ms = 0;
  let bareMs = 0;
  for (let turn = 0; turn < turns; turn++) {
    ms += await turnMs(emulator.origin);
    bareMs += await turnMs(bare.origin);
  }
  const rateOf = (total: number) => (1000 * turns * requestsOfTurn) / total;
  return { startsMs, bareStartsMs, rate: rateOf(ms), bareRate: rateOf(bareMs) };
}

/** Starts a server, which ends with its block, and gives its origin and how long it took until it listened. */
async function serverOf(program: string, ...args: string[]) {
  const began = performance.now();
  const child = start(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...args]);
  child.stderr.pipe(process.stderr);
  const [line] = await once(child.stdout, 'data');
  const startMs = performance.now() - began;
  const { listening }: { listening: string } = JSON.parse(String(line));
  return { origin: new URL(listening).origin, startMs, [Symbol.asyncDispose]: async () => void child.kill() };
}

/** How long a turn takes, from its first response to its last: autocannon itself ends with the second. */
async function turnMs(origin: string): Promise<number> {
  const times: number[] = [];
  await new Promise((resolve) => {
    autocannon({ url: origin + path, headers, connections: 32, amount: requestsOfTurn }, resolve).on('response', () =>
      times.push(performance.now()),
    );
  });
  if (times.length < requestsOfTurn) throw new Error(`${times.length} of ${requestsOfTurn} requests had a response.`);
  return (times.at(-1) ?? 0) - (times[0] ?? 0);
}
