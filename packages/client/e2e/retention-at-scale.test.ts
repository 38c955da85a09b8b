import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createClient } from 'iinked-sign';
import { applyPlan, auditPlan, type DeletionPlan, type DeletionRules, planDeletion } from 'iinked-sign/retention';
import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { run } from 'iinked-sign-testing/processes';
import { json, serve } from 'iinked-sign-testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import type { Order, Outcome } from './applyPlan.ts';

const program = fileURLToPath(new URL('applyPlan.ts', import.meta.url));
const rules = {
  packages: { states: ['executed'] },
  olderThan: { years: 1 },
  limits: { videos: 200_000 },
} satisfies DeletionRules;

async function planned(
  packages: number,
  videosEach: number,
  onDeletion: (emulator: Emulator) => void = () => undefined,
) {
  const old = (id: string) => aVideo({ meetingVideoId: id, timeCreated: '2020-05-01T10:00:00.000Z', size: 1000 });
  const emulator: Emulator = await startEmulator({
    maxRequests: 1_000_000,
    packages: Array.from({ length: packages }, (_, place) =>
      aPackage({
        packageId: `p${place}`,
        timeCreated: '2020-04-01T10:00:00.000Z',
        videos: [
          ...Array.from({ length: videosEach }, (_each, index) => old(`p${place}-v${index}`)),
          aVideo({ meetingVideoId: `p${place}-kept`, timeCreated: new Date().toISOString() }),
        ],
      }),
    ),
    onRequest: ({ operationId }) => {
      if (operationId === 'deleteVideos') onDeletion(emulator);
    },
  });
  onTestFinished(() => emulator.close());
  const folder = await mkdtemp(join(tmpdir(), 'retention-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
  const plan = await planDeletion(client, rules, { atOnce: 8 });
  const file = join(folder, 'plan.json');
  await writeFile(file, JSON.stringify(plan));
  const order: Order = { step: 'apply', rules, apiKey: emulator.apiKey, server: emulator.url, file, atOnce: 8 };
  return { emulator, client, plan, order };
}

/** Every request that deletes names one video of the plan, and every planned video is deleted, and no other. */
function assertDone({ requests, packages }: Emulator, plan: DeletionPlan): void {
  const planned = new Set(plan.delete.map(({ meetingVideoId }) => meetingVideoId));
  for (const { operationId, body } of requests) {
    if (operationId !== 'deleteVideos') continue;
    const named: unknown = Reflect.get(Object(body), 'meetingVideoId');
    expect(typeof named === 'string' && planned.has(named)).toBe(true);
  }
  const left = packages.flatMap(({ videos }) => videos.filter(({ state }) => state !== 'deleted'));
  expect(left.map(({ meetingVideoId }) => meetingVideoId)).toEqual(
    packages.map(({ packageId }) => `${packageId}-kept`),
  );
}

test('an apply that is killed at ten random moments goes on each time, and loses nothing', async () => {
  const moments = fc.uniqueArray(fc.integer({ min: 1, max: 1999 }), { minLength: 10, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(moments, async (drawn) => {
      const kills = drawn.sort((one, other) => one - other);
      let deletions = 0;
      let kill = () => {};
      const { emulator, client, plan, order } = await planned(100, 20, () => {
        if (++deletions === kills[0]) {
          kills.shift();
          kill();
        }
      });
      let killed = 0;
      for (let isDone = false; !isDone; ) {
        const controller = new AbortController();
        kill = () => controller.abort();
        isDone = await run(process.execPath, [program], {
          input: JSON.stringify(order),
          signal: controller.signal,
        }).then(
          () => true,
          (error: unknown) => {
            if (!controller.signal.aborted) throw error;
            killed += 1;
            return false;
          },
        );
      }
      expect(killed).toBe(10);
      assertDone(emulator, plan);
      const receipt = await auditPlan(client, plan);
      expect(receipt).toMatchObject({ complete: true, unplanned: [], totals: { planned: 2000, deleted: 2000 } });
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

// Without a limit, V8 lets garbage grow as long as the machine has memory. What is measured is what an apply needs.
const littleMemory = ['--max-old-space-size=100', '--max-semi-space-size=2'];

test('10 000 packages with three videos each are applied in 300 MB of memory', async () => {
  const { emulator, plan, order } = await planned(10_000, 3);
  const input = JSON.stringify(order);
  const output = await run(process.execPath, [...littleMemory, program], { input, timeoutMs: 5 * 60_000 });
  const { totals, maxRss }: Outcome = JSON.parse(output);
  expect(totals.deleted).toBe(30_000);
  assertDone(emulator, plan);
  expect(maxRss / 1024).toBeLessThan(300);
}, 600_000);

/**
 * A library: so many packages, of which every hundredth is old and has three videos, while at most this many are. It is a
 * server of its own, for an emulator of a million packages takes more memory than what is measured.
 */
async function library(packages: number, old: number) {
  const isOld = (place: number) => place % 100 === 0 && place / 100 < old;
  const idOf = (place: number) => `package-${String(place).padStart(7, '0')}-4af7-8c2e-dc992662621c`;
  const timeCreated = (place: number) => (isOld(place) ? '2020-04-01T10:00:00.000Z' : new Date().toISOString());
  const common = { state: 'executed', type: 'concurrent', isExecuted: true, matterNumber: '2019-0417' };
  const item = (place: number) => ({
    packageId: idOf(place),
    name: 'Lease',
    timeCreated: timeCreated(place),
    ...common,
  });
  const deleted = new Set<string>();
  const video = (meetingVideoId: string) => ({
    meetingVideoId,
    timeCreated: '2020-05-01T10:00:00.000Z',
    timeRetention: null,
    duration: 'PT5M12S',
    size: 4_402_007,
    state: deleted.has(meetingVideoId) ? 'deleted' : 'archived',
  });
  const videosOf = (packageId: string) => ['a', 'b', 'c'].map((end) => video(`${packageId}-${end}`));
  const count = { pages: 0, lists: 0, details: 0, deletions: 0 };
  const { url } = await serve((response, request, number) => {
    const { path, body } = request;
    const [, packageId = '', end] = /\/packages\/([^/]+)(.*)$/.exec(path) ?? [];
    if (packageId === 'list') {
      count.pages += 1;
      const { take, skip }: { take: number; skip: number } = JSON.parse(body);
      const items = Array.from({ length: Math.max(0, Math.min(take, packages - skip)) }, (_, index) =>
        item(skip + index),
      );
      return json({ items, total: packages, take, skip })(response, request, number);
    }
    if (end === '') {
      count.details += 1;
      return json(item(Number(packageId.slice(8, 15))))(response, request, number);
    }
    if (end === '/videos') {
      count.lists += 1;
      return json({ packageId, videos: videosOf(packageId) })(response, request, number);
    }
    count.deletions += 1;
    const { meetingVideoId }: { meetingVideoId: string } = JSON.parse(body);
    deleted.add(meetingVideoId);
    return json({ packageId, videos: [video(meetingVideoId)] })(response, request, number);
  });
  const folder = await mkdtemp(join(tmpdir(), 'retention-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const order = { apiKey: 'key', server: url, file: join(folder, 'plan.json'), atOnce: 8, rules };
  async function done(step: Order['step']): Promise<Outcome & { requests: number; seconds: number }> {
    Object.assign(count, { pages: 0, lists: 0, details: 0, deletions: 0 });
    const began = performance.now();
    const input = JSON.stringify({ ...order, step } satisfies Order);
    const output = await run(process.execPath, [...littleMemory, program], { input, timeoutMs: 9 * 60_000 });
    const requests = Object.values(count).reduce((sum, each) => sum + each);
    const seconds = (performance.now() - began) / 1000;
    const outcome: Outcome = JSON.parse(output);
    const megabytes = `${(outcome.maxRss / 1024).toFixed(0)} MB of memory, a document of ${outcome.bytes} bytes`;
    console.log(`${step} of ${packages} packages: ${requests} requests, ${megabytes}, ${seconds.toFixed(1)} s`);
    return { ...outcome, requests, seconds };
  }
  return { done, count };
}

test.each([
  [100_000, 2000],
  [1_000_000, 20_000],
])(
  'of %i packages, the young cost pages, and the 1 000 old ones a list and Get Package each',
  async (packages, pages) => {
    const { done, count } = await library(packages, 1000);
    const plan = await done('plan');
    expect(plan.totals).toMatchObject({ packages: 1000, skipped: packages - 1000, delete: 3000 });
    expect(count).toEqual({ pages, lists: 1000, details: 1000, deletions: 0 });
    expect(plan.bytes).toBeLessThan(2_000_000);
    const apply = await done('apply');
    expect(apply.totals).toMatchObject({ deleted: 3000 });
    expect(count).toEqual({ pages: 0, lists: 1000, details: 1000, deletions: 3000 });
    const audit = await done('audit');
    expect(audit.totals).toMatchObject({ deleted: 3000, missing: 0, overdue: 0 });
    expect(count).toEqual({ pages: 0, lists: 1000, details: 0, deletions: 0 });
    for (const { maxRss } of [plan, apply, audit]) expect(maxRss / 1024).toBeLessThan(250);
  },
  1_200_000,
);

test('a plan of 30 000 videos is sealed and checked in a few times what its JSON takes', async () => {
  const { client, plan } = await planned(30, 1000);
  expect(plan.totals.delete).toBe(30_000);
  const [checked, written] = await costs(
    // Refused for its age, which is looked at last.
    () => expect(applyPlan(client, plan, { maxAgeHours: 1e-9 })).rejects.toMatchObject({ reason: 'age' }),
    async () => JSON.parse(JSON.stringify(plan)),
  );
  console.log(`${checked.toFixed(0)} ms; its JSON written and read: ${written.toFixed(0)} ms`);
  expect(checked / written).toBeLessThan(10);
});

/** What two steps take of the processor, in milliseconds: each in turn, the least of nine rounds. */
async function costs(...steps: [() => Promise<unknown>, () => Promise<unknown>]): Promise<[number, number]> {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 9; round++) {
    for (const [index, step] of steps.entries()) {
      const began = process.cpuUsage();
      await step();
      const { user, system } = process.cpuUsage(began);
      const place = index === 0 ? 0 : 1;
      least[place] = Math.min(least[place], (user + system) / 1000);
    }
  }
  return least;
}
