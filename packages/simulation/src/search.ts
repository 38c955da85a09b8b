import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BugName } from './plantedBugs.ts';
import type { Outcome, Task } from './worker.ts';

/** What to search, and who is told how far it is. */
export type Search = {
  from: number;
  seeds: number;
  bug?: BugName | undefined;
  onProgress?: (done: number) => void;
};

/** Searches seeds on all processors. */
export type Searcher = {
  /** Gives the smallest seed that breaks the law, if one does. */
  search: (search: Search) => Promise<number | undefined>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const seedsOfTask = 50;

/** Starts a worker for each processor. */
export function startSearcher(): Searcher {
  // Node's own options only: a test runner's would change how the client is loaded.
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL('worker.ts', import.meta.url), { execArgv: [] }),
  );

  return {
    async search({ from, seeds, bug, onProgress }) {
      const end = from + seeds;
      const failed: number[] = [];
      let next = from;
      let done = 0;
      await Promise.all(
        workers.map(async (worker) => {
          // Seeds are handed out in order, so that the smallest that fails is always the same.
          while (next < end && failed.length === 0) {
            const task: Task = { from: next, to: Math.min(next + seedsOfTask, end), bug };
            next = task.to;
            const outcome = await run(worker, task);
            if (outcome.failed !== undefined) failed.push(outcome.failed);
            done += task.to - task.from;
            onProgress?.(done);
          }
        }),
      );
      return failed.length === 0 ? undefined : Math.min(...failed);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function run(worker: Worker, task: Task): Promise<Outcome> {
  // One that has ended, because a task before threw, would never respond.
  if (worker.threadId === -1) throw new Error('A worker has ended.');
  worker.postMessage(task);
  const [outcome]: Outcome[] = await once(worker, 'message');
  if (!outcome) throw new Error('A worker returned no result.');
  return outcome;
}
