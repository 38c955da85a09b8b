import type { Server } from 'node:http';
import { createAccess, reachableHost } from './access.ts';
import { apiRoot, createApi } from './api.ts';
import { createCalls } from './calls.ts';
import { createChaos } from './chaos.ts';
import { type Clock, createClock } from './clock.ts';
import { createControl } from './control.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFiles } from './files.ts';
import { createHandler } from './handler.ts';
import { createLive } from './live.ts';
import { type Assumptions, createOperations } from './operations.ts';
import { createRateLimit } from './rateLimit.ts';
import { createRequests, type ReceivedRequest } from './requests.ts';
import { sampleSeed } from './sample.ts';
import { createHttpServer } from './server.ts';
import { createState, type SeedPackage } from './state.ts';

/** How an emulator is set up. */
export type EmulatorOptions = Assumptions & {
  /** The port to listen on. Default: a free one. */
  port?: number | undefined;
  /** The address to listen on. Default `127.0.0.1`, which only this machine can reach. */
  host?: string | undefined;
  /** The address under which others reach it, such as `http://emulator:4010`. Links to videos begin with it. */
  publicUrl?: string | undefined;
  /** Origins whose web pages may call it, such as `http://localhost:3000`. Default: none. */
  allowOrigins?: readonly string[] | undefined;
  /** The key that is accepted. Default `emulator-key`. */
  apiKey?: string | undefined;
  /** What it holds. Default: a small sample, with videos in every state. */
  packages?: SeedPackage[] | undefined;
  /** How many requests it serves in a second before it responds with 429. No limit by default. */
  rateLimit?: number | undefined;
  /** Lets requests fail by chance, in the same order for the same number. Default: none fails. */
  chaos?: number | undefined;
  /** Starts the clock at the same moment each time, and moves it by a second with every stamp. Default `false`. */
  deterministic?: boolean | undefined;
  /** How many requests are kept in `requests`; older ones are forgotten. Default 10 000. */
  maxRequests?: number | undefined;
  /** Called with every request when its response is ready. Where it throws, the response is a 500. */
  onRequest?: ((request: ReceivedRequest, milliseconds: number) => void) | undefined;
};

/** A running emulator. */
export type Emulator = {
  /** The base address, for the `server` option of a client. */
  url: `http://${string}`;
  /** The key that is accepted. */
  apiKey: string;
  /** What it holds now. */
  packages: readonly SeedPackage[];
  /** The last requests as they were received, in order, refused ones too. */
  requests: readonly ReceivedRequest[];
  /** Its time: deletions, links and retention follow it. */
  clock: Clock;
  /** Adds packages; one that is there already is replaced. */
  seed: (packages: SeedPackage[]) => void;
  /** Makes the next request fail. Throws a `TypeError` when the fault cannot be carried out. */
  failNext: (fault: Fault) => void;
  /** Forgets the faults that still wait for a request. */
  clearFaults: () => void;
  /** Returns to how it was started: packages, clock, no faults, no requests. */
  reset: () => void;
  /** Ends it at once. Requests in flight are cut off, and those that a fault holds back are not carried out. */
  close: () => Promise<void>;
  /** Closes it, at the end of the block of an `await using`. */
  [Symbol.asyncDispose]: () => Promise<void>;
};

const shownRequests = 30;
const never = () => undefined;

/**
 * Starts an emulator of the iinked Sign API on this machine.
 *
 * @param options Port, key, seed, and choices where the documentation is silent.
 * @returns The running emulator.
 * @throws {RangeError} when an address among the options is not valid.
 * @throws an `EADDRINUSE` error when the port is taken.
 * @example
 * ```ts
 * await using emulator = await startEmulator({ packages: [aPackage({ videos: [aVideo()] })] });
 * const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', publicUrl, allowOrigins = [], apiKey = 'emulator-key' } = options;
  const { maxRequests = 10_000, rateLimit, chaos } = options;
  const hostInUrl = reachableHost(host);
  const access = createAccess({ host, publicUrl, allowOrigins });
  const initial = structuredClone(options.packages ?? sampleSeed());

  const clock = createClock(options.deterministic ?? false);
  const state = createState(clock, options.memberId);
  const files = createFiles(state, clock);
  const faults = createFaults();
  const requests = createRequests(apiKey, maxRequests);
  const live = createLive(snapshot);
  const closing = new AbortController();
  const weather = () => ({
    overLimit: rateLimit === undefined ? never : createRateLimit(rateLimit),
    byChance: chaos === undefined ? never : createChaos(chaos),
  });
  let { overLimit, byChance } = weather();
  const call = createCalls({
    api: createApi(createOperations(state, files, clock, options), apiKey, options),
    files,
    requests,
    takeFault: (operationId) => faults.take(operationId) ?? overLimit() ?? byChance(),
    onRequest: options.onRequest,
    changed: live.changed,
    closing: closing.signal,
  });
  const control = createControl({ failNext: faults.add, seed, reset, clock, snapshot });
  reset();

  function seed(packages: SeedPackage[]): void {
    state.seed(packages);
    live.changed();
  }

  function reset(): void {
    state.reset(initial);
    faults.clear();
    requests.all.length = 0;
    clock.reset();
    files.reset();
    ({ overLimit, byChance } = weather());
    live.changed();
  }

  function snapshot() {
    const { packages } = state;
    return { url: `${origin}${apiRoot}`, now: clock.now(), packages, requests: requests.all.slice(-shownRequests) };
  }

  const server = createHttpServer({ access, clock, handle: createHandler({ access, call, control, live }) });
  const listening = await listen(server, port, host);
  const origin: `http://${string}` = `http://${hostInUrl}:${listening}`;
  const close = () =>
    new Promise<void>((resolve) => {
      closing.abort();
      live.close();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { now, set, advance } = clock;
  return {
    url: `${origin}${apiRoot}`,
    apiKey,
    packages: state.packages,
    requests: requests.all,
    clock: { now, set, advance },
    seed,
    failNext: faults.add,
    clearFaults: faults.clear,
    reset,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
