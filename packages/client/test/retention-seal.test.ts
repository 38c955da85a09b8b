import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClientOn, PlanRefusedError } from '../src/index.ts';
import { applyPlan, auditPlan, type DeletionPlan, type PlanRefusal, planDeletion } from '../src/retention.ts';
import { rejection, sendWithFetch, untyped } from './fixtures.ts';
import { changes, type Json, placesIn, sorted, withChange } from './json.ts';
import { anOldVideo, aPackage, rules, type Scene, scene } from './retention-fixtures.ts';

const packages = [
  aPackage({
    packageId: 'p1',
    name: 'Lease \uD800',
    videos: [
      anOldVideo('a', { timeRetention: '2021-01-01T00:00:00Z' }),
      anOldVideo('b', { size: null, duration: null }),
      anOldVideo('young', { timeCreated: new Date().toISOString() }),
      anOldVideo('gone', { state: 'deleted' }),
    ],
  }),
  aPackage({ packageId: 'p2', name: null, videos: [anOldVideo('c'), anOldVideo('queued', { state: 'queued' })] }),
];
const given = {
  ...rules,
  hold: { packageIds: ['x'], meetingVideoIds: ['y', 'z'], unmatched: 'report' as const },
  limits: { videos: 9, share: 1 },
};

async function planned(): Promise<Scene & { plan: DeletionPlan }> {
  const made = await scene(packages);
  const plan = await planDeletion(made.client, given);
  made.requests();
  return { ...made, plan };
}

/** Refused before a request, by apply and by audit. */
async function refusal({ client, requests }: Scene, plan: unknown): Promise<string> {
  const [applied, audited] = [
    await rejection(applyPlan(client, untyped(plan))),
    await rejection(auditPlan(client, untyped(plan))),
  ];
  expect(applied).toEqual(audited);
  expect(requests()).toEqual([]);
  return reasonOf(applied);
}

/** The reason of a refusal, which says what is wrong, what to do, and that nothing was deleted. */
function reasonOf(error: unknown): string {
  if (!(error instanceof PlanRefusedError)) throw error;
  expect(error).toMatchObject({ mayHaveDeleted: false, message: expect.stringMatching(says[error.reason] ?? /^$/) });
  expect(error.message).toMatch(/Nothing was deleted\.$/);
  return error.reason;
}

const says: Partial<Record<PlanRefusal, RegExp>> = {
  limit: /the limit is/,
  format: /^This is not a deletion plan, or not a whole one\. /,
  key: /^Another key sealed this deletion plan\. Use the key that it was made with/,
  seal: /^This deletion plan was changed after it was sealed\. Make a new plan\./,
  server: /^This plan is for http.*, but the client calls http/,
  age: /(older than [\d.]+ hours\. M|dated in the future\. Set the clock, or m)ake a new plan\./,
  clock: /at most an hour from this machine's clock.* Set the clock;/,
};

