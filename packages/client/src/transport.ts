import type { Effect } from './outcome.ts';
import type { Redact } from './redact.ts';
import type { Moment } from './serverTime.ts';
import type { Signal } from './signal.ts';

/** The runtime's `AbortSignal`, where its types are known. */
export type AbortSignalOfRuntime = typeof globalThis extends { AbortSignal: { prototype: infer Known } }
  ? Known
  : Signal;

/** A request as it leaves. */
export type OutgoingRequest = {
  method: 'GET' | 'POST';
  url: string;
  /** The API key is one of them. */
  headers: Record<string, string>;
  body?: string;
  /** Whether it deletes every video of a package. No layer may then send it a second time. */
  sendOnce: boolean;
  /** Aborts when nobody waits for the response any more. */
  signal: AbortSignalOfRuntime;
};

/** What the client needs of a response. */
export type IncomingResponse = {
  status: number;
  headers: { get: (name: string) => string | null | undefined };
  /** The whole body. */
  text: () => Promise<string>;
  /** Whether a redirect was followed on the way, though it must not be. */
  redirected?: boolean | undefined;
};

/** A response with its body, and what must be known of its call to judge it. */
export type Received = {
  status: number;
  headers: { get: (name: string) => string | null };
  /** A string; of an error, what its JSON says. */
  body: unknown;
  effect: Effect;
  earlierMayHaveLanded: boolean;
  baseUrl: string;
  redact: Redact;
  /** This machine's time when the attempt began, and now. */
  askedAt: Moment;
  now: () => number;
};

/** Sends one request and gives its response, whatever the status: no redirect is followed, and nothing is sent twice. */
export type Send = (request: OutgoingRequest) => Promise<IncomingResponse>;

/** What a platform supplies that has a network and a clock of its own. */
export type Platform = {
  send: Send;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignalOfRuntime) => Promise<void>;
  /** The time in milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** Milliseconds on a clock that nobody sets: limits, waits and ages go by it. Default `performance.now`. */
  elapsed?: (() => number) | undefined;
  /** A number from 0 to below 1, by chance. Default `Math.random`. */
  random?: (() => number) | undefined;
};
