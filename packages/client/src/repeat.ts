import { ConnectionError } from './errors/ConnectionError.ts';
import { RateLimitError } from './errors/RateLimitError.ts';
import { ServerError } from './errors/ServerError.ts';
import { TimeoutError } from './errors/TimeoutError.ts';
import type { Effect } from './outcome.ts';
import type { Clock } from './platform.ts';

type Failure = 'rateLimited' | 'neverReached' | 'mayHaveLanded';

/** What is repeated after which failure. New recordings may have appeared since: all videos are never deleted twice. */
const repeated: Record<Effect, Record<Failure, boolean>> = {
  read: { rateLimited: true, neverReached: true, mayHaveLanded: true },
  delete: { rateLimited: true, neverReached: true, mayHaveLanded: true },
  deleteAll: { rateLimited: true, neverReached: true, mayHaveLanded: false },
};

const longestWaitMs = 60_000;
const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

/** How often, and with which clock, a call is repeated. */
export type Patience = {
  maxRetries: number;
  clock: Clock;
  signal?: AbortSignal | undefined;
  /** How many milliseconds are left of the whole call. */
  remaining: () => number;
};

/**
 * Makes attempts until one succeeds, or fails in a way that must not or need not be repeated.
 *
 * @param attempt Gets whether an earlier attempt may have taken effect.
 * @throws whatever the last attempt threw, or the reason of the signal when it aborts a wait.
 */
export async function withRepeats<T>(
  effect: Effect,
  { maxRetries, clock, signal, remaining }: Patience,
  attempt: (earlierMayHaveLanded: boolean) => Promise<T>,
): Promise<T> {
  let mayHaveLanded = false;
  for (let repeats = 0; ; repeats++) {
    try {
      return await attempt(mayHaveLanded);
    } catch (error) {
      const failure = failureOf(error);
      const pause = pauseBefore(repeats, error);
      const isInTime = pause <= longestWaitMs && pause < remaining();
      const again = failure && repeated[effect][failure] && repeats < maxRetries && isInTime;
      if (!again) throw error;
      mayHaveLanded ||= failure === 'mayHaveLanded';
      const timer = clock(pause);
      signal?.addEventListener('abort', timer.stop);
      await timer.end;
      signal?.removeEventListener('abort', timer.stop);
      signal?.throwIfAborted();
    }
  }
}

/** Reads a `Retry-After` header: seconds or a date. Anything else counts as absent. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  // Only the forms of HTTP, which all begin with a weekday: Date.parse would make a date of nearly anything.
  const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof RateLimitError) return 'rateLimited';
  if (error instanceof ConnectionError && error.neverReached) return 'neverReached';
  const mayHaveLanded = [ServerError, ConnectionError, TimeoutError].some((kind) => error instanceof kind);
  return mayHaveLanded ? 'mayHaveLanded' : undefined;
}

function pauseBefore(repeats: number, error: unknown): number {
  const asked = error instanceof RateLimitError || error instanceof ServerError ? error.retryAfterMs : undefined;
  return asked ?? Math.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** repeats);
}
