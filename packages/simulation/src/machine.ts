import type { Clock } from './clock.ts';
import type { Mishap } from './program.ts';

/** A machine with its two clocks, one that may be set and one that stands still while it sleeps. */
export type Machine = {
  /** Both clocks. */
  read: () => Moment;
  /** Lets something happen once so much time has passed while it was awake. Returns a function that cancels it. */
  after: (milliseconds: number, happen: () => void) => () => void;
  /** Resolves as soon as it is awake. */
  awake: () => Promise<void>;
  /** Lets it fall asleep, or somebody set its clock. */
  suffer: (mishap: Mishap) => void;
};

/** A moment as a machine knows it, in milliseconds: since 1970, and since it was started. */
export type Moment = { wall: number; monotonic: number };

/** Starts a machine whose clock is ahead of the server's. */
export function startMachine(clock: Clock, skewMs: number): Machine {
  const startMs = clock.now();
  let aheadMs = skewMs;
  let sleptMs = 0;
  let wakesAt = startMs;

  const sleepLeftMs = () => Math.max(0, wakesAt - clock.now());
  const monotonic = () => clock.now() + sleepLeftMs() - startMs - sleptMs;

  return {
    read: () => ({ wall: clock.now() + aheadMs, monotonic: monotonic() }),
    after(milliseconds, happen) {
      const due = monotonic() + milliseconds;
      let cancel = () => {};
      const rest = () => {
        cancel = clock.after(sleepLeftMs() + due - monotonic(), () => {
          // It may have slept meanwhile. A rest too small for the clock to move is over.
          const isOver = sleepLeftMs() === 0 && due - monotonic() < 0.01;
          if (isOver) happen();
          else rest();
        });
      };
      rest();
      return () => cancel();
    },
    awake: () => (sleepLeftMs() === 0 ? Promise.resolve() : clock.sleep(sleepLeftMs())),
    suffer({ what, byMs }) {
      if (what === 'isSet') aheadMs += byMs;
      if (what !== 'sleeps' || sleepLeftMs() > 0) return;
      sleptMs += byMs;
      wakesAt = clock.now() + byMs;
    },
  };
}

/** How long ago a moment was: as much as either clock says, for one may have slept, and somebody may have set the other. */
export function ageOf({ wall, monotonic }: Moment, now: Moment): number {
  return Math.max(now.wall - wall, now.monotonic - monotonic);
}
