import { isAmbiguous } from './apiError.ts';
import { ApiError } from './errors/ApiError.ts';
import { ConnectionError } from './errors/ConnectionError.ts';
import { RateLimitError } from './errors/RateLimitError.ts';
import { TimeoutError } from './errors/TimeoutError.ts';
import type { Effect } from './outcome.ts';
import type { Session } from './session.ts';
import { type Signal, throwIfAborted } from './signal.ts';

type Failure = 'rateLimited' | 'neverSent' | 'unknown';

/** What is retried after which failure. New recordings may have appeared since: all videos are never deleted twice. */
const retried: Record<Effect, Record<Failure, boolean>> = {
  read: { rateLimited: true, neverSent: true, unknown: true },
  delete: { rateLimited: true, neverSent: true, unknown: true },
  deleteAll: { rateLimited: true, neverSent: true, unknown: false },
};

const longestWaitMs = 60_000;
const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

/** How often a call is retried, until when, and who may end it. */
export type Patience = {
  maxRetries: number;
  /** When the whole call must have ended, in milliseconds since 1970. */
  deadline: number;
  signal: Signal | undefined;
};

/**
 * Makes attempts until one succeeds, or fails in a way that must not or need not be retried.
 *
 * @param run Makes an attempt, and is told whether an earlier one may have taken effect.
 * @param report Is told of each attempt: its number, why it failed, and when the next one follows, if one does.
 * @throws whatever the last attempt threw, or the reason of the signal.
 */
export async function withRetries<T>(
  effect: Effect,
  { now, random, startTimer }: Pick<Session, 'now' | 'random' | 'startTimer'>,
  { maxRetries, deadline, signal }: Patience,
  run: (earlierMayHaveLanded: boolean) => Promise<T>,
  report: (number: number, error?: unknown, retryInMs?: number) => void,
): Promise<T> {
  let mayHaveLanded = false;
  throwIfAborted(signal);
  for (let number = 1; ; number++) {
    try {
      const result = await run(mayHaveLanded);
      report(number);
      return result;
    } catch (error) {
      // The reason of an abort may be one of our own errors.
      const failure = signal?.aborted ? undefined : failureOf(error);
      const pause = pauseAfter(number, error, random);
      const isInTime = pause <= longestWaitMs && now() + pause < deadline;
      const again = failure !== undefined && retried[effect][failure] && number <= maxRetries && isInTime;
      report(number, error, again ? pause : undefined);
      throwIfAborted(signal);
      if (!again) throw error;
      mayHaveLanded ||= failure === 'unknown';
      await waited(startTimer(pause), signal, error);
      if (now() >= deadline) throw error;
    }
  }
}

async function waited(timer: ReturnType<Session['startTimer']>, signal: Signal | undefined, error: unknown) {
  signal?.addEventListener('abort', timer.stop);
  try {
    await timer.end;
  } catch {
    // A clock that fails has not waited: better no retry than one at once.
    throwIfAborted(signal);
    throw error;
  } finally {
    signal?.removeEventListener('abort', timer.stop);
  }
  throwIfAborted(signal);
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof RateLimitError) return 'rateLimited';
  if (error instanceof ConnectionError && error.permanent) return undefined;
  if (error instanceof ConnectionError && error.neverSent) return 'neverSent';
  if (error instanceof ConnectionError || error instanceof TimeoutError) return 'unknown';
  return error instanceof ApiError && isAmbiguous(error.status) ? 'unknown' : undefined;
}

// A wait of 0 is no wait: all callers that were told so would come back in one burst.
function pauseAfter(number: number, error: unknown, random: () => number): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
  return asked || random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (number - 1));
}
