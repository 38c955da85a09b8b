import { bareFetch, type Peer } from '../peers.ts';
import { type Figure, figureOf } from '../statistics.ts';
import type { Cost } from '../worker.ts';
import { type Effort, type Progress, throughFetch, withWorkers } from './rounds.ts';

/** Microseconds that each peer takes itself for a call: what it takes more than bare fetch, with a response at hand. */
export async function measureOwnTime(effort: Effort, progress: Progress): Promise<ReadonlyMap<Peer, Figure>> {
  const rounds = effort === 'full' ? 21 : 5;
  const calls = effort === 'full' ? 2000 : 800;
  const wrappers = throughFetch.filter((peer) => peer !== bareFetch);
  return withWorkers(wrappers, 'stub', async (workers) => {
    const own = new Map(wrappers.map((peer): [Peer, number[]] => [peer, []]));
    for (let round = -3; round < rounds; round++) {
      if (round >= 0) progress(`round ${round + 1} of ${rounds}`);
      for (const [peer, worker] of workers) {
        const bare = await worker.ask<Cost>({ calls, atOnce: 1, bare: true });
        const all = await worker.ask<Cost>({ calls, atOnce: 1 });
        // The first rounds let the engine compile what is hot.
        if (round >= 0) own.get(peer)?.push(((all.wallMs - bare.wallMs) * 1000) / calls);
      }
    }
    return new Map([...own].map(([peer, values]) => [peer, figureOf(values)]));
  });
}
