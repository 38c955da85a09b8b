/** The time of a simulation: it moves only from one event to the next. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Lets something happen after so many milliseconds. Returns a function that cancels it. */
  after: (milliseconds: number, happen: () => void) => () => void;
  /** Resolves after so many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
  /** Moves to the next event, and lets everything that follows from it happen. Returns `false` when nothing is left. */
  advance: () => Promise<boolean>;
};

type Event = { time: number; happen: () => void };

/** Makes a clock that begins at some time. */
export function createClock(start: number): Clock {
  let time = start;
  const events: Event[] = [];

  function after(milliseconds: number, happen: () => void): () => void {
    const event = { time: time + milliseconds, happen };
    const later = events.findIndex((other) => other.time > event.time);
    events.splice(later === -1 ? events.length : later, 0, event);
    return () => {
      const index = events.indexOf(event);
      if (index !== -1) events.splice(index, 1);
    };
  }

  return {
    now: () => time,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    async advance() {
      const next = events.shift();
      if (!next) return false;
      time = next.time;
      next.happen();
      await settled();
      return true;
    },
  };
}

/** Resolves once no promise is left that can go on by itself: Node empties that queue before the next tick. */
export function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
