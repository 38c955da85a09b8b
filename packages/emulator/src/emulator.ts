import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';
import { type ApiRequest, apiRoot, createApi } from './api.ts';
import { createChaos } from './chaos.ts';
import type { OperationId } from './contract.ts';
import { controlRoot, createControl } from './control.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFiles, filesRoot } from './files.ts';
import type { Assumptions } from './operations.ts';
import { page } from './page.ts';
import { createRateLimit } from './rateLimit.ts';
import { sampleSeed } from './sample.ts';
import { createState, type SeedPackage } from './state.ts';
import { send } from './wire.ts';

/** How an emulator is set up. */
export type EmulatorOptions = Assumptions & {
  /** The port to listen on. Default: one that is free. */
  port?: number | undefined;
  /** The address to listen on. Default `127.0.0.1`, which only this machine can reach. */
  host?: string | undefined;
  /** The key that is accepted. Default `emulator-key`. */
  apiKey?: string | undefined;
  /** What it holds. Default: a small sample, with videos in every state. */
  packages?: SeedPackage[] | undefined;
  /** How many requests it answers in a second before it answers 429. No limit by default. */
  rateLimit?: number | undefined;
  /** Lets requests fail by chance, in the same order for the same number. Default: none fails. */
  chaos?: number | undefined;
  /** Lets its clock start at the same moment each time, and go on by a second with every look at it. Default `false`. */
  deterministic?: boolean | undefined;
  /** How long the link to a video works, in milliseconds. Default 24 hours. */
  linkLifetimeMs?: number | undefined;
  /** Called with every request once it is answered. */
  onRequest?: ((request: ReceivedRequest, milliseconds: number) => void) | undefined;
};

/** A call as it was received, without the key. */
export type ReceivedRequest = {
  operationId: OperationId | undefined;
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  /** The body: parsed where it is JSON, else its text; `undefined` where there was none. */
  body: unknown;
  /** The status of the answer; 0 where the connection was broken instead. */
  status: number;
};

/** A running emulator. */
export type Emulator = {
  /** The base address, for the `server` option of a client. */
  url: `http://${string}`;
  /** The key that is accepted. */
  apiKey: string;
  /** What it holds now. */
  packages: readonly SeedPackage[];
  /** Each call as received, in order, refused ones too. */
  requests: readonly ReceivedRequest[];
  /** Adds packages; one that is there already is replaced. */
  seed: (packages: SeedPackage[]) => void;
  /** Makes the next request fail. */
  failNext: (fault: Fault) => void;
  /** Ends it at once, requests in flight included. */
  close: () => Promise<void>;
};

/**
 * Starts an emulator of the iinked Sign API on this machine.
 *
 * @param options Port, key, seed, and choices where the documentation is silent.
 * @returns The running emulator.
 * @throws an `EADDRINUSE` error when the port is taken.
 * @example
 * ```ts
 * const emulator = await startEmulator({ packages: [aPackage({ videos: [aVideo()] })] });
 * const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
 * await emulator.close();
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', apiKey = 'emulator-key', packages = sampleSeed(), onRequest } = options;
  const now = options.deterministic ? countingClock() : () => new Date();
  const state = createState(now);
  state.seed(packages);
  const links = { origin: () => origin, now, lifetimeMs: options.linkLifetimeMs ?? 24 * 60 * 60 * 1000 };
  const files = createFiles(state, links);
  const api = await createApi(state, files, apiKey, options);
  const faults = createFaults();
  const overLimit =
    options.rateLimit === undefined ? never : createRateLimit(options.rateLimit, () => performance.now());
  const byChance = options.chaos === undefined ? never : createChaos(options.chaos);
  const requests: ReceivedRequest[] = [];
  const changes = new EventTarget();
  const changed = () => changes.dispatchEvent(new Event('change'));
  const control = createControl({
    failNext: faults.add,
    snapshot: () => ({ url: origin + apiRoot, packages: state.packages, requests: requests.slice(-shownRequests) }),
    onChange: (listener, signal) => changes.addEventListener('change', listener, { signal }),
  });

  async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = (incoming.url ?? '/').split('?');
    if (path === '/') return page(response);
    if (path.startsWith(controlRoot)) return control(path.slice(controlRoot.length), incoming, response);
    const began = performance.now();
    const request = await read(incoming, path);
    const { operationId, answer } = api.route(request);
    const headers = 'api_key' in request.headers ? { ...request.headers, api_key: '***' } : request.headers;
    const received: ReceivedRequest = { ...request, operationId, headers, status: 0 };
    requests.push(received);
    if (path.startsWith(filesRoot)) {
      received.status = await files.serve(new URL(incoming.url ?? path, origin), response);
    } else {
      const fault = faults.take(operationId) ?? overLimit() ?? byChance();
      received.status = await send(response, fault, () => faulty(fault, answer));
    }
    changed();
    onRequest?.(received, performance.now() - began);
  }

  const server = createServer((incoming, response) => {
    receive(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  const listening = typeof address === 'object' && address ? address.port : port;
  const origin: `http://${string}` = `http://${host.includes(':') ? `[${host}]` : host}:${listening}`;
  return {
    url: `${origin}${apiRoot}`,
    apiKey,
    packages: state.packages,
    requests,
    seed: (added) => {
      state.seed(added);
      changed();
    },
    failNext: faults.add,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const shownRequests = 30;
const never = () => undefined;

function countingClock(): () => Date {
  let moment = Date.UTC(2026, 0, 1);
  return () => {
    moment += 1000;
    return new Date(moment);
  };
}

function faulty(fault: Fault | undefined, answer: () => Answer): Answer {
  if (fault?.status === undefined) return answer();
  if (fault.carryOut) answer();
  return { status: fault.status, body: fault.body };
}

async function read(incoming: IncomingMessage, path: string): Promise<ApiRequest> {
  const headers: ApiRequest['headers'] = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = value ?? '';
  const body = await wholeOf(incoming);
  return { method: incoming.method ?? 'GET', path, headers, body: body === '' ? undefined : parsed(body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function wholeOf(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => {
      body += text;
    });
    incoming.once('end', () => resolve(body));
    incoming.once('error', reject);
  });
}
