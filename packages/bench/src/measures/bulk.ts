import type { ServerUrl } from '../deletion.ts';
import { startProgram, startServer } from '../program.ts';
import type { ServerCount, ServerSetting } from '../server.ts';
import { type Figure, figureOf } from '../statistics.ts';
import type { Effort, Progress } from './rounds.ts';

/** The ways to delete many videos, in the words of who would write them. */
export const ways = {
  planned: 'iinked-sign/retention, plan and apply',
  plain: 'iinked-sign, without a pace',
  bareFetch: 'p-limit + bare fetch, waits after a 429',
  stainless: 'p-limit + Stainless SDK',
} as const satisfies Record<string, string>;

/** How many videos of a package to delete, how many at once, and where. */
export type BulkOrder = { videos: number; atOnce: number; server: ServerUrl };

/** How a bulk deletion ended. */
export type BulkResult = { wallMs: number; failed: number };

const latencyMs = 50;
const perSecond = 100;
const atOnce = 32;

/** How a way to delete many videos did: its time as a ratio to the ideal, requests in vain, and videos left over. */
export type Bulk = { name: string; ratio: Figure; wasted: Figure; left: number };
export type BulkRun = { videos: number; idealMs: number; ways: readonly Bulk[] };

/** Deletes many videos at a server that is slow and rejects what goes beyond a rate, in each way. */
export async function measureBulk(
  effort: Effort,
  progress: Progress,
  chosen: Partial<typeof ways> = ways,
): Promise<BulkRun> {
  const rounds = effort === 'full' ? 2 : 1;
  const videos = effort === 'full' ? 2000 : 200;
  const idealMs = Math.max((videos * latencyMs) / atOnce, (videos / perSecond) * 1000);
  const results = new Map<string, (BulkResult & ServerCount)[]>();
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}, ${videos} videos`);
    for (const way of Object.keys(chosen)) {
      const done = await run(way, { latencyMs, perSecond, videos }, { videos, atOnce });
      results.set(way, [...(results.get(way) ?? []), done]);
    }
  }
  const rows = Object.entries(chosen).map(([way, name]) => {
    const runs = results.get(way) ?? [];
    return {
      name,
      ratio: figureOf(runs.map(({ wallMs }) => wallMs / idealMs)),
      wasted: figureOf(runs.map(({ rateLimited }) => rateLimited)),
      left: Math.max(...runs.map(({ failed }) => failed)),
    };
  });
  return { videos, idealMs, ways: rows };
}

async function run(
  way: string,
  setting: ServerSetting,
  order: Omit<BulkOrder, 'server'>,
): Promise<BulkResult & ServerCount> {
  const server = await startServer(setting);
  const program = startProgram('./bulk.ts', way);
  try {
    const result = await program.ask<BulkResult>({ ...order, server: server.url } satisfies BulkOrder);
    return { ...result, ...(await server.count()) };
  } finally {
    program.stop();
    server.stop();
  }
}
