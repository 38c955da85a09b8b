import { isAmbiguous } from './apiError.ts';
import { ApiError } from './errors/ApiError.ts';
import { ConnectionError } from './errors/ConnectionError.ts';
import { RateLimitError } from './errors/RateLimitError.ts';
import { TimeoutError } from './errors/TimeoutError.ts';
import { type Effect, outcome } from './outcome.ts';
import { NotBegunError, type Pace, type Turn } from './pace.ts';
import type { Session } from './session.ts';
import { onAbort, type Signal, throwIfAborted } from './signal.ts';

type FailureKind = 'rateLimited' | 'neverSent' | 'unknown';

/** What is retried after which failure. New recordings may have appeared since: all videos are never deleted twice. */
const retried: Record<Effect, Record<FailureKind, boolean>> = {
  read: { rateLimited: true, neverSent: true, unknown: true },
  delete: { rateLimited: true, neverSent: true, unknown: true },
  deleteAll: { rateLimited: true, neverSent: true, unknown: false },
};

const longestWaitMs = 60_000;
const firstBackoffMs = 500;
const longestBackoffMs = 8_000;
// How much longer than it was asked to a call waits at most, as a share.
const jitter = 0.25;

/** How often a call is retried, until when, and who may end it. */
export type Patience = {
  maxRetries: number;
  /** When the whole call must have ended, on the clock that nobody sets. */
  deadline: number;
  signal: Signal | undefined;
  /** Decides when an attempt is made. A 429 then is no failure, and a call that only reads is made again after it. */
  pace?: Pace;
  /** See {@link Terms.before}. */
  before?: (landed: unknown) => Promise<void>;
  /** See {@link Terms.hasTurn}. */
  hasTurn?: boolean;
};

/**
 * Makes attempts until one succeeds, or fails in a way that must not or need not be retried.
 *
 * @param run Makes an attempt, and is told whether an earlier one may have taken effect.
 * @param observe Is told of each attempt: its number, why it failed, and when the next one follows, if one does.
 * @throws whatever the last attempt threw, or the reason of the signal.
 */
export async function withRetries<T>(
  effect: Effect,
  { elapsed, random, startTimer, gate }: Pick<Session, 'elapsed' | 'random' | 'startTimer' | 'gate'>,
  { maxRetries, deadline, signal, pace, before, hasTurn }: Patience,
  run: (earlierMayHaveLanded: boolean) => Promise<T>,
  observe: (number: number, error?: unknown, retryInMs?: number) => void,
): Promise<T> {
  let failures = 0;
  const nextTurn = async (): Promise<Turn | undefined> => {
    if (pace) return pace.turn(signal);
    return hasTurn ? noTurn : gate.turn(failures, deadline - elapsed(), signal);
  };
  let landed: unknown;
  let last: unknown;
  throwIfAborted(signal);
  for (let number = 1; ; number++) {
    const turn = await nextTurn();
    if (!turn) throw last ?? new NotBegunError();
    try {
      await before?.(landed);
      throwIfAborted(signal);
      if (elapsed() >= deadline) throw last ?? timeIsUp(effect);
    } catch (error) {
      turn.taken();
      throw error;
    }
    try {
      const result = await run(landed !== undefined);
      turn.taken();
      observe(number);
      return result;
    } catch (error) {
      // The reason of an abort may be one of our own errors.
      const failure = signal?.aborted ? undefined : failureOf(error);
      if (pace && failure === 'rateLimited') {
        // It sets the pace, and is no failure: a call that reads takes its next turn.
        turn.refused(askedBy(error));
        const isRetried = effect === 'read' && pace.isPatient() && elapsed() < deadline;
        observe(number, error, isRetried ? askedBy(error) : undefined);
        throwIfAborted(signal);
        if (!isRetried) throw error;
      } else {
        failures += 1;
        const isRetried = failure !== undefined && retried[effect][failure] && failures <= maxRetries;
        const pause = isRetried ? pauseAfter(failures, error, { random, mostMs: deadline - elapsed() }) : undefined;
        const isLimited = failure === 'rateLimited';
        // A 429 is meant for the other calls of this client, too.
        const reopen = isLimited && pause !== undefined ? gate.close(pause) : undefined;
        if (isLimited) turn.refused(askedBy(error));
        else turn.taken();
        try {
          observe(number, error, pause);
          throwIfAborted(signal);
          if (pause === undefined) throw error;
          if (failure === 'unknown') landed = error;
          await waited(startTimer(pause), [signal, pace?.stop], error);
        } finally {
          reopen?.();
        }
      }
      throwIfAborted(signal);
      last = error;
    }
  }
}

/** That of a call which is part of another one. */
const noTurn: Turn = { taken: () => undefined, refused: () => undefined };

/** Nothing is sent: what came before, such as the list of `onlyIf`, took all of the time. */
function timeIsUp(effect: Effect): TimeoutError {
  return new TimeoutError(`The time limit of the whole call was reached. ${outcome(effect, false)}`, {
    mayHaveDeleted: false,
  });
}

async function waited(
  timer: ReturnType<Session['startTimer']>,
  signals: readonly (Signal | undefined)[],
  error: unknown,
): Promise<void> {
  const ignoreAborts = signals.map((signal) => onAbort(signal, timer.stop));
  // One that aborted while the attempt was under way tells nobody any more.
  if (signals.some((signal) => signal?.aborted)) timer.stop();
  try {
    await timer.end;
  } catch {
    // A clock that fails has not waited: better no retry than one at once.
    throwIfAborted(signals[0]);
    throw error;
  } finally {
    for (const ignoreAbort of ignoreAborts) ignoreAbort();
  }
}

function failureOf(error: unknown): FailureKind | undefined {
  if (error instanceof RateLimitError) return 'rateLimited';
  if (error instanceof ConnectionError && error.permanent) return undefined;
  if (error instanceof ConnectionError && error.neverSent) return 'neverSent';
  if (error instanceof ConnectionError || error instanceof TimeoutError) return 'unknown';
  return error instanceof ApiError && isAmbiguous(error.status) ? 'unknown' : undefined;
}

function askedBy(error: unknown): number | undefined {
  return error instanceof ApiError ? error.retryAfterMs : undefined;
}

/** How long to wait before the next attempt; nothing where it would be too long. */
function pauseAfter(
  failures: number,
  error: unknown,
  { random, mostMs }: { random: () => number; mostMs: number },
): number | undefined {
  const asked = askedBy(error);
  // A wait of 0 is no wait, and all that were told to wait as long would come back in one burst.
  const pause = asked
    ? Math.min(asked * (1 + jitter * random()), Math.max(asked, longestWaitMs))
    : random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1));
  return pause <= longestWaitMs && pause < mostMs ? pause : undefined;
}