describe('the seal', () => {
  test('breaks with any change that shows in the JSON of a plan', async () => {
    const made = await planned();
    const json: Json = JSON.parse(JSON.stringify(made.plan));
    const text = JSON.stringify(sorted(json));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(json)), changes, async (place, change) => {
        const changed = withChange(json, place, change) ?? null;
        fc.pre(JSON.stringify(sorted(changed)) !== text);
        expect(['format', 'key', 'seal']).toContain(await refusal(made, changed));
      }),
      { numRuns: 2000 },
    );
  });

  test('holds when fields are in another order, and spaces between them', async () => {
    const { client, plan } = await planned();
    const reordered: DeletionPlan = JSON.parse(JSON.stringify(sorted(JSON.parse(JSON.stringify(plan))), null, 3));
    expect(Object.keys(reordered)).not.toEqual(Object.keys(plan));
    expect((await auditPlan(client, reordered)).planId).toBe(plan.id);
    expect((await applyPlan(client, reordered)).totals.deleted).toBe(3);
  });

  test('survives half a character in a name', async () => {
    const { client, plan } = await planned();
    const inAFile = new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(plan)));
    expect(plan.delete[0]?.packageName).toBe('Lease \uFFFD');
    expect((await auditPlan(client, JSON.parse(inAFile))).planId).toBe(plan.id);
  });

  test('is not fooled by an object that reads differently from its JSON', async () => {
    const made = await planned();
    const { plan } = made;
    const other = { ...plan, delete: [...plan.delete, { ...plan.delete[0], meetingVideoId: 'queued' }] };
    expect(await refusal(made, { ...plan, toJSON: () => other })).toBe('seal');
    const honest = { ...other, toJSON: () => plan };
    expect((await applyPlan(made.client, untyped(honest))).videos).toHaveLength(3);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'plan'],
    ['an array', []],
    ['an empty object', {}],
    ['something without JSON', 7n],
  ])('%s is no plan', async (_, value) => {
    expect(await refusal(await planned(), value)).toBe('format');
  });

  test('tells another key from an altered plan', async () => {
    const made = await planned();
    const { plan, emulator } = made;
    const client = createClientOn(
      { send: sendWithFetch, wait: () => new Promise(() => undefined) },
      { apiKey: 'another', server: emulator.url },
    );
    expect(await refusal({ ...made, client }, plan)).toBe('key');
    expect(await refusal(made, { ...plan, delete: [] })).toBe('seal');
  });

  test('can be made with a key of its own, for whoever has that key', async () => {
    const { client, clientWith } = await scene(packages);
    const plan = await planDeletion(client, given, { sealKey: 'company key of 16 or more' });
    expect(await rejection(applyPlan(client, plan))).toMatchObject({ reason: 'key' });
    expect(await rejection(applyPlan(client, plan, { sealKey: 'Company key of 16 or more' }))).toMatchObject({
      reason: 'key',
    });
    expect((await auditPlan(clientWith({}), plan, { sealKey: 'company key of 16 or more' })).planId).toBe(plan.id);
    expect((await applyPlan(client, plan, { sealKey: 'company key of 16 or more' })).totals.deleted).toBe(3);
  });

  test.each([undefined, 'company key of 16 or more'])(
    'is what another implementation makes of the same key: %s',
    async (sealKey) => {
      const { client, emulator } = await scene(packages);
      const { seal, ...rest } = await planDeletion(client, given, sealKey === undefined ? {} : { sealKey });
      const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);
      const key = hmac(sealKey ?? emulator.apiKey, 'iinked-sign deletion plan').digest();
      expect(rest.keyId).toBe(hmac(key, 'iinked-sign key id').digest('hex').slice(0, 16));
      expect(seal).toBe(hmac(key, JSON.stringify(rest)).digest('hex'));
    },
  );

  test.each(['fifteen letters', ` ${'-'.repeat(15)} `, '', 7])(
    'is not made with a key that can be guessed: %j',
    async (sealKey) => {
      const { client } = await scene(packages);
      const error = await rejection(planDeletion(client, given, untyped({ sealKey })));
      expect(error).toMatchObject({ field: 'sealKey' });
    },
  );

  test('is for one server', async () => {
    const [made, { emulator }] = [await planned(), await scene(packages)];
    const client = made.clientWith({ server: emulator.url });
    expect(await refusal({ ...made, client }, made.plan)).toBe('server');
  });
});

describe('the age of a plan', () => {
  const hour = 3_600_000;

  /** Applies a plan at another time, by the machine's clock; nothing is asked of the server that is off by as much. */
  async function appliedAfter(milliseconds: number, options = {}): Promise<unknown> {
    const { emulator, client } = await scene([]);
    const plan = await planDeletion(client, rules);
    const later = createClientOn(
      {
        send: sendWithFetch,
        wait: () => new Promise(() => undefined),
        now: () => Date.parse(plan.createdAt) + milliseconds,
      },
      { apiKey: emulator.apiKey, server: emulator.url },
    );
    return applyPlan(later, plan, options).catch((error: unknown) => error);
  }

  test.each([
    [168 * hour, {}, undefined],
    [168 * hour + 1, {}, 'age'],
    [168 * hour + 1, { maxAgeHours: 169 }, undefined],
    [hour / 2, { maxAgeHours: 0.5 }, undefined],
    [hour / 2 + 1, { maxAgeHours: 0.5 }, 'age'],
    [-hour, {}, undefined],
    [-hour - 1, {}, 'age'],
  ])('of %i ms, with %j: %s', async (milliseconds, options, reason) => {
    const result = await appliedAfter(milliseconds, options);
    if (reason === undefined) expect(result).toMatchObject({ format: 'iinked-sign/apply-report/2' });
    else expect(reasonOf(result)).toBe(reason);
  });

  test("a plan is refused before it deletes, where this machine's clock and the server's differ", async () => {
    const { emulator, client, deletions } = await scene(
      ['a', 'b'].map((id) => aPackage({ packageId: `package-${id}`, videos: [anOldVideo(id)] })),
    );
    const plan = await planDeletion(client, rules);
    const wrong = createClientOn(
      { send: sendWithFetch, wait: () => new Promise(() => undefined), now: () => Date.now() + hour + 60_000 },
      { apiKey: emulator.apiKey, server: emulator.url },
    );
    expect(reasonOf(await rejection(applyPlan(wrong, plan)))).toBe('clock');
    // A package that is gone by now tells no time; the next one does.
    emulator.failNext({ on: 'listVideos', status: 404 });
    expect(reasonOf(await rejection(applyPlan(wrong, plan)))).toBe('clock');
    expect(deletions()).toEqual([]);
  });
});
