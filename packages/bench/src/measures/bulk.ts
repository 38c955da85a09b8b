import { type BulkResult, ways } from '../bulk.ts';
import { startProgram, startServer } from '../program.ts';
import type { ServerCount } from '../server.ts';
import { type Figure, figureOf } from '../statistics.ts';
import type { Effort, Progress } from './rounds.ts';

export const latencyMs = 50;
export const perSecond = 100;
export const atOnce = 32;

/** How a way to delete many videos did: its time as a ratio to the ideal, requests in vain, and videos left over. */
export type Bulk = { name: string; ratio: Figure; wasted: Figure; left: number };
export type BulkRun = { videos: number; idealMs: number; ways: readonly Bulk[] };

/** Deletes many videos at a server that is slow and refuses what goes beyond a rate, in each way. */
export async function measureBulk(effort: Effort, progress: Progress): Promise<BulkRun> {
  const rounds = effort === 'full' ? 3 : 1;
  const videos = effort === 'full' ? 2000 : 300;
  const idealMs = Math.max((videos * latencyMs) / atOnce, (videos / perSecond) * 1000);
  const results = new Map<string, (BulkResult & ServerCount)[]>();
  const run = async (way: string) => {
    const server = await startServer({ latencyMs, perSecond, videos });
    const program = startProgram('./bulk.ts', way);
    try {
      const result = await program.ask<BulkResult>({ videos, atOnce, server: server.url });
      results.set(way, [...(results.get(way) ?? []), { ...result, ...(await server.count()) }]);
    } finally {
      program.stop();
      server.stop();
    }
  };
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}, ${videos} videos`);
    for (const way of Object.keys(ways)) await run(way);
  }
  const rows = Object.entries(ways).map(([way, name]) => {
    const runs = results.get(way) ?? [];
    return {
      name,
      ratio: figureOf(runs.map(({ wallMs }) => wallMs / idealMs)),
      wasted: figureOf(runs.map(({ refused }) => refused)),
      left: Math.max(...runs.map(({ failed }) => failed)),
    };
  });
  return { videos, idealMs, ways: rows };
}
