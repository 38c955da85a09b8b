import type { Session } from '../session.ts';
import { onAbort, type Signal, throwIfAborted } from '../signal.ts';

/** A time in which the server wants no requests at all, as its 429s ask. */
export type Pause = {
  /** When it ends, on the clock that nobody sets: a moment that has passed where there is none. */
  end: () => number;
  /** Begins, or goes on: for as long as a 429 asks, or a little longer with each 429 that asks for nothing. */
  extend: (retryAfterMs: number | undefined) => void;
  /** Forgets the 429s in a row: the server has taken a request. */
  forget: () => void;
  /** Whether the server asks for a wait that is still worth while. */
  isPatient: () => boolean;
  /** Waits, as long as requests may begin at all. */
  rest: (milliseconds: number, signal: Signal | undefined) => Promise<void>;
};

const longestPatienceMs = 10 * 60_000;
const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

/**
 * Makes what holds every request up.
 *
 * @param stop Aborts when nothing more may begin: whoever rests wakes.
 */
export function createPause(
  { elapsed, random, startTimer }: Pick<Session, 'elapsed' | 'random' | 'startTimer'>,
  stop: Signal | undefined,
): Pause {
  let end = Number.NEGATIVE_INFINITY;
  /** The 429s in a row, and when the first of them came. */
  let refusals = { count: 0, since: 0 };
  let isPatient = true;
  const resting = new Set<() => void>();

  return {
    end: () => end,
    isPatient: () => isPatient,
    extend(retryAfterMs) {
      const moment = elapsed();
      refusals = refusals.count === 0 ? { count: 1, since: moment } : { ...refusals, count: refusals.count + 1 };
      const backoffMs = random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (refusals.count - 1));
      const wait = Math.ceil(retryAfterMs || backoffMs);
      end = Math.max(end, moment + wait);
      if (wait <= longestPatienceMs && moment - refusals.since <= longestPatienceMs) return;
      isPatient = false;
      for (const wake of resting) wake();
    },
    forget() {
      if (refusals.count > 0) refusals = { count: 0, since: 0 };
    },
    async rest(milliseconds, signal) {
      const timer = startTimer(milliseconds);
      resting.add(timer.stop);
      const ignoreAborts = [signal, stop].map((each) => onAbort(each, timer.stop));
      try {
        await timer.end;
      } finally {
        for (const ignoreAbort of ignoreAborts) ignoreAbort();
        resting.delete(timer.stop);
      }
      throwIfAborted(signal);
    },
  };
}
