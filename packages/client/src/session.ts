import { must } from './fields.ts';
import type { Gate } from './gate.ts';
import type { Core } from './openapiFetch.ts';
import type { OperationId } from './operations.ts';
import type { Redact } from './redact.ts';
import type { ServerTime } from './serverTime.ts';
import type { StartTimer } from './timer.ts';
import type { Send } from './transport.ts';

/** What can be set for the client as a whole and for a single call. */
export type Limits = {
  /** Time limit of one attempt in milliseconds, from sending to the last byte of the response. Default 30 000. */
  timeoutMs?: number | undefined;
  /**
   * Time limit of the whole call in milliseconds: attempts, waits, and the list that settles an unknown outcome; of
   * `listAll`, all pages. Default none.
   */
  totalTimeoutMs?: number | undefined;
  /** Attempts after the first, 0 for none. Default 2. What is retried, and what never, depends on the call. */
  maxRetries?: number | undefined;
};

/** One attempt of a call, as `onAttempt` is told of it. */
export type Attempt = {
  /** The `operationId` of the contract. */
  operation: OperationId;
  /** What the call does: it reads, deletes one video, or deletes every video of a package. */
  effect: 'read' | 'delete' | 'deleteAll';
  packageId?: string;
  meetingVideoId?: string;
  /** 1 for the first attempt of a call. */
  attempt: number;
  /** The HTTP status, where a response arrived. */
  status?: number;
  /** The identifier of the request, if a header of the response has one. */
  requestId?: string;
  /** How long the attempt took, in milliseconds. */
  durationMs: number;
  /** Why the attempt failed: an error of this package, or the reason of an abort. */
  error?: unknown;
  /** After how many milliseconds the next attempt follows, where one does. */
  retryInMs?: number;
};

/** All that the calls of a client share. */
export type Session = {
  apiKey: string;
  baseUrl: string;
  core: Core;
  send: Send;
  startTimer: StartTimer;
  /** Milliseconds since 1970, by a clock that may be set. */
  now: () => number;
  /** Milliseconds on a clock that nobody sets, which may stand still while the machine sleeps. */
  elapsed: () => number;
  random: () => number;
  serverTime: ServerTime;
  gate: Gate;
  redact: Redact;
  limits: { timeoutMs: number; totalTimeoutMs: number; maxRetries: number };
  onAttempt: ((attempt: Attempt) => unknown) | undefined;
};

const longestMs = 2 ** 31 - 1;

/**
 * Validates limits, and takes those of the client where a call has none.
 *
 * @throws {InvalidRequestError} when a limit cannot be right.
 */
export function limitsOf(
  given: { [name in keyof Limits]?: unknown },
  inherited: Session['limits'] = { timeoutMs: 30_000, totalTimeoutMs: Number.POSITIVE_INFINITY, maxRetries: 2 },
): Session['limits'] {
  return {
    timeoutMs: milliseconds('timeoutMs', given.timeoutMs) ?? inherited.timeoutMs,
    totalTimeoutMs: milliseconds('totalTimeoutMs', given.totalTimeoutMs) ?? inherited.totalTimeoutMs,
    maxRetries: retries(given.maxRetries) ?? inherited.maxRetries,
  };
}

function milliseconds(name: keyof Limits, value: unknown): number | undefined {
  const isRight = value === undefined || (typeof value === 'number' && value > 0 && value <= longestMs);
  must(isRight, name, `a number of milliseconds from 1 to ${longestMs}`, value);
  return value;
}

function retries(value: unknown): number | undefined {
  const isRight = value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
  must(isRight, 'maxRetries', 'a whole number of 0 or more', value);
  return value;
}
