import type { Client as FetchClient } from 'openapi-fetch';
import { type Limits, limitsOf, type Session } from './call.ts';
import type { paths } from './generated/openapi.ts';
import { assertKnownCall, calls, fieldsOf, realKey } from './guard.ts';
import type { Effect } from './outcome.ts';
import { createPackages, type Packages } from './packages.ts';
import { type Clock, clockOf, type Platform, runtimeClock, type Send } from './platform.ts';
import { baseUrlOf, type Server } from './servers.ts';
import { attemptOnce } from './transport.ts';
import { createVideos, type Videos } from './videos.ts';

/** What a client needs to know. */
export type ClientOptions = Limits & {
  /** The API key: printable ASCII. It is sent as the header `api_key`, to the server and nowhere else. */
  apiKey: string;
  /** Where to call. There is no default: a deletion must say where it happens. */
  server: Server;
};

/**
 * The generated client itself: one request, no repeats, and the answer as it came. It passes the same guard, and takes
 * `params`, `body` and `signal`.
 */
export type RawClient = Pick<FetchClient<paths>, 'GET' | 'POST'>;

/** A client of one server. */
export type Client = {
  /** The recorded videos of packages. */
  videos: Videos;
  /** The packages whose sessions were recorded. */
  packages: Packages;
  /** The generated client itself. */
  raw: RawClient;
};

/**
 * Makes a client.
 *
 * @param options Key and server; time limit in milliseconds (default 30 000) and repeats (default 2) of its calls; `fetch`
 *   to send requests in another way than the runtime's own. It must not follow redirects, nor repeat.
 * @returns The client.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * const client = createClient({ apiKey, server: 'sandbox-us' });
 * ```
 * @see https://docs.iinkedsign.com/v4/authentication
 */
export function createClient({ fetch: own, ...options }: ClientOptions & { fetch?: Platform['fetch'] }): Client {
  return connect(own ? through(own) : (url, init) => fetch(url, init), runtimeClock, options);
}

/**
 * Makes a client on a platform that has its own way to the network and its own clock, and allows no other.
 *
 * @param platform How to send a request, and how to wait.
 * @param options Key and server; time limit in milliseconds (default 30 000) and repeats (default 2) of its calls.
 * @returns The client.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * const client = createClientOn({ fetch: platformFetch, wait: platformWait }, { apiKey, server: 'eu' });
 * ```
 */
export function createClientOn(platform: Platform, options: ClientOptions): Client {
  return connect(through(platform.fetch), clockOf(platform), options);
}

function through(platformFetch: Platform['fetch']): Send {
  return (url, init) => platformFetch(new Request(url, init));
}

/** Makes a client that sends, and tells the time, as it is told. */
export function connect(send: Send, clock: Clock, options: ClientOptions): Client {
  fieldsOf('the options', options, ['apiKey', 'server', 'timeoutMs', 'totalTimeoutMs', 'maxRetries']);
  const session: Session = {
    apiKey: realKey(options.apiKey),
    baseUrl: baseUrlOf(options.server),
    timeoutMs: 30_000,
    maxRetries: 2,
    ...limitsOf(options),
    send,
    clock,
  };
  return { videos: createVideos(session), packages: createPackages(session), raw: createRaw(session) };
}

function createRaw(session: Session): RawClient {
  function once<T extends object>(
    effect: Effect,
    signal: unknown,
    run: (client: FetchClient<paths>) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs } = session;
    return attemptOnce(session, { effect, timeoutMs, ...(signal instanceof AbortSignal && { signal }) }, run);
  }
  return {
    async GET(path, ...init) {
      assertKnownCall('GET', path, init[0]);
      return once('read', init[0]?.signal, (client) => client.GET(path, ...init));
    },
    async POST(path, ...init) {
      assertKnownCall('POST', path, init[0]);
      return once(effectOf(path, init[0]?.body), init[0]?.signal, (client) => client.POST(path, ...init));
    },
  };
}

function effectOf(path: keyof paths, body: unknown): Effect {
  if (!calls[path].deletes) return 'read';
  return typeof body === 'object' && body !== null && 'meetingVideoId' in body ? 'delete' : 'deleteAll';
}
