import { setTimeout } from 'node:timers/promises';
import { type Peer, peers } from '../peers.ts';
import { startServer } from '../program.ts';
import type { Cost } from '../worker.ts';
import { type Effort, type Progress, withWorkers } from './rounds.ts';

/** Megabytes that each peer keeps after many calls: over a `fetch` that resolves at once, or else over loopback. */
export async function measureHeap(effort: Effort, progress: Progress): Promise<ReadonlyMap<Peer, number>> {
  const calls = effort === 'full' ? 50_000 : 2_000;
  const server = await startServer();
  const kept = new Map<Peer, number>();
  try {
    for (const through of [true, false]) {
      const chosen = peers.filter(({ throughFetch }) => throughFetch === through);
      await withWorkers(chosen, through ? 'stub' : server.url, async (workers) => {
        for (const [peer, worker] of workers) {
          progress(peer.name);
          const before = await worker.ask<Cost>({ calls: 2_000, atOnce: 32, heap: true });
          await worker.ask<Cost>({ calls, atOnce: 32 });
          kept.set(peer, -before.heapBytes / 1e6);
        }
        // Only now: what a peer holds until a time limit of some seconds has passed is no growth.
        if (effort === 'full') await setTimeout(10_000);
        for (const [peer, worker] of workers) {
          const after = await worker.ask<Cost>({ calls: 0, atOnce: 1, heap: true });
          kept.set(peer, (kept.get(peer) ?? 0) + after.heapBytes / 1e6);
        }
      });
    }
    return kept;
  } finally {
    server.stop();
  }
}
