import { bareFetch, openapiFetch, ours, oursOnNode, type Peer, peers, undiciRequest } from '../peers.ts';
import { startServer } from '../program.ts';
import { figureOf } from '../statistics.ts';
import type { Cost } from '../worker.ts';
import { type Effort, inTurn, type Progress, withWorkers } from './rounds.ts';

export const atOnceLevels = [1, 32, 256] as const;

/** Processor time per request over loopback HTTP. */
export type Loopback = {
  /** By level, as ratios to bare fetch in the same process, round by round. */
  cpu: ReadonlyMap<Peer, readonly (readonly number[])[]>;
  /** What bare fetch itself needs, by level, in microseconds. */
  bareCpuUs: readonly number[];
  /** The levels at which bare fetch differs from itself by more than 3 %, also when measured again. They say nothing. */
  voidLevels: readonly number[];
};

// Nobody's goal depends on the others.
const inGoals: ReadonlySet<Peer> = new Set([ours, oursOnNode, bareFetch, undiciRequest, openapiFetch]);
const fewRounds = 3;

/** Measures the processor time per request over loopback HTTP. */
export async function measureLoopback(effort: Effort, progress: Progress): Promise<Loopback> {
  const rounds = effort === 'full' ? 9 : 1;
  // In full, enough calls for several collections of garbage in each run: with one or two, the odd one decides.
  const calls = effort === 'full' ? [400, 1000, 1000] : [40, 150, 150];
  const warmUp = effort === 'full' ? 2000 : 200;
  const server = await startServer();
  try {
    return await withWorkers(peers, server.url, async (workers) => {
      const cpu = new Map(peers.map((peer) => [peer, atOnceLevels.map((): number[] => [])]));
      const bareCosts = atOnceLevels.map((): number[] => []);
      for (const worker of workers.values()) {
        await worker.ask({ calls: warmUp, atOnce: 256 });
        await worker.ask({ calls: warmUp, atOnce: 256, bare: true });
      }
      const measure = async (round: number, levels: readonly number[]) => {
        progress(`round ${round + 1} of ${rounds}`);
        for (const level of levels) {
          const atOnce = atOnceLevels[level] ?? 1;
          for (const [peer, worker] of inTurn([...workers], round)) {
            if (round >= fewRounds && !inGoals.has(peer)) continue;
            const order = { calls: calls[level] ?? 0, atOnce };
            const costs = { bare: 0, own: 0 };
            // Connections may have ended while the others had their turn.
            await worker.ask({ calls: 2 * atOnce, atOnce, bare: true });
            // In the same process, and in this order: what else the machine does, and a slow change of it, meets both.
            for (const each of ['bare', 'own', 'own', 'bare'] as const) {
              const { cpuUs } = await worker.ask<Cost>({ ...order, bare: each === 'bare' });
              costs[each] += cpuUs / 2 / order.calls;
            }
            cpu.get(peer)?.[level]?.push(costs.own / costs.bare);
            bareCosts[level]?.push(costs.bare);
          }
        }
      };
      const allLevels = [...atOnceLevels.keys()];
      const voidLevels = () =>
        allLevels.filter((level) => Math.abs(figureOf(cpu.get(bareFetch)?.[level] ?? []).median - 1) > 0.03);
      for (let round = 0; round < rounds; round++) await measure(round, allLevels);
      const again = effort === 'full' ? voidLevels() : [];
      for (const values of [...cpu.values(), bareCosts]) for (const level of again) values[level]?.splice(0);
      if (again.length > 0) for (let round = 0; round < rounds; round++) await measure(round, again);
      return { cpu, bareCpuUs: bareCosts.map((values) => figureOf(values).median), voidLevels: voidLevels() };
    });
  } finally {
    server.stop();
  }
}
