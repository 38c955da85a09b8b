import { aPackage } from 'iinked-sign-emulator';
import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { aZap, connectionTo, failureOf, find_package, runStep } from './zap.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
const tenYears = { olderThan: '10', olderThanUnit: 'years', ifSeveralMatch: 'all' };

/** So many packages, the first of which are the newest. Each is a week older than the one before. */
const aLibrary = (count: number, daysOfNewest = 0) =>
  Array.from({ length: count }, (_, at) => ({
    packageId: `p-${at}`,
    timeCreated: ago(daysOfNewest + at * 7),
    timeExecuted: ago(daysOfNewest + at * 7),
    isExecuted: true,
  }));

const idsOf = (output: unknown) =>
  [output].flat().map((each) => (typeof each === 'object' && each !== null && 'id' in each ? each.id : undefined));

/** An API that gives fewer packages at a time than it is asked for, of a library that changes between two pages. */
function aChangingApi(library: { packageId: string }[], change: (page: number) => void, most = 50): Handler {
  return (response, request, number) => {
    const { take, skip }: { take: number; skip: number } = JSON.parse(request.body);
    const items = library.slice(skip, skip + Math.min(take, most));
    json({ items, total: library.length, take, skip })(response, request, number);
    change(number);
  };
}

describe('Find Package with Older Than', () => {
  test('finds the oldest of many, the oldest first, and reads no page of the younger ones', async () => {
    const packages = aLibrary(620).map((item) => aPackage({ ...item, videos: [] }));
    const { run, emulator } = await aZap({ packages });
    const old = packages.filter(({ timeCreated }) => `${timeCreated}` < ago(3653)).map(({ packageId }) => packageId);
    const found = await run(find_package, { ...tenYears, state: 'executed', limit: '500' });
    expect(old.length).toBeGreaterThan(90);
    expect(idsOf(found)).toEqual(old.toReversed());
    expect([found].flat()[0]).toMatchObject({ total: 620, someLeftOut: false });
    expect(emulator.requests.length).toBeLessThan(5);
  });

  test('gives ten unless told otherwise, and says that some are left out', async () => {
    const { run } = await aZap({ packages: aLibrary(620).map((item) => aPackage({ ...item, videos: [] })) });
    const found = [await run(find_package, tenYears)].flat();
    expect(idsOf(found)).toEqual(Array.from({ length: 10 }, (_, at) => `p-${619 - at}`));
    expect(found[0]).toMatchObject({ total: 620, someLeftOut: true });
  });

  test('counts from the execution where that is chosen', async () => {
    const packages = [
      aPackage({ packageId: 'both', timeCreated: ago(100), timeExecuted: ago(95) }),
      aPackage({ packageId: 'late', timeCreated: ago(100), timeExecuted: ago(80) }),
      aPackage({ packageId: 'never', timeCreated: ago(100), timeExecuted: null }),
      aPackage({ packageId: 'undated', timeCreated: null, timeExecuted: ago(95) }),
    ];
    const { run } = await aZap({ packages });
    const age = { olderThan: '90', olderThanUnit: 'days', ifSeveralMatch: 'all' };
    expect(idsOf(await run(find_package, { ...age, countedFrom: 'Execution' }))).toEqual(['both']);
    expect(idsOf(await run(find_package, age)).toSorted()).toEqual(['both', 'late', 'never']);
  });

  test('finds all where the API gives fewer at a time than it is asked for', async () => {
    const library = aLibrary(95, 4000);
    const { url } = await serve(aChangingApi(library, () => undefined, 20));
    const found = idsOf(await runStep(find_package, connectionTo(url), { ...tenYears, limit: '500' }));
    expect(new Set(found).size).toBe(95);
  });

  test('finds all where packages are added or leave between two pages', async () => {
    const library = aLibrary(130, 4000);
    const wanted = library.map(({ packageId }) => packageId).slice(0, 100);
    const change = (page: number) => {
      if (page === 2) library.unshift(...aLibrary(5).map((item) => ({ ...item, packageId: `new-${item.packageId}` })));
      if (page === 4) library.splice(-10);
    };
    const { url } = await serve(aChangingApi(library, change));
    const found = idsOf(await runStep(find_package, connectionTo(url), { ...tenYears, limit: '500' }));
    expect(found).toEqual(expect.arrayContaining(wanted));
  });

  test('reads on where the API does not sort', async () => {
    const library = [...aLibrary(60, 4000), ...aLibrary(60)].map((item, at) => ({ ...item, packageId: `p-${at}` }));
    const { url } = await serve(aChangingApi(library.toReversed(), () => undefined));
    const found = idsOf(await runStep(find_package, connectionTo(url), { ...tenYears, limit: '500' }));
    expect(found).toHaveLength(60);
  });

  test('stops with an error where several are old enough and only one may be', async () => {
    const { run } = await aZap({ packages: aLibrary(3, 4000).map((item) => aPackage({ ...item, videos: [] })) });
    const { ifSeveralMatch: _, ...age } = tenYears;
    expect((await failureOf(run(find_package, age))).message).toContain('finds several packages');
  });

  test('finds nothing in an empty library', async () => {
    const { run } = await aZap({ packages: [] });
    expect(await run(find_package, tenYears)).toEqual([]);
  });

  test('fails where a page is empty though more packages match: it would miss some', async () => {
    const { url } = await serve(json({ items: [], total: 5, take: 50, skip: 0 }));
    const error = await failureOf(runStep(find_package, connectionTo(url), tenYears));
    expect(error.message).toContain('is empty, though more packages match');
  });
});
