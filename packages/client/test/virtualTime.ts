import { setImmediate } from 'node:timers/promises';
import type { Platform } from '../src/index.ts';

/** Time that goes on as fast as everybody who waits for it allows. */
export type VirtualTime = Pick<Platform, 'wait'> & {
  now: () => number;
  elapsed: () => number;
  random: () => number;
  /** Lets time go on until a promise settles. */
  until: <T>(promise: Promise<T>) => Promise<T>;
};

export function virtualTime(start: number = Date.UTC(2026, 5)): VirtualTime {
  let now = start;
  let waiting: { at: number; end: () => void }[] = [];

  return {
    now: () => now,
    elapsed: () => now - start,
    random: () => 0.5,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = { at: now + milliseconds, end: resolve };
        waiting.push(timer);
        signal.addEventListener('abort', () => {
          waiting = waiting.filter((each) => each !== timer);
          resolve();
        });
      }),
    async until(promise) {
      let isSettled = false;
      const settled = promise.finally(() => {
        isSettled = true;
      });
      settled.catch(() => undefined);
      for (;;) {
        await setImmediate();
        if (isSettled) return settled;
        now = Math.min(...waiting.map(({ at }) => at));
        if (now === Number.POSITIVE_INFINITY) throw new Error('Everybody waits for something that never comes.');
        const due = waiting.filter(({ at }) => at <= now);
        waiting = waiting.filter(({ at }) => at > now);
        for (const { end } of due) end();
      }
    },
  };
}
