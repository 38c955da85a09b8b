import { instantOfHttp } from './time.ts';

/** Both clocks of this machine: one that may be set, and one that may stand still while the machine sleeps. */
export type Clocks = { now: () => number; elapsed: () => number };

/** A moment, on both clocks. */
export type Moment = { now: number; elapsed: number };

/** The newest server time that a client has seen. */
export type ServerTime = {
  /** Is told of each response, by its `Date` header. */
  see: (date: string | null) => void;
  /** The newest time that was seen, carried on by this machine's clocks. */
  newest: () => number | undefined;
};

const hourMs = 3_600_000;

export function createServerTime(clocks: Clocks): ServerTime {
  let seen: { time: number; at: Moment } | undefined;

  function newest(): number | undefined {
    return seen && seen.time + ageOf(seen.at, clocks);
  }

  return {
    newest,
    see(date) {
      const time = instantOfHttp(date);
      // A time that is far off is nobody's: it would make all others look old.
      if (time === undefined || Math.abs(time - clocks.now()) > hourMs) return;
      if (time > (newest() ?? Number.NEGATIVE_INFINITY)) seen = { time, at: momentOf(clocks) };
    },
  };
}

/** This moment, on both clocks. */
export function momentOf({ now, elapsed }: Clocks): Moment {
  return { now: now(), elapsed: elapsed() };
}

/** How long ago a moment is, in milliseconds: the larger of what both clocks say, and for ever where one says no number. */
export function ageOf(moment: Moment, { now, elapsed }: Clocks): number {
  const age = Math.max(now() - moment.now, elapsed() - moment.elapsed);
  return Number.isNaN(age) ? Number.POSITIVE_INFINITY : age;
}
