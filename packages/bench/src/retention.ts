// A program of its own: deletes what a retention policy wants deleted, in one way, and tells what it took.
import { createClient } from 'iinked-sign';
import { applyPlan, planDeletion } from 'iinked-sign/retention';
import pLimit from 'p-limit';
import { apiKey } from './deletion.ts';
import { finishedUntil, type World, yearsToKeep } from './manyPackages.ts';
import type { policies, RetentionCost, RetentionOrder } from './measures/retention.ts';

type Program = (order: RetentionOrder) => Promise<number>;

function planned(createdFrom: (world: World) => { createdFrom?: string }): Program {
  return async ({ server, world, atOnce }) => {
    const client = createClient({ apiKey, server });
    const packages = { states: ['executed'], ...createdFrom(world) };
    const rules = { packages, olderThan: { years: yearsToKeep }, limits: { videos: world.packages } };
    const plan = await planDeletion(client, rules, { atOnce });
    const { totals } = await applyPlan(client, plan, { atOnce });
    return totals.deleted;
  };
}

/** What one would write first: reads all packages, lists each, and deletes what is old enough. */
const naive: Program = async ({ server, world, atOnce }) => {
  const call = async <Json>(path: string, body?: object): Promise<Json> => {
    const headers = { api_key: apiKey, 'content-type': 'application/json' };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(`${server}${path}`, init);
    if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
    return response.json() as Promise<Json>;
  };
  type Page = { items: { packageId: string }[]; total: number };
  type List = { videos: { meetingVideoId: string; timeCreated: string; state: string }[] };
  const cutoff = new Date(world.now);
  cutoff.setUTCFullYear(cutoff.getUTCFullYear() - yearsToKeep);
  cutoff.setUTCHours(0, 0, 0, 0);
  const packageIds: string[] = [];
  for (let total = 1; packageIds.length < total; ) {
    const page = await call<Page>('/packages/list', { states: ['executed'], take: 50, skip: packageIds.length });
    packageIds.push(...page.items.map(({ packageId }) => packageId));
    total = page.total;
  }
  let deleted = 0;
  const limit = pLimit(atOnce);
  const work = packageIds.map((packageId) =>
    limit(async () => {
      const { videos } = await call<List>(`/packages/${packageId}/videos`);
      for (const { meetingVideoId, timeCreated, state } of videos) {
        if (state !== 'archived' || new Date(timeCreated) >= cutoff) continue;
        await call(`/packages/${packageId}/videos/delete`, { packageId, meetingVideoId });
        deleted += 1;
      }
    }),
  );
  await Promise.all(work);
  return deleted;
};

const programs: Record<string, Program> = {
  monthly: planned((world) => ({ createdFrom: finishedUntil(world).toISOString().slice(0, 10) })),
  whole: planned(() => ({})),
  naive,
} satisfies Record<keyof typeof policies, Program>;

process.on('message', async (order: RetentionOrder) => {
  const [, , name = ''] = process.argv;
  const program = programs[name];
  if (!program) throw new Error(`There is no way '${name}' to delete by a policy.`);
  const began = performance.now();
  const deleted = await program(order);
  const seconds = (performance.now() - began) / 1000;
  process.send?.({ seconds, megabytes: process.resourceUsage().maxRSS / 1000, deleted } satisfies RetentionCost);
});
