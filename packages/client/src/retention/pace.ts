import type { Pace, Turn } from '../pace.ts';
import type { Session } from '../session.ts';
import { type Signal, throwIfAborted } from '../signal.ts';
import { createPause } from './pause.ts';
import { createRate } from './rate.ts';

/** A pace that learns from the server's 429s what it allows. */
export type LearnedPace = Pace & {
  /** Waits while the server wants no requests at all. */
  open: () => Promise<void>;
  /** The same pace, at which nothing begins after so many milliseconds. */
  within: (milliseconds: number) => Pace;
  /** How many requests a second the server takes, 0 while it wants none, or nothing where no 429 has shown a limit. */
  perSecond: () => number | undefined;
};

/**
 * Makes a pace. Without a 429 it holds nobody up. A 429 holds everybody up for as long as it says (`pause.ts`), and shows how
 * many requests the server takes in a second (`rate.ts`).
 *
 * @param stop Aborts when nothing more may begin.
 */
export function createPace(clock: Pick<Session, 'elapsed' | 'random' | 'startTimer'>, stop?: Signal): LearnedPace {
  const { elapsed } = clock;
  const pause = createPause(clock, stop);
  const rate = createRate();
  const isOver = () => stop?.aborted === true || !pause.isPatient();

  async function turn(until: number, signal: Signal | undefined): Promise<Turn | undefined> {
    throwIfAborted(signal);
    // By the clock, or by what was waited for where the clock stands still.
    for (let moment = elapsed(); !isOver(); ) {
      const ticket = rate.book(Math.max(moment, pause.end()));
      if (ticket.at > until) {
        rate.giveBack(ticket);
        return undefined;
      }
      if (ticket.at > moment) await pause.rest(ticket.at - moment, signal);
      moment = Math.max(elapsed(), ticket.at);
      if (pause.end() > moment || isOver()) rate.giveBack(ticket);
      else {
        ticket.at = moment;
        return {
          taken: pause.forget,
          refused(retryAfterMs) {
            pause.extend(retryAfterMs);
            rate.learn(ticket, elapsed(), pause.end());
          },
        };
      }
    }
    return undefined;
  }

  async function open(): Promise<void> {
    for (let moment = elapsed(); pause.end() > moment && !isOver(); ) {
      const end = pause.end();
      await pause.rest(end - moment, undefined);
      moment = Math.max(elapsed(), end);
    }
  }

  const patience = { stop, isPatient: pause.isPatient };
  return {
    ...patience,
    open,
    turn: (signal) => turn(Number.POSITIVE_INFINITY, signal),
    within: (milliseconds) => {
      const until = elapsed() + milliseconds;
      return { ...patience, turn: (signal) => turn(until, signal) };
    },
    perSecond: () => (pause.end() > elapsed() ? 0 : rate.perSecond()),
  };
}
