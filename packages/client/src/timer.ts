import type { Platform } from './transport.ts';

/** Starts a timer: its end to await, and a way to end it early. */
export type StartTimer = (milliseconds: number) => { end: Promise<void>; stop: () => void };

/** The timers that every JavaScript runtime has. */
export const runtimeTimer: StartTimer = (milliseconds) => {
  let stop = () => {};
  const end = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { end, stop };
};

/** The timers of a platform. */
export function timerOf(wait: Platform['wait']): StartTimer {
  return (milliseconds) => {
    const stopped = new AbortController();
    // An abort wins at once, whatever the platform's clock does with the signal.
    const end = new Promise<void>((resolve, reject) => {
      stopped.signal.addEventListener('abort', () => resolve());
      wait(milliseconds, stopped.signal).then(resolve, reject);
    });
    return { end, stop: () => stopped.abort() };
  };
}

/** The clock of the runtime that nobody sets. Without one, it is made of the clock that may be: time never goes back. */
export function elapsedOfRuntime(): number {
  if (typeof performance !== 'undefined') return performance.now();
  const now = Date.now();
  elapsed += Math.max(0, now - (latest ?? now));
  latest = now;
  return elapsed;
}

let elapsed = 0;
let latest: number | undefined;
