import { aPackage } from 'iinked-sign-emulator';
import { inTurn, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { aZap, connectionTo, failureOf, new_package, runStep } from './zap.ts';

/** Starts a Zap as Zapier does: what the first poll finds is known, and later each id starts the Zap once. */
async function aZapThatStarts(inputData: Record<string, unknown>, options: Parameters<typeof aZap>[0] = {}) {
  const zap = await aZap(options);
  const known = new Set<unknown>();
  const poll = async () => {
    const output = [await zap.run(new_package, inputData)].flat();
    const ids = output.map((each) => (typeof each === 'object' && each !== null && 'id' in each ? each.id : undefined));
    const started = ids.filter((id) => !known.has(id));
    for (const id of ids) known.add(id);
    return started;
  };
  await poll();
  return { ...zap, poll };
}

describe('New Package', () => {
  test('starts a Zap once for each package that is created', async () => {
    const { poll, emulator } = await aZapThatStarts({}, { packages: [aPackage()] });
    emulator.seed([aPackage({ packageId: 'created', state: 'draft' })]);
    expect(await poll()).toEqual(['created']);
    emulator.seed([aPackage({ packageId: 'created', state: 'executed' })]);
    expect(await poll()).toEqual([]);
  });

  test('starts a Zap when a package is executed, also one that was created long ago and is on a late page', async () => {
    const others = Array.from({ length: 130 }, (_, number) => aPackage({ packageId: `p-${number}` }));
    const waiting = { packageId: 'waiting', timeCreated: '2020-01-01T00:00:00Z' };
    const packages = [...others, aPackage({ ...waiting, state: 'open' })];
    const { poll, emulator } = await aZapThatStarts({ state: 'executed' }, { packages });
    expect(await poll()).toEqual([]);
    emulator.seed([aPackage({ ...waiting, state: 'executed', timeExecuted: '2026-11-20T00:00:00Z' })]);
    expect(await poll()).toEqual(['waiting']);
    expect(await poll()).toEqual([]);
    const body = { states: ['executed'], sortBy: 'created', take: 50 };
    expect(emulator.requests.every((request) => expect.objectContaining(body).asymmetricMatch(request.body))).toBe(
      true,
    );
  });

  test('starts no Zap for an old package when newer ones disappear', async () => {
    const packages = Array.from({ length: 130 }, (_, number) => aPackage({ packageId: `p-${number}` }));
    const { poll, emulator } = await aZapThatStarts({ state: 'executed' }, { packages });
    for (const each of emulator.packages.slice(0, 100)) each.state = 'rescinded';
    expect(await poll()).toEqual([]);
  });

  test('gives the newest first, by when they were executed, each with the fields of a package', async () => {
    const at = (packageId: string, timeCreated: string, timeExecuted: string | null) =>
      aPackage({ packageId, timeCreated, timeExecuted });
    const { run } = await aZap({
      packages: [
        at('a', '2026-01-01T00:00:00Z', '2026-05-01T00:00:00Z'),
        at('b', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'),
        at('c', '2026-06-01T00:00:00Z', null),
      ],
    });
    expect(await run(new_package, { state: 'executed' })).toMatchObject([
      { id: 'c' },
      { id: 'a', packageId: 'a', name: 'Purchase agreement', state: 'executed', timeExecuted: '2026-05-01T00:00:00Z' },
      { id: 'b' },
    ]);
  });

  test.each([
    [{}, []],
    [{ allMembers: 'yes' }, ['theirs']],
  ])('with %o, starts for a package of another member: %j', async (inputData, started) => {
    const { poll, emulator } = await aZapThatStarts(inputData, { memberId: 'mine' });
    emulator.seed([aPackage({ packageId: 'theirs', memberId: 'theirs' })]);
    expect(await poll()).toEqual(started);
  });

  test('gives a package once that came on two pages, so that Zapier accepts the poll', async () => {
    const pages = [
      ['a', 'b'],
      ['b', 'c'],
    ].map((ids) => ids.map((packageId) => ({ packageId })));
    const { url } = await serve((response, request, number) =>
      json({ items: pages[number - 1] ?? [], total: 4, take: 2, skip: 0 })(response, request, number),
    );
    expect(await runStep(new_package, connectionTo(url), {})).toHaveLength(3);
  });

  test('finds nothing where there is no package', async () => {
    const { run } = await aZap({ packages: [] });
    expect(await run(new_package, {})).toEqual([]);
  });

  test.each([
    { state: '{{bundle.inputData.state}}' },
    { state: ' ' },
    { state: ['executed'] },
    { allMembers: 'maybe' },
  ])('refuses %j, and sends nothing: a filter that got lost starts too many Zaps', async (inputData) => {
    const { run, emulator } = await aZap();
    expect((await failureOf(run(new_package, inputData))).message).toMatch(/(State|All Members) must be/);
    expect(emulator.requests).toEqual([]);
  });

  test.each([
    [401, 'ExpiredAuthError'],
    [429, 'ThrottledError'],
    [500, 'AppError'],
  ])('fails as a whole where a later page comes to %i: half a poll would look complete', async (status, name) => {
    const page = json({ items: [{ packageId: 'a' }], total: 2, take: 1, skip: 0 });
    const { url } = await serve(inTurn(page, json({ error: 'x', message: 'No.' }, status)));
    expect(await failureOf(runStep(new_package, connectionTo(url), {}))).toMatchObject({ name });
  });
});
