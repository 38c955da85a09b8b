import fc from 'fast-check';
import { json, serve } from 'iinked-sign-testing/servers';
import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { applyPlan, planDeletion } from '../src/retention.ts';
import { clientOf } from './answeringApi.ts';
import { apiKey, untyped } from './fixtures.ts';
import { anOldVideo, rules } from './retention-fixtures.ts';

test('any fields of a query, in any order, say which packages a plan and its apply are about', async () => {
  const fields = {
    memberId: 'm',
    teamId: 't',
    folderId: 'f',
    search: 'Lease*',
    types: ['concurrent'],
    states: ['executed'],
    isExecuted: true,
    days: 7,
  };
  const video = anOldVideo('v');
  const { url, received } = await serve((response, request, number) => {
    const page = { items: [{ packageId: 'p' }], total: 1, take: 50, skip: 0 };
    const videos = request.path.endsWith('/delete') ? [{ ...video, state: 'deleted' }] : [video];
    json(request.path.endsWith('/list') ? page : { packageId: 'p', videos })(response, request, number);
  });
  const client = createClient({ apiKey, server: url });
  const entries: [string, unknown][] = [...Object.entries(fields), ['allMembers', true]];
  const queries = fc
    .shuffledSubarray(entries, { minLength: 1 })
    .map((chosen) => Object.fromEntries(chosen))
    .filter((query) => Object.keys(query).some((field) => field in fields));
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      received.length = 0;
      const plan = await planDeletion(client, { ...rules, packages: untyped(query) });
      const { totals } = await applyPlan(client, plan);
      expect(totals).toMatchObject({ planned: 1, deleted: 1 });
      const asked = received.filter(({ path }) => path.endsWith('/list')).map(({ body }) => JSON.parse(body));
      for (const each of asked) expect(each).toEqual({ ...query, take: 50, skip: 0 });
    }),
    { numRuns: 50 },
  );
});

test.each([
  [3, false],
  [4, true],
])(
  'where packages go away %i times while the third page is read, that a plan may be incomplete is %j',
  async (times, mayBe) => {
    let gone = 0;
    const { client } = clientOf({
      page({ skip }) {
        if (skip === 100 && gone < times) gone += 1;
        const items = Array.from({ length: 50 }, (_, place) => ({
          packageId: `p${Number(skip) + place}`,
          timeCreated: new Date().toISOString(),
        }));
        return [200, { items, total: 200 - gone, take: 50, skip }];
      },
    });
    expect((await planDeletion(client, rules)).mayBeIncomplete).toBe(mayBe);
  },
);
