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
    expect(idsOf(await run(find_package, { ...inputData }))).toEqual(ids);
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
    expect(idsOf(await run(find_package, { state: 'executed', ...inputData })).toSorted()).toEqual(ids);
  });

  test('follows what arrives from an API that gives 25 at a time, up to as many as Looping by Zapier takes', async () => {
    const { url, received } = await serve((response, request, number) => {
      const { skip }: { skip: number } = JSON.parse(request.body);
      const items = Array.from({ length: 25 }, (_, at) => ({ packageId: `p-${skip + at}` }));
      json({ items, total: 10_000, take: 25, skip })(response, request, number);
    });
    const found = idsOf(await runStep(find_package, connectionTo(url), { state: 'open' }));
    expect(new Set(found).size).toBe(500);
    expect(received).toHaveLength(20);
  });

  test.each<[Record<string, unknown>, Record<string, string>, RegExp]>([
    [{}, {}, /Search Text or State must be given/],
    [{ search: '', state: '' }, { search: '', state: '' }, /Search Text or State must be given/],
    [{ search: '' }, { search: '{{1__name}}' }, /Search Text must be text/],
    [{ state: 'executed' }, { state: 'executed', search: '{{1__name}}' }, /Search Text must be text/],
    [{ search: 'Lease', state: ' ' }, {}, /State must be text/],
    [{ search: '{{1__name}}' }, {}, /Search Text must be text/],
    [{ search: ['Lease'] }, {}, /Search Text must be text/],
    [{ search: 'Lease', allMembers: 'maybe' }, {}, /All Members must be Yes or No/],
  ])('refuses %j, which comes from %j, and sends nothing', async (inputData, inputDataRaw, message) => {
    const { run, emulator } = await aZap({ packages });
    const error = await failureOf(run(find_package, inputData, { inputDataRaw }));
    expect(error.message).toMatch(message);
    expect(error.message).toContain('Nothing was sent and nothing was deleted.');
    expect(emulator.requests).toEqual([]);
  });
});
