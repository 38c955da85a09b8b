import { fieldsOf, must } from './fields.ts';
import { createGate } from './gate.ts';
import { pathOf } from './guard.ts';
import { validKey } from './ids.ts';
import { openInside } from './inside.ts';
import { createCore } from './openapiFetch.ts';
import { createPackages, type Packages } from './packages.ts';
import { createRaw, type RawClient } from './raw.ts';
import { redactor } from './redact.ts';
import { baseUrlOf, type Server } from './servers.ts';
import { createServerTime } from './serverTime.ts';
import { type Attempt, type Limits, limitsOf, type Session } from './session.ts';
import { elapsedOfRuntime, runtimeTimer, timerOf } from './timer.ts';
import type { Platform, Send } from './transport.ts';
import { type Fetch, fetchTransport } from './transports/fetch.ts';
import { createVideos, type Videos } from './videos.ts';

/** What every client needs to know. */
export type SharedOptions = Limits & {
  /** The API key: printable ASCII. It is sent as the header `api_key`, to the server and nowhere else. */
  apiKey: string;
  /** The server to call. Required: there is no default. */
  server: Server;
  /**
   * Observes each attempt, for an audit trail. It is never told the key, and what it throws changes nothing.
   */
  onAttempt?: ((attempt: Attempt) => unknown) | undefined;
};

/** Options of a client that limits what it reads. */
export type SizeLimit = {
  /** Longer responses are cut off while they arrive. Default 16 MiB. */
  maxResponseBytes?: number | undefined;
};

/** Options of {@link createClient}. */
export type ClientOptions = SharedOptions &
  SizeLimit & {
    /** Any WHATWG `fetch`, called as `(url, init)`. It must not follow redirects, nor retry. Default the runtime's own. */
    fetch?: Fetch | undefined;
  };

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
 * @param options Key and server; limits of its calls in milliseconds (`timeoutMs`, default 30 000, and `totalTimeoutMs`),
 *   `maxRetries` (default 2), `maxResponseBytes` (default 16 MiB), `onAttempt` to observe, and `fetch`.
 * @returns The client.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * const client = createClient({ apiKey, server: 'sandbox-us' });
 * ```
 * @see https://docs.iinkedsign.com/v4/authentication
 */
export function createClient(options: ClientOptions): Client {
  const {
    fetch: own,
    maxResponseBytes,
    ...given
  } = fieldsOf('the options', options, [...sharedOptions, 'fetch', 'maxResponseBytes']);
  // The runtime's own is looked up at each call: a test may put another one in its place.
  const transport: Fetch = functionOr('fetch', own, (url, init) => fetch(url, init));
  return connect(fetchTransport(transport, sizeLimitOf(maxResponseBytes)), runtimeClock, given);
}

/**
 * Makes a client on a platform that has its own way to the network and its own clock, and allows no other.
 *
 * @param platform How to send a request, and how to wait; also `now`, `elapsed` and `random`, with which nothing
 *   depends on the machine.
 * @param options Key and server; limits of its calls in milliseconds (`timeoutMs`, default 30 000, and `totalTimeoutMs`),
 *   `maxRetries` (default 2), and `onAttempt` to observe.
 * @returns The client.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * const client = createClientOn({ send: platformSend, wait: platformWait }, { apiKey, server: 'eu' });
 * ```
 */
export function createClientOn(platform: Platform, options: SharedOptions): Client {
  const { send, wait, ...clock } = fieldsOf('the platform', platform, ['send', 'wait', 'now', 'elapsed', 'random']);
  return connect(
    functionOr('send', send),
    {
      startTimer: timerOf(functionOr('wait', wait)),
      now: functionOr('now', clock.now, Date.now),
      elapsed: functionOr('elapsed', clock.elapsed, elapsedOfRuntime),
      random: functionOr('random', clock.random, Math.random),
    },
    fieldsOf('the options', options, sharedOptions),
  );
}

/** Makes a client of options that were read already. */
export function connect(send: Send, clock: Clock, options: Partial<SharedOptions>): Client {
  const { server, onAttempt } = options;
  const apiKey = validKey(options.apiKey);
  const baseUrl = baseUrlOf(server);
  const session: Session = {
    apiKey,
    baseUrl,
    send,
    ...clock,
    serverTime: createServerTime(clock),
    gate: createGate(clock.startTimer),
    core: createCore(baseUrl, pathOf),
    redact: redactor(apiKey),
    limits: limitsOf(options),
    onAttempt: onAttempt === undefined ? undefined : functionOr('onAttempt', onAttempt),
  };
  const client = { videos: createVideos(session), packages: createPackages(session), raw: createRaw(session) };
  openInside(client, session);
  return client;
}

/** The options that every client takes. */
export const sharedOptions: readonly (keyof SharedOptions)[] = [
  'apiKey',
  'server',
  'timeoutMs',
  'totalTimeoutMs',
  'maxRetries',
  'onAttempt',
];

type Clock = Pick<Session, 'startTimer' | 'now' | 'elapsed' | 'random'>;

/** The clocks and the dice that every JavaScript runtime has. */
export const runtimeClock: Clock = {
  startTimer: runtimeTimer,
  now: () => Date.now(),
  elapsed: elapsedOfRuntime,
  random: () => Math.random(),
};

/**
 * Validates a limit of bytes.
 *
 * @throws {InvalidRequestError} when it is not a whole number of 1 or more.
 */
export function sizeLimitOf(bytes: number | undefined = 16 * 1024 * 1024): number {
  must(Number.isInteger(bytes) && bytes >= 1, 'maxResponseBytes', 'a whole number of 1 or more', bytes);
  return bytes;
}

function functionOr<F>(name: string, given: F | undefined, otherwise?: F): F {
  const value = given === undefined ? otherwise : given;
  must(typeof value === 'function', name, 'a function', value);
  return value;
}
