import { aPackage } from 'iinked-sign-emulator';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { aZap, connectionTo, failureOf, find_package, runStep } from './zap.ts';

const packages = [
  aPackage({ packageId: 'old', name: 'Lease Smith', state: 'executed', timeExecuted: '2026-01-05T00:00:00Z' }),
  aPackage({ packageId: 'new', name: 'Lease Jones', state: 'executed', timeExecuted: '2026-02-05T00:00:00Z' }),
  aPackage({ packageId: 'open', name: 'Lease Brown', state: 'open' }),
  aPackage({ packageId: 'sale', name: 'Sale Smith', state: 'executed', timeExecuted: '2026-03-05T00:00:00Z' }),
];

const all = { ifSeveralMatch: 'all' };

const idsOf = (output: unknown) =>
  [output].flat().map((each) => (typeof each === 'object' && each !== null && 'id' in each ? each.id : undefined));

describe('Find Package', () => {
  test.each<[object, string[]]>([
    [{ search: 'smith' }, ['sale', 'old']],
    [{ search: 'Lease*' }, ['open', 'new', 'old']],
    [{ search: ' Jones ' }, ['new']],
    [{ state: 'executed' }, ['sale', 'new', 'old']],
    [{ search: 'Lease*', state: 'executed' }, ['new', 'old']],
    [{ search: 'Lease*', state: 'rescinded' }, []],
    [{ search: 'nobody' }, []],
    [{ state: 'a state of a later release' }, []],
  ])('finds by %j, the newest first: %j', async (inputData, ids) => {
    const { run } = await aZap({ packages });
    expect(idsOf(await run(find_package, { ...inputData, ifSeveralMatch: 'all' }))).toEqual(ids);
  });

  test.each([{ search: 'Lease*' }, { state: 'executed' }, { search: 'Lease*', ifSeveralMatch: 'Stop With an Error' }])(
    'stops with an error where several match %j, and names them',
    async (inputData) => {
      const { run } = await aZap({ packages });
      const error = await failureOf(run(find_package, inputData));
      expect(error.name).toBe('AppError');
      expect(error.message).toMatch(/finds several packages, such as 'Lease \w+' \(\w+\), .*Nothing was deleted\./);
    },
  );

  test.each<[object, string[]]>([
    [{ name: 'Lease' }, ['exact']],
    [{ name: ' LEASE ' }, ['exact']],
    [{ matterNumber: '77-a' }, ['longer']],
    [{ clientNumber: '10' }, ['exact']],
    [{ name: 'Lease', clientNumber: '1042' }, []],
    [{ name: 'Lease', search: 'nobody' }, []],
    [{ name: 'Leas*' }, []],
  ])('compares %j exactly, after trimming and without case: %j', async (inputData, ids) => {
    const named = [
      aPackage({ packageId: 'longer', name: 'Lease, Queen Street', clientNumber: '1042', matterNumber: '77-A' }),
      aPackage({ packageId: 'exact', name: 'Lease', clientNumber: '10', matterNumber: '77-A1' }),
    ];
    const { run } = await aZap({ packages: named });
    expect(idsOf(await run(find_package, { ...inputData }))).toEqual(ids);
  });

  test.each(['Executed', 'EXECUTED', ' executed '])('means a state by its label, in any case: %j', async (state) => {
    const { run, emulator } = await aZap({ packages: packages.slice(0, 1) });
    expect(idsOf(await run(find_package, { state }))).toEqual(['old']);
    expect(emulator.requests).toMatchObject([{ body: { states: ['executed'] } }]);
  });

  test.each([
    ['Archived', /State names 'Archived', a state of videos/],
    ['Executd', /State names 'Executd', which nothing that was read has. Did you mean 'executed'\?/],
  ])('rejects the state %s, which finds nothing', async (state, message) => {
    const { run } = await aZap({ packages });
    expect((await failureOf(run(find_package, { state }))).message).toMatch(message);
  });

  test('gives the name and the other fields of a package to the next steps', async () => {
    const { run } = await aZap({ packages });
    expect(await run(find_package, { search: 'Jones' })).toMatchObject([
      { id: 'new', packageId: 'new', name: 'Lease Jones', state: 'executed', timeExecuted: '2026-02-05T00:00:00Z' },
    ]);
  });

  test.each([
    [{}, ['mine']],
    [{ allMembers: 'no' }, ['mine']],
    [{ allMembers: 'yes' }, ['mine', 'theirs']],
  ])('with %o, finds %j', async (inputData, ids) => {
    const owned = ['mine', 'theirs'].map((packageId) => aPackage({ packageId, memberId: packageId }));
    const { run } = await aZap({ packages: owned, memberId: 'mine' });
    expect(
      idsOf(await run(find_package, { state: 'executed', ifSeveralMatch: 'all', ...inputData })).toSorted(),
    ).toEqual(ids);
  });

  test('follows what arrives from an API that gives 25 at a time, up to as many as Looping by Zapier takes', async () => {
    const { url, received } = await serve((response, request, number) => {
      const { skip }: { skip: number } = JSON.parse(request.body);
      const items = Array.from({ length: 25 }, (_, at) => ({ packageId: `p-${skip + at}` }));
      json({ items, total: 10_000, take: 25, skip })(response, request, number);
    });
    const found = idsOf(await runStep(find_package, connectionTo(url), { state: 'open', ...all, limit: '500' }));
    expect(new Set(found).size).toBe(500);
    expect(received).toHaveLength(21);
  });

  test.each<[Record<string, unknown>, Record<string, string>, RegExp]>([
    [{}, {}, /Search Text, Name, Matter Number, Client Number, State or Older Than must be given/],
    [
      { search: '', state: '' },
      { search: '', state: '' },
      /Search Text, Name, Matter Number, Client Number, State or Older Than must be given/,
    ],
    [{ search: '' }, { search: '{{1__name}}' }, /Search Text must be text/],
    [{ state: 'executed' }, { state: 'executed', search: '{{1__name}}' }, /Search Text must be text/],
    [{ search: 'Lease', state: ' ' }, {}, /State must be text/],
    [{ search: '{{1__name}}' }, {}, /Search Text must be text/],
    [{ search: ['Lease'] }, {}, /Search Text must be text/],
    [{ search: 'Lease', allMembers: 'maybe' }, {}, /All Members must be Yes or No/],
    [
      { search: 'Lease', ifSeveralMatch: 'first' },
      {},
      /If Several Match must be one of Stop With an Error, Return All/,
    ],
    [{ search: 'Lease', limit: '0' }, {}, /Limit must be a whole number above 0/],
    [{ search: 'Lease', limit: '501' }, {}, /Limit must be at most 500/],
    [{ olderThan: '10' }, {}, /Unit must be one of Days, Months, Years/],
    [{ olderThan: '0', olderThanUnit: 'years' }, {}, /Older Than must be a whole number above 0/],
    [{ name: '' }, { name: '{{1__name}}' }, /Name must be text/],
    [{ name: '*' }, { name: '*' }, /Name is '\*', which has no letter and no digit/],
    [{ name: '-', search: 'Lease' }, { name: '{{1__name}}', search: 'Lease' }, /Name is only '-'/],
  ])('refuses %j, which comes from %j, and sends nothing', async (inputData, inputDataRaw, message) => {
    const { run, emulator } = await aZap({ packages });
    const error = await failureOf(run(find_package, inputData, { inputDataRaw }));
    expect(error.message).toMatch(message);
    expect(error.message).toContain('Nothing was sent and nothing was deleted.');
    expect(emulator.requests).toEqual([]);
  });
});
