/** The emulator's time, which a test can move. */
export type Clock = {
  /** What time it is. */
  now: () => Date;
  /** Moves to a time of the years 1970 to 9999, from which it runs on. Throws a `RangeError` for any other. */
  set: (time: Date | string | number) => void;
  /** Moves on by so many milliseconds. Throws a `RangeError` where that leads out of the years 1970 to 9999. */
  advance: (milliseconds: number) => void;
};

/** A clock, and what the emulator alone does with it. */
export type OwnClock = Clock & {
  /** The time for a stamp. A deterministic clock goes on by a second with each. */
  tick: () => Date;
  /** Returns to the time at which it started. */
  reset: () => void;
};

const deterministicStart = Date.UTC(2026, 0, 1);
// What is dated later cannot be written in four digits of a year: a link expires a day after it was made.
const last = Date.UTC(9999, 11, 30);

/** A clock that follows the machine's, or one that starts at the same moment each time and only moves when it is used. */
export function createClock(deterministic: boolean): OwnClock {
  let ahead = 0;
  let counted = deterministicStart;
  // At the end of its days it stands still.
  const read = () => Math.min(last, deterministic ? counted : Date.now() + ahead);
  const move = (time: number) => {
    if (!(time >= 0 && time < last)) {
      throw new RangeError('The time must be a valid date and time of the years 1970 to 9999, without leap seconds.');
    }
    if (deterministic) counted = time;
    else ahead = time - Date.now();
  };
  return {
    now: () => new Date(read()),
    set: (time) => move(new Date(time).getTime()),
    advance: (milliseconds) => move(read() + milliseconds),
    tick() {
      if (deterministic) counted += 1000;
      return new Date(read());
    },
    reset() {
      ahead = 0;
      counted = deterministicStart;
    },
  };
}

/** A time as the API writes it, with seven decimals. */
export function timestamp(time: Date): string {
  return time.toISOString().replace('Z', '0000Z');
}

/** An instant that can be compared with others to seven decimals, whatever their offset and number of decimals. */
export type Instant = { milliseconds: number; beyond: string };

/** The instant of a timestamp; one that is missing or cannot be read is before all others. */
export function instantOf(time: string | null | undefined): Instant {
  const milliseconds = Date.parse(time ?? '');
  const [, decimals = ''] = /\.(\d+)/.exec(time ?? '') ?? [];
  const isReadable = !Number.isNaN(milliseconds);
  return {
    milliseconds: isReadable ? milliseconds : Number.NEGATIVE_INFINITY,
    beyond: decimals.slice(3, 7).padEnd(4, '0'),
  };
}

/** Which of two instants is later: above zero where it is the first. */
export function compareInstants(one: Instant, other: Instant): number {
  if (one.milliseconds !== other.milliseconds) return one.milliseconds < other.milliseconds ? -1 : 1;
  return one.beyond < other.beyond ? -1 : one.beyond > other.beyond ? 1 : 0;
}
