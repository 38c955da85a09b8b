import { parentPort } from 'node:worker_threads';
import { type BugName, loadClient } from './plantedBugs.ts';
import { firstFailing } from './seeds.ts';

/** Seeds to run, up to but without `to`, and the bug that the client has. */
export type Task = { from: number; to: number; bug?: BugName | undefined };

/** The first seed of a task that failed, if one did. */
export type Outcome = { failed: number | undefined };

// Nobody reads them, and they take a fifth of the time.
Error.stackTraceLimit = 0;

const port = parentPort;
port?.on('message', async ({ from, to, bug }: Task) => {
  const outcome: Outcome = { failed: await firstFailing(from, to, await loadClient(bug)) };
  port.postMessage(outcome);
});
