import type { Server } from 'node:http';
import { createAccess, reachableHost } from './access.ts';
import { apiRoot } from './api.ts';
import { createCalls } from './calls.ts';
import { createControl } from './control.ts';
import { mostWorlds, worldName } from './errors.ts';
import { createHandler } from './handler.ts';
import { checkOptions, type EmulatorOptions } from './options.ts';
import { sampleSeed } from './sample.ts';
import { createMask } from './secrets.ts';
import { createHttpServer } from './server.ts';
import { createWorld, type World } from './world.ts';
import { createWorlds } from './worlds.ts';

/** A running emulator, and its first world. */
export type Emulator = World & {
  /** The base address, for the `server` option of a client. */
  url: `http://${string}`;
  /**
   * A world of its own, for tests that run at the same time: whoever has its key sees nothing of the others. It begins like
   * the first one when its name is first used.
   *
   * Throws a `RangeError` for a name that is not 1 to 64 letters, digits, `_`, `.` or `-`, and for more than 100 worlds.
   */
  world: (name: string) => World;
  /** Ends it at once. Requests in flight are cut off, and those that a fault holds back are not carried out. */
  close: () => Promise<void>;
  /** Closes it, at the end of the block of an `await using`. */
  [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Starts an emulator of the iinked Sign API on this machine.
 *
 * @param options Port, key, seed, and choices where the documentation is silent.
 * @returns The running emulator.
 * @throws {TypeError} when an option is not known or has a wrong value, or the packages are no seed; the message says where.
 * @throws {RangeError} when an address among the options is not valid.
 * @throws an `EADDRINUSE` error when the port is taken.
 * @example
 * ```ts
 * await using emulator = await startEmulator({ packages: [aPackage({ videos: [aVideo()] })] });
 * const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  const { port = 0, host = '127.0.0.1', publicUrl, allowOrigins = [], apiKey = 'emulator-key' } = options;
  const { rateLimit, chaos, deterministic = false, maxRequests = 10_000, onRequest } = options;
  const hostInUrl = reachableHost(host);
  const access = createAccess({ host, publicUrl, allowOrigins });
  const packages = structuredClone(options.packages ?? sampleSeed());
  const mask = createMask(apiKey);
  const closing = new AbortController();
  const beginning = {
    assumptions: options,
    packages,
    deterministic,
    rateLimit,
    chaos,
    maxRequests,
    mask,
    url: () => url,
  };
  const worlds = createWorlds(apiKey, (name, key) => createWorld(name, key, beginning));
  const call = createCalls({ onRequest, closing: closing.signal });
  const handle = createHandler({ access, worlds, call, control: createControl(worlds, access) });
  const server = createHttpServer({ access, clock: worlds.first.world.clock, handle });
  const listening = await listen(server, port, host);
  const url: `http://${string}` = `http://${hostInUrl}:${listening}${apiRoot}`;

  function world(name: string): World {
    const found = worlds.named(name);
    if (found === undefined) throw new RangeError(worldName);
    if (found === 'full') throw new RangeError(`This emulator holds ${mostWorlds} worlds already.`);
    return found.world;
  }

  const close = () =>
    new Promise<void>((resolve) => {
      closing.abort();
      for (const { live } of worlds.all()) live.close();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { ...worlds.first.world, url, world, close, [Symbol.asyncDispose]: close };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
