import type { OutgoingRequest, Platform } from 'iinked-sign';
import type { Call } from './call.ts';
import type { ServerTime } from './freshness.ts';
import type { Law } from './law.ts';
import type { Machine } from './machine.ts';

/** A process with one client. It makes one call at a time, until it dies. */
export type Process = {
  readonly name: string;
  readonly apiKey: string;
  readonly machine: Machine;
  /** The newest server time that its client has seen. */
  newest: ServerTime | undefined;
  call: Call | undefined;
  isAlive: boolean;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  die: () => void;
  /** The timers that run. */
  readonly timers: Set<object>;
  /** The requests that somebody still waits for. */
  readonly open: Set<OutgoingRequest>;
};

/** Starts a process on a machine. */
export function startProcess(name: string, apiKey: string, machine: Machine): Process {
  let die = () => {};
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const process: Process = {
    name,
    apiKey,
    machine,
    newest: undefined,
    call: undefined,
    isAlive: true,
    death,
    die() {
      process.isAlive = false;
      die();
    },
    timers: new Set(),
    open: new Set(),
  };
  return process;
}

/** No time limit of an attempt is longer in these programs, and no wait between attempts may be. */
export const longestWaitMs = 60_000;

/** A run of a plan waits as long as the server tells it to, which is 90 s here, and then for its turn among the others. */
const longestRestMs = 100_000;

/** The timers of a process. A dead one waits for ever. */
export function waitIn(process: Process, law: Law): Platform['wait'] {
  return (milliseconds, signal) =>
    new Promise((resolve) => {
      const longest = process.call?.plan.retention ? longestRestMs : longestWaitMs;
      if (milliseconds > longest) law.violate('ends', `A call waits ${milliseconds} ms.`);
      if (signal.aborted) return resolve();
      const timer = {};
      process.timers.add(timer);
      const cancel = process.machine.after(milliseconds, end);
      signal.addEventListener('abort', end, { once: true });
      function end(): void {
        cancel();
        process.timers.delete(timer);
        if (process.isAlive) resolve();
      }
    });
}
