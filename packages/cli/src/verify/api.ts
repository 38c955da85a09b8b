import { setTimeout as sleep } from 'node:timers/promises';
import type { Fetch, FetchInit, FetchResponse } from 'iinked-sign';
import { type Exchange, exchanged } from './exchange.ts';
import { notSent, type Observed, type Wanted } from './observed.ts';

/** A request that only reads, in words for the report. */
export type Probe = {
  words: string;
  method: 'GET' | 'POST';
  path: string;
  wants: Wanted;
  body?: object;
  /** A key in place of the right one; `null` for none. */
  key?: string | null;
  chunked?: boolean;
};

/** Why nothing more is sent. */
export type Stop = 'limited' | 'lost' | 'interrupted';

/** The API as this command sees it: every response is kept. */
export type Api = {
  server: string;
  apiKey: string;
  /** What was sent, in words, and what came of it. */
  log: { words: string; wants: Wanted; observed: Observed }[];
  stopped: () => Stop | undefined;
  /** Sends a request. Once stopped, it sends only what must be known after a deletion. */
  send: (probe: Probe, options?: { always: boolean }) => Promise<Observed>;
  /** A `fetch` that keeps the responses of a client, and waits for it when the server asks to. */
  fetch: Fetch;
  wait: (milliseconds: number) => Promise<void>;
};

/** How patient it is. */
export type Patience = {
  /** For one response, to its last byte. */
  timeoutMs: number;
  /** For what the server asks to wait, in all. */
  waitMs: number;
  maxBytes: number;
  wait: (milliseconds: number) => Promise<void>;
};

const mostLost = 3;

/** Calls one server with one key, which goes nowhere else: redirects are not followed. */
export function createApi(server: string, apiKey: string, signal: AbortSignal, patience: Partial<Patience> = {}): Api {
  const { timeoutMs = 30_000, waitMs = 60_000, maxBytes = 4 * 2 ** 20, wait = waitUntil(signal) } = patience;
  const log: Api['log'] = [];
  let isLimited = false;
  let lostInARow = 0;
  let left = waitMs;

  const stopped = (): Stop | undefined =>
    signal.aborted ? 'interrupted' : isLimited ? 'limited' : lostInARow >= mostLost ? 'lost' : undefined;

  async function exchange({ words, wants, url, init }: Sent): Promise<Exchange> {
    const result = await exchanged(wants, url, init(), maxBytes);
    log.push({ words, wants, observed: result.observed });
    lostInARow = result.observed.kind === 'lost' ? lostInARow + 1 : 0;
    return result;
  }

  /** Sends a request: again where the server asks to wait, and once more where a read failed. */
  async function exchangePatiently(sent: Sent, always: boolean): Promise<Exchange> {
    let mayFail = sent.wants !== 'deletion';
    for (let attempt = 0; ; attempt += 1) {
      const result = await exchange(sent);
      const { kind } = result.observed;
      const isFailure = kind === 'failed' || kind === 'lost';
      // What was limited was not carried out: a deletion is sent again, too.
      const ms = kind === 'limited' ? limitedMs(result.observed, attempt) : isFailure && mayFail ? 1000 : undefined;
      if (ms === undefined) return result;
      mayFail &&= !isFailure;
      await wait(ms);
      if (!always && stopped()) return result;
    }
  }

  /** How long to wait, as the server asks; nothing where that is too long. */
  function limitedMs(observed: Observed, attempt: number): number | undefined {
    const ms = Math.max(1000, waitMsOf(observed) ?? 1000 * 2 ** attempt);
    isLimited ||= ms > left;
    if (isLimited) return undefined;
    left -= ms;
    return ms;
  }

  return {
    server,
    apiKey,
    log,
    stopped,
    wait,
    async send(probe, { always = false } = { always: false }) {
      if (!always && stopped()) return notSent;
      const { words, wants, path } = probe;
      const init = () => ({ ...initOf(probe, apiKey), signal: AbortSignal.timeout(timeoutMs) });
      return (await exchangePatiently({ words, wants, url: server + path, init }, always)).observed;
    },
    async fetch(url, init) {
      const sent = { ...ofClient(init.method, url), url, init: () => requestOf(init) };
      const { response, text, error } = await exchangePatiently(sent, false);
      if (!response) throw error;
      const { status, headers } = response;
      const read = () => (text === undefined ? Promise.reject(error) : Promise.resolve(text));
      return { status, headers, text: read } satisfies FetchResponse;
    },
  };
}

type Sent = { words: string; wants: Wanted; url: string; init: () => RequestInit };

function initOf({ method, body, key, chunked }: Probe, apiKey: string): RequestInit {
  const headers = {
    ...(key !== null && { api_key: key ?? apiKey }),
    ...(body && { 'content-type': 'application/json' }),
  };
  if (!body) return { method, headers };
  const text = JSON.stringify(body);
  return chunked
    ? { method, headers, body: new Blob([text]).stream(), duplex: 'half' }
    : { method, headers, body: text };
}

function requestOf({ method, headers, body, signal, cache }: FetchInit): RequestInit {
  // No request of one video has a stream for a body.
  return { method, headers, signal, ...(typeof body === 'string' && { body }), ...(cache && { cache }) };
}

/** What a request of the client is for. Its path has ids, and is not told. */
function ofClient(method: string, url: string): { words: string; wants: Wanted } {
  if (method !== 'GET') return { words: 'delete the video', wants: 'deletion' };
  return url.endsWith('/videos')
    ? { words: 'list the videos of the package, by the client', wants: 'videos' }
    : { words: 'get the package, by the client', wants: 'package' };
}

/** How long the server asks to wait. */
function waitMsOf({ retryAfter = '' }: Observed): number | undefined {
  if (/^\d+$/.test(retryAfter)) return 1000 * Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? undefined : until - Date.now();
}

function waitUntil(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
