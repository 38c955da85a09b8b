import { type Peer, peers } from '../peers.ts';
import { startServer } from '../program.ts';
import { type Figure, figureOf } from '../statistics.ts';
import type { Cost } from '../worker.ts';
import { type Effort, inTurn, type Progress, withWorkers } from './rounds.ts';

export const atOnceLevels = [1, 32, 256] as const;

/** What a peer reaches with so many calls at once, as ratios to bare fetch. */
export type Level = { rate: Figure; cpu: Figure };
export type Loopback = {
  levels: ReadonlyMap<Peer, readonly Level[]>;
  /** What bare fetch itself needs: microseconds of processor a request, by level. */
  bareCpuUs: readonly number[];
};

/** Requests per second, and processor time per request, over loopback HTTP. */
export async function measureLoopback(effort: Effort, progress: Progress): Promise<Loopback> {
  const rounds = effort === 'full' ? 5 : 3;
  // In full, enough calls for several collections of garbage in each run: with one or two, the odd one decides.
  const calls = effort === 'full' ? [1500, 4000, 4000] : [80, 300, 300];
  const warmUp = effort === 'full' ? 2000 : 250;
  const server = await startServer();
  try {
    return await withWorkers(peers, server.url, async (workers) => {
      const pairs = new Map(peers.map((peer) => [peer, atOnceLevels.map((): Pair[] => [])]));
      for (const worker of workers.values()) {
        await worker.ask({ calls: warmUp, atOnce: 256 });
        await worker.ask({ calls: warmUp, atOnce: 256, bare: true });
      }
      for (let round = 0; round < rounds; round++) {
        progress(`round ${round + 1} of ${rounds}`);
        for (const [level, atOnce] of atOnceLevels.entries()) {
          for (const [peer, worker] of inTurn([...workers], round)) {
            const order = { calls: calls[level] ?? 0, atOnce };
            // Bare fetch right before or after, in the same process: whatever else the machine does meets both.
            const pair = round % 2 === 0 ? ['bare', 'own'] : ['own', 'bare'];
            const costs: Record<string, Cost> = {};
            for (const each of pair) costs[each] = await worker.ask<Cost>({ ...order, bare: each === 'bare' });
            const { bare, own } = costs;
            if (bare && own) pairs.get(peer)?.[level]?.push({ bare, own });
          }
        }
      }
      const levels = [...pairs].map(([peer, each]): [Peer, Level[]] => [peer, each.map(levelOf)]);
      const bareCpuUs = calls.map((number, level) => {
        const runs = [...pairs.values()].flatMap((each) => each[level] ?? []);
        return figureOf(runs.map(({ bare }) => bare.cpuUs / number)).median;
      });
      return { levels: new Map(levels), bareCpuUs };
    });
  } finally {
    server.stop();
  }
}

type Pair = { bare: Cost; own: Cost };

function levelOf(pairs: readonly Pair[]): Level {
  return {
    rate: figureOf(pairs.map(({ bare, own }) => bare.wallMs / own.wallMs)),
    cpu: figureOf(pairs.map(({ bare, own }) => own.cpuUs / bare.cpuUs)),
  };
}
