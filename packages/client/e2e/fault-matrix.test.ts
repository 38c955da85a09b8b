import { setImmediate } from 'node:timers/promises';
import { setDefaultCACertificates } from 'node:tls';
import { authority, host } from 'iinked-sign-testing/certificates';
import { faults, misdirected, sequences, silences } from 'iinked-sign-testing/faults';
import { startBreakingOff, startProxy, withTls } from 'iinked-sign-testing/fronts';
import { type Handler, inTurn, json, nobody, type Received, serve } from 'iinked-sign-testing/servers';
import { ProxyAgent, fetch as undiciFetch } from 'undici';
import { afterEach, expect, test, vi } from 'vitest';
import {
  type Attempt,
  type Client,
  createClientOn,
  IinkedSignError,
  type Platform,
  type Send,
  type Server,
} from '../src/index.ts';
import { fetchTransport } from '../src/transports/fetch.ts';
import { undiciTransport } from '../src/transports/undici.ts';
import { alive, apiKey, deleted, meetingVideoId, packageId } from '../test/fixtures.ts';

/** How a client reaches its servers. */
type Way = {
  send: Send;
  /** The address at which it reaches a server of this machine. */
  addressOf: (url: Server) => Promise<Server>;
  /** Whether its connections were used before. */
  reused?: boolean;
};

type Call = (client: Client) => Promise<unknown>;

/** Makes a handler, given what to do when it never responds. */
type HandlerOf = (fallSilent: () => void) => Handler;

const calls: Record<string, Call> = {
  list: ({ videos }) => videos.list({ packageId }),
  delete: ({ videos }) => videos.delete({ packageId, meetingVideoId }),
  deleteAll: ({ videos }) => videos.deleteAll({ packageId }),
};
const maxBytes = 16e6;
const timeoutMs = 30_000;

/** A client that never waits, whose time is up as soon as a server falls silent, and what it attempts. */
function clientOf(send: Send, server: Server) {
  let timeIsUp = () => {};
  const attempts: Attempt[] = [];
  const wait: Platform['wait'] = async (milliseconds) => {
    if (milliseconds === timeoutMs) await new Promise<void>((resolve) => (timeIsUp = resolve));
  };
  const onAttempt = (attempt: Attempt) => attempts.push(attempt);
  const client = createClientOn({ send, wait }, { apiKey, server, timeoutMs, onAttempt });
  return { client, fallSilent: () => timeIsUp(), attempts };
}

/** What became of a call, in a few words: the error, and whether it may have deleted. */
function ending(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'resolves',
    (error: unknown) => {
      if (!(error instanceof IinkedSignError)) return `an error that is not ours: ${error}`;
      return `${error.name}${error.mayHaveDeleted ? ', **may have deleted**' : ''}`;
    },
  );
}

/** What a call comes to under a fault: how many requests the server saw, and how it ended. */
async function underFault({ send, addressOf, ...way }: Way, call: Call, handlerOf: HandlerOf): Promise<string> {
  let fallSilent = () => {};
  const handler = handlerOf(() => fallSilent());
  const { url, received } = await serve((response, request, number) => {
    if (!way.reused) handler(response, request, number);
    else if (number === 1) json(alive)(response, request, number);
    else handler(response, request, number - 1);
  });
  const { client, attempts, ...made } = clientOf(send, await addressOf(url));
  fallSilent = made.fallSilent;
  if (way.reused) {
    await client.videos.list({ packageId });
    await setImmediate();
  }
  const ended = await ending(call(client));
  if (way.reused) expect(received[1]?.reused).toBe(true);
  expectDeleteAllToBeSentOnce(attempts, received);
  const requests = way.reused ? received.slice(1) : received;
  const deletions = requests.filter(({ method }) => method === 'POST').length;
  return `${[deletions, requests.length - deletions].filter(Boolean).join(' + ')} × ${ended}`;
}

function expectDeleteAllToBeSentOnce(attempts: Attempt[], received: Received[]): void {
  const all = attempts.filter(({ effect }) => effect === 'deleteAll');
  // A 429 says that nothing was done.
  expect(all.filter(({ status }) => status !== 429).length).toBeLessThanOrEqual(1);
  const isForAll = ({ method, body }: Received) => method === 'POST' && !body.includes('meetingVideoId');
  expect(received.filter(isForAll)).toHaveLength(all.length);
}

/** What a call comes to when no connection can be made: how often that was tried, and how it ended. */
async function unreachable({ send }: Way, call: Call, server: Server): Promise<string> {
  const { client, attempts } = clientOf(send, server);
  const ended = await ending(call(client));
  return `0 of ${attempts.length} × ${ended}`;
}

async function row(fault: string, outcomeOf: (call: Call) => Promise<string>): Promise<string> {
  return `| ${[fault, ...(await Promise.all(Object.values(calls).map(outcomeOf)))].join(' | ')} |`;
}

function rows(way: Way, handlers: Record<string, HandlerOf>): Promise<string[]> {
  const faults = Object.entries(handlers);
  return Promise.all(faults.map(([fault, handler]) => row(fault, (call) => underFault(way, call, handler))));
}

