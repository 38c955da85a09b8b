import type { ServerUrl } from '../deletion.ts';
import type { World } from '../manyPackages.ts';
import { startProgram } from '../program.ts';
import type { Traffic } from '../retentionServer.ts';
import type { Effort, Progress } from './rounds.ts';

/** The ways to delete by a policy, in the words of who would write them. */
export const policies = {
  monthly: 'plan and apply, `createdFrom` the last run',
  whole: 'plan and apply, from the beginning',
  naive: 'loop: list every package, delete what is old enough',
} as const satisfies Record<string, string>;

/** What to do, and where. */
export type RetentionOrder = { server: ServerUrl; world: World; atOnce: number };

/** What it took: seconds, the most memory that the process has held, and how many videos it says are deleted. */
export type RetentionCost = { seconds: number; megabytes: number; deleted: number };

/** What each way took. */
export type Retention = { packages: number; ways: readonly (RetentionCost & Traffic & { name: string })[] };

const atOnce = 32;

/** Deletes by a policy, at a server with many packages of which a month's are due. */
export async function measureRetention(effort: Effort, progress: Progress): Promise<Retention> {
  const world: World = { packages: effort === 'full' ? 100_000 : 1_000, now: Date.now() };
  const ways = [];
  for (const [way, name] of Object.entries(policies)) {
    progress(name);
    ways.push({ name, ...(await run(way, world)) });
  }
  const [first] = ways;
  // A comparison of programs that do not do the same would say nothing.
  if (ways.some((way) => way.deleted === 0 || way.deleted !== first?.deleted)) {
    throw new Error(`The ways delete different videos: ${ways.map(({ deleted }) => deleted).join(', ')}.`);
  }
  return { packages: world.packages, ways };
}

async function run(way: string, world: World): Promise<RetentionCost & Traffic> {
  const server = startProgram('./retentionServer.ts', JSON.stringify(world));
  const program = startProgram('./retention.ts', way);
  try {
    const { url } = await server.next<{ url: ServerUrl }>();
    const cost = await program.ask<RetentionCost>({ server: url, world, atOnce } satisfies RetentionOrder);
    const traffic = await server.ask<Traffic>({});
    if (traffic.deleted !== cost.deleted)
      throw new Error(`${way} says ${cost.deleted} of ${traffic.deleted} deletions.`);
    return { ...cost, ...traffic };
  } finally {
    program.stop();
    server.stop();
  }
}
