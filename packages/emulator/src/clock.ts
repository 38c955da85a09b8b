/** The emulator's time, which a test can move. */
export type Clock = {
  /** What time it is. */
  now: () => Date;
  /** Moves to a time, from which it runs on. */
  set: (time: Date | string | number) => void;
  /** Moves on by so many milliseconds. */
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

/** A clock that follows the machine's, or one that starts at the same moment each time and only moves when it is used. */
export function createClock(deterministic: boolean): OwnClock {
  let ahead = 0;
  let counted = deterministicStart;
  const read = () => (deterministic ? counted : Date.now() + ahead);
  const move = (time: number) => {
    if (Number.isNaN(new Date(time).getTime())) throw new RangeError('The time must be a valid date and time.');
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