async function rowsUnreachable(way: Way): Promise<string[]> {
  const nowhere = new URL(nobody).port;
  const other = new URL(await withTls(nobody)).port;
  const servers: Record<string, Server> = {
    'connection refused': `https://localhost:${nowhere}/api/v1`,
    // Longer than a name may be: nobody is asked for it.
    'no such host': `https://${'a'.repeat(64)}.test/api/v1`,
    'TLS handshake broken off': await startBreakingOff(),
    'certificate of another host': `https://127.0.0.1:${other}/api/v1`,
  };
  const faults = Object.entries(servers);
  return Promise.all(faults.map(([fault, server]) => row(fault, (call) => unreachable(way, call, server))));
}

function each(handlers: Record<string, Handler>, change: (handler: Handler) => HandlerOf): Record<string, HandlerOf> {
  return Object.fromEntries(Object.entries(handlers).map(([fault, handler]) => [fault, change(handler)]));
}

/** A fault once, then the expected response. */
function once(handlers: Record<string, HandlerOf>): Record<string, HandlerOf> {
  return Object.fromEntries(
    Object.entries(handlers).map(([fault, handlerOf]) => [
      fault,
      (fallSilent) => inTurn(handlerOf(fallSilent), json(deleted)),
    ]),
  );
}

const asItIs = (handler: Handler) => () => handler;
const noticed =
  (handler: Handler) =>
  (fallSilent: () => void) =>
  (...given: Parameters<Handler>) => {
    handler(...given);
    fallSilent();
  };
const { '421, JSON': _, ...others } = faults;
const single = { ...each(others, asItIs), ...each(silences, noticed) };

/** After a 421, fetch by itself sends again what may be sent twice. */
async function rowsOf421(): Promise<string[]> {
  const ways = { fetch: overFetch, undici: overUndici };
  const handlers = Object.entries(ways).map(async ([name, way]) => [
    ...(await rows(way, { [`421, over ${name}`]: asItIs(misdirected) })),
    ...(await rows(way, once({ [`421 once, over ${name}`]: asItIs(misdirected) }))),
  ]);
  return (await Promise.all(handlers)).flat();
}

function table(heading: string, rows: string[]): string {
  const head = ['| fault | `videos.list` | `videos.delete` | `videos.deleteAll` |', '| --- | --- | --- | --- |'];
  return [`## ${heading}`, '', ...head, ...rows].join('\n');
}

const overFetch: Way = { send: fetchTransport(fetch, maxBytes), addressOf: async (url) => url };
const overUndici: Way = { ...overFetch, send: undiciTransport('http://localhost', undefined, maxBytes) };

async function overTls(url: Server): Promise<Server> {
  const { port, pathname } = new URL(await withTls(url));
  return `https://${host}:${port}${pathname}`;
}

/** A proxy that the environment names. */
async function proxyOfEnvironment(): Promise<string> {
  const { url } = await startProxy();
  for (const name of ['HTTPS_PROXY', 'https_proxy']) vi.stubEnv(name, url);
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
  return url;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const ways: Record<string, () => Promise<Way>> = {
  'over fetch': async () => overFetch,
  'over fetch, on connections used before': async () => ({ ...overFetch, reused: true }),
  'over fetch, through a proxy': async () => {
    const dispatcher = new ProxyAgent(await proxyOfEnvironment());
    const send = fetchTransport((url, init) => undiciFetch(url, { ...init, dispatcher }), maxBytes);
    return { send, addressOf: overTls };
  },
  'over undici': async () => overUndici,
  'over undici, on connections used before': async () => ({ ...overUndici, reused: true }),
  'over undici, through a proxy': async () => {
    await proxyOfEnvironment();
    return { send: undiciTransport(`https://${host}`, undefined, maxBytes), addressOf: overTls };
  },
};

test.each(Object.entries(ways))(
  'docs/fault-matrix.md tells what every fault comes to, and each delete-all request is delivered once, %s',
  async (_, wayOf) => {
    setDefaultCACertificates([authority]);
    const way = await wayOf();
    await rows(way, { '421': asItIs(misdirected), ...once({ '421 once': asItIs(misdirected) }) });
    const text = [
      '# Fault matrix',
      'How each call ends under each fault, over real sockets, with the two retries of the default: how many requests the server saw, and how the call ended. `1 + 3` are one deletion and the three attempts at the list that settles how it ended; `0 of 3` are three attempts of which none was sent. A call that may have deleted says so in `mayHaveDeleted`. It is the same with `iinked-sign` and `iinked-sign/node`, on new connections and on those used before, and through a proxy. Written by the tests of `packages/client` (`vitest run -u` writes it anew).',
      table('A fault that stays', [...(await rows(way, single)), ...(await rowsUnreachable(way))]),
      table('A fault once, then the expected response', await rows(way, once(single))),
      table('Faults one after the other', await rows(way, each(sequences, asItIs))),
      table('A 421, after which `fetch` itself sends again whatever may be sent twice', await rowsOf421()),
    ].join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../docs/fault-matrix.md');
  },
);
