import type { Turn } from './pace.ts';
import { onAbort, type Signal, throwIfAborted } from './signal.ts';
import type { StartTimer } from './timer.ts';

/**
 * Holds the calls of a client back after a 429, which is meant for all of them. Without it, all would wait for the same moment
 * and come back together. They leave in line instead: as many as the server took before, then none for as long as it asked.
 */
export type Gate = {
  /**
   * Waits for a turn, but not longer than so many milliseconds, nor than a minute.
   *
   * @param failures How often the call has failed: who failed more often goes first.
   * @throws the reason of the signal, when it aborts meanwhile.
   */
  turn: (failures: number, mostMs: number, signal: Signal | undefined) => Promise<Turn>;
  /** Lets nothing through until what it gives is called. */
  close: (forMs: number) => () => void;
};

const longestWaitMs = 60_000;
const noLimit = Number.POSITIVE_INFINITY;

export function createGate(startTimer: StartTimer): Gate {
  const line: { failures: number; go: () => void }[] = [];
  let closings = 0;
  let underWay = 0;
  /** How many may leave in a round, how many of them have not left yet, and how many were taken. */
  let most = noLimit;
  let left = noLimit;
  let taken = 0;
  let wasRefused = false;
  let roundMs = 0;
  let rest: ReturnType<StartTimer> | undefined;

  function letThrough(): void {
    while (closings === 0 && left > 0 && line.length > 0) {
      left -= 1;
      underWay += 1;
      line.shift()?.go();
    }
    if (closings > 0) return;
    if (line.length > 0) takeRest();
    else rest?.stop();
    if (line.length > 0 || underWay > 0) return;
    // The rush is over.
    taken = 0;
    most = noLimit;
    left = noLimit;
    wasRefused = false;
  }

  /** All that may leave in this round have left. */
  function takeRest(): void {
    if (rest) return;
    const resting = startTimer(roundMs);
    rest = resting;
    const end = () => {
      rest = undefined;
      if (line.length === 0 || closings > 0) return;
      beginRound();
      letThrough();
    };
    resting.end.then(end, end);
  }

  function beginRound(): void {
    // A round in which nothing was refused invites to try one more.
    most = wasRefused ? Math.max(1, taken) : most + 1;
    left = most;
    taken = 0;
    wasRefused = false;
  }

  function end(): void {
    underWay -= 1;
    letThrough();
  }

  const theTurn: Turn = {
    taken() {
      taken += 1;
      end();
    },
    refused() {
      wasRefused = true;
      left = 0;
      end();
    },
  };

  async function standInLine(failures: number, mostMs: number, signal: Signal | undefined): Promise<void> {
    const timer = startTimer(Math.max(1, Math.min(mostMs, longestWaitMs)));
    let hasTurn = false;
    const place = {
      failures,
      go: () => {
        hasTurn = true;
        timer.stop();
      },
    };
    const next = line.findIndex((each) => each.failures < failures);
    line.splice(next === -1 ? line.length : next, 0, place);
    const ignoreAbort = onAbort(signal, timer.stop);
    letThrough();
    // A clock that fails has not waited, but a call that waits for ever is worse than one that is too early.
    await timer.end.catch(() => undefined);
    ignoreAbort();
    if (!hasTurn) {
      line.splice(line.indexOf(place), 1);
      underWay += 1;
    }
    if (signal?.aborted) end();
    throwIfAborted(signal);
  }

  return {
    async turn(failures, mostMs, signal) {
      if (closings > 0 || left === 0 || line.length > 0) await standInLine(failures, mostMs, signal);
      else {
        left -= 1;
        underWay += 1;
      }
      return theTurn;
    },
    close(forMs) {
      closings += 1;
      roundMs = forMs;
      return () => {
        closings -= 1;
        if (closings > 0) return;
        beginRound();
        // The call that waited takes its turn, or its place in the line, before anybody else goes.
        void Promise.resolve().then(letThrough);
      };
    },
  };
}
