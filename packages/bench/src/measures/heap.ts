import { type Peer, peers } from '../peers.ts';
import { startServer } from '../program.ts';
import type { Cost } from '../worker.ts';
import { type Effort, type Progress, withWorkers } from './rounds.ts';

/** Megabytes that each peer keeps after many calls: over a `fetch` that answers at once, or else over loopback. */
export async function measureHeap(effort: Effort, progress: Progress): Promise<ReadonlyMap<Peer, number>> {
  const calls = effort === 'full' ? 100_000 : 2_000;
  const server = await startServer();
  const kept = new Map<Peer, number>();
  try {
    for (const peer of peers) {
      progress(peer.name);
      const place = peer.throughFetch ? 'stub' : server.url;
      await withWorkers([peer], place, async (workers) => {
        const worker = workers.get(peer);
        const before = await worker?.ask<Cost>({ calls: 2_000, atOnce: 32, heap: true });
        const after = await worker?.ask<Cost>({ calls, atOnce: 32, heap: true });
        if (before && after) kept.set(peer, (after.heapBytes - before.heapBytes) / 1e6);
      });
    }
    return kept;
  } finally {
    server.stop();
  }
}
