import { type Peer, peers } from '../peers.ts';
import { type Program, startProgram } from '../program.ts';

/** How much is measured: all of it, or what serves for day-to-day work. */
export type Effort = 'full' | 'quick';

/** Says how far a measurement is. */
export type Progress = (text: string) => void;

/** Starts each peer in a process of its own, and ends them all when the work is done. */
export async function withWorkers<Result>(
  chosen: readonly Peer[],
  server: string,
  work: (workers: ReadonlyMap<Peer, Program>) => Promise<Result>,
): Promise<Result> {
  const workers = new Map<Peer, Program>();
  try {
    for (const peer of chosen) workers.set(peer, startProgram('./worker.ts', peer.file, server));
    await Promise.all([...workers.values()].map((worker) => worker.next()));
    return await work(workers);
  } finally {
    for (const worker of workers.values()) worker.stop();
  }
}

/** The peers in another order each round, so that none always follows the same one. */
export function inTurn<Each>(each: readonly Each[], round: number): readonly Each[] {
  const start = round % each.length;
  return [...each.slice(start), ...each.slice(0, start)];
}

/** The peers whose own time can be measured without a network. */
export const throughFetch: readonly Peer[] = peers.filter((peer) => peer.throughFetch);
