import { aPackage, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { type Poll, pollNode } from 'iinked-sign-testing/n8n/runtime';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { IinkedSignTrigger } from '../nodes/IinkedSignTrigger/IinkedSignTrigger.node.ts';
import { credentialFor, serve } from './scene.mts';

type Trigger = {
  emulator: Emulator;
  /** Polls once and gives what starts the workflow. */
  poll: (more?: INodeParameters, also?: Partial<Poll>) => Promise<IDataObject[]>;
  /** Polls once and gives the ids of the packages. */
  ids: (more?: INodeParameters, also?: Partial<Poll>) => Promise<unknown[]>;
  /** What n8n keeps of the trigger. */
  staticData: IDataObject;
};

/** A trigger on an emulator with these packages; what n8n saves between two polls goes through JSON. */
async function aTrigger(parameters: INodeParameters, packages = [aPackage()]): Promise<Trigger> {
  const emulator = await startEmulator({ packages });
  onTestFinished(() => emulator.close());
  const staticData: IDataObject = {};
  const poll: Trigger['poll'] = async (more, also) => {
    const items = await pollNode({
      node: new IinkedSignTrigger(),
      credential: credentialFor(emulator.url, emulator.apiKey),
      parameters: { ...parameters, ...more },
      staticData,
      ...also,
    });
    return (items ?? []).map(({ json }) => json);
  };
  const ids: Trigger['ids'] = async (more, also) => (await poll(more, also)).map(({ packageId }) => packageId);
  return { emulator, poll, ids, staticData };
}

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();

/** So many packages, the first of them the oldest. */
const packagesOf = (name: string, count: number, age = 10) =>
  Array.from({ length: count }, (_, at) =>
    aPackage({ packageId: `${name}-${at}`, name, timeCreated: daysAgo(age - at / count), videos: [] }),
  );

const created = { event: 'packageCreated' };
const executed = { event: 'packageInState', states: ['executed'] };

describe('Package Created', () => {
  test('starts nothing at first, and then for each package that is created, once, the oldest first', async () => {
    const { ids, emulator } = await aTrigger(created, packagesOf('old', 3));
    expect(await ids()).toEqual([]);
    emulator.seed(packagesOf('new', 2, 1));
    expect(await ids()).toEqual(['new-0', 'new-1']);
    expect(await ids()).toEqual([]);
  });

  test('finds the first package of an account that had none', async () => {
    const { ids, emulator } = await aTrigger(created, []);
    expect(await ids()).toEqual([]);
    emulator.seed(packagesOf('new', 1));
    expect(await ids()).toEqual(['new-0']);
  });

  test('reads one page while nothing is new, and as many as there are new packages', async () => {
    const { ids, emulator } = await aTrigger(created, packagesOf('old', 300));
    await ids();
    expect(emulator.requests).toHaveLength(1);
    await ids();
    expect(emulator.requests).toHaveLength(2);
    emulator.seed(packagesOf('new', 120, 1));
    expect(await ids()).toHaveLength(120);
    expect(emulator.requests.length - 2).toBe(4);
  });

  test('starts nothing for an old package that moves up when newer ones leave', async () => {
    const leases = packagesOf('old', 80).map((item) => ({ ...item, folderId: 'leases' }));
    const { ids, emulator } = await aTrigger({ ...created, filters: { folderId: 'leases' } }, leases);
    await ids();
    emulator.seed(leases.slice(60).map((item) => ({ ...item, folderId: 'archive' })));
    expect(await ids()).toEqual([]);
  });

  test('remembers a thousand packages at most', async () => {
    const { ids, emulator, staticData } = await aTrigger(created, packagesOf('old', 10));
    await ids();
    emulator.seed(packagesOf('new', 1200, 5));
    expect(await ids()).toHaveLength(1200);
    expect(JSON.parse(`${staticData.seen}`)).toHaveLength(1000);
    expect(await ids()).toEqual([]);
  });

  test('counts a package without a date as new once', async () => {
    const { ids, emulator } = await aTrigger(created);
    await ids();
    emulator.seed([aPackage({ packageId: 'undated', timeCreated: null })]);
    expect(await ids()).toEqual(['undated']);
    expect(await ids()).toEqual([]);
  });

  test('says so when the API does not list the newest first', async () => {
    const items = [...packagesOf('old', 2)];
    const page = { items, total: 2, take: 50, skip: 0 };
    const { url } = await serve(200, { 'content-type': 'application/json' }, JSON.stringify(page));
    const { poll } = await aTrigger(created);
    await expect(poll({}, { credential: credentialFor(url) })).rejects.toThrow(
      'did not list the newest packages first',
    );
  });
});

describe('Package in State', () => {
  const draft = aPackage({ packageId: 'will', state: 'draft', isExecuted: false, timeCreated: daysAgo(200) });

  test('starts for a package that reaches the state, however old it is, once', async () => {
    const { ids, emulator } = await aTrigger(executed, [...packagesOf('new', 120), draft]);
    expect(await ids()).toEqual([]);
    emulator.seed([{ ...draft, state: 'executed' }]);
    expect(await ids()).toEqual(['will']);
    expect(await ids()).toEqual([]);
  });

  test('starts once for each state, and not when a package returns to one', async () => {
    const { poll, emulator } = await aTrigger({ ...executed, states: ['executed', 'expired'] }, [draft]);
    const reached = async (state: string) => {
      emulator.seed([{ ...draft, state }]);
      return (await poll()).map((item) => item.state);
    };
    await poll();
    expect(await reached('executed')).toEqual(['executed']);
    expect(await reached('expired')).toEqual(['expired']);
    expect(await reached('executed')).toEqual([]);
  });

  test('does not look at packages that were created before', async () => {
    const { ids, emulator } = await aTrigger({ ...executed, createdWithinDays: 100 }, [draft]);
    await ids();
    emulator.seed([{ ...draft, state: 'executed' }, ...packagesOf('old', 200, 150)]);
    expect(await ids()).toEqual([]);
    expect(emulator.requests).toHaveLength(2);
  });

  test('starts nothing twice for a package that it will soon no longer look at', async () => {
    const { ids } = await aTrigger({ ...executed, createdWithinDays: 100 }, packagesOf('old', 3, 99.5));
    expect(await ids()).toEqual([]);
    expect(await ids()).toEqual([]);
  });

  test('forgets the packages that it no longer looks at', async () => {
    const clock = vi.spyOn(Date, 'now');
    onTestFinished(() => clock.mockRestore());
    const { ids, emulator, staticData } = await aTrigger(executed, packagesOf('old', 3));
    await ids();
    clock.mockReturnValue(Date.parse(daysAgo(-400)));
    emulator.seed([aPackage({ packageId: 'later', timeCreated: daysAgo(-399) })]);
    expect(await ids()).toEqual(['later']);
    expect(JSON.parse(`${staticData.seen}`)).toHaveLength(1);
  });

  test('counts a package for its state only, whatever else the API lists', async () => {
    const items = [
      { packageId: 'draft', state: 'draft' },
      { packageId: 'silent' },
      { packageId: 'loud', state: 'EXECUTED' },
    ];
    const page = { items, total: 3, take: 50, skip: 0 };
    const { url } = await serve(200, { 'content-type': 'application/json' }, JSON.stringify(page));
    const { ids, staticData } = await aTrigger(executed, []);
    await ids({}, { credential: credentialFor(url) });
    const seen: [string, number][] = JSON.parse(`${staticData.seen}`);
    expect(seen.map(([key]) => key)).toEqual(['executed/silent', 'executed/loud']);
  });

  test('refuses to watch more packages than it can remember', async () => {
    const items = Array.from({ length: 10_001 }, (_, at) => ({ packageId: `${at}`, state: 'executed' }));
    const page = { items, total: items.length, take: 50, skip: 0 };
    const { url } = await serve(200, { 'content-type': 'application/json' }, JSON.stringify(page));
    const { poll } = await aTrigger(executed, []);
    await expect(poll({}, { credential: credentialFor(url) })).rejects.toThrow(
      "More than 10000 packages are in these states. Nothing was started. Set fewer days in 'Created in the Last (Days)'",
    );
  });

  test('asks for the states, the newest first', async () => {
    const { ids, emulator } = await aTrigger({ ...executed, filters: { folderId: 'leases', search: 'Lea*' } });
    await ids();
    expect(emulator.requests.map(({ body }) => body)).toEqual([
      { folderId: 'leases', search: 'Lea*', states: ['executed'], sortBy: 'created', take: 50, skip: 0 },
    ]);
  });
});

describe('both events', () => {
  test.each<[string, INodeParameters, Partial<Poll>]>([
    ['another filter', { filters: { search: 'will' } }, {}],
    ['another state', { event: 'packageInState', states: ['expired'] }, {}],
    ['another credential', {}, { credentialId: '2' }],
  ])('begin anew with %s', async (_, changed, also) => {
    const { ids, emulator } = await aTrigger(created, packagesOf('old', 1));
    await ids();
    emulator.seed([aPackage({ packageId: 'will', name: 'will' }), aPackage({ packageId: 'gone', state: 'expired' })]);
    expect(await ids(changed, also)).toEqual([]);
  });

  test('begin anew with another server, also where its credential is the same one', async () => {
    const { ids } = await aTrigger(created, packagesOf('old', 1));
    const other = await aTrigger(created, packagesOf('other', 3, 1));
    await ids();
    const { url, apiKey } = other.emulator;
    expect(await ids({}, { credential: credentialFor(url, apiKey) })).toEqual([]);
  });

  test.each<[string, INodeParameters]>([
    ['the folder', { folderId: 'leases' }],
    ['the member', { memberId: 'member-1' }],
    ['the type', { types: 'Sequential' }],
    ['text', { search: 'Lea*' }],
  ])('find packages by %s', async (_, filters) => {
    const { ids, emulator } = await aTrigger({ ...created, filters });
    await ids();
    const fields = { name: 'Lease', type: 'Sequential', folderId: 'leases', memberId: 'member-1' };
    emulator.seed([aPackage({ packageId: 'lease', ...fields }), aPackage({ packageId: 'other' })]);
    expect(await ids()).toEqual(['lease']);
  });

  test('start nothing twice when two polls overlap', async () => {
    const { ids, emulator } = await aTrigger(created, []);
    await ids();
    emulator.seed(packagesOf('new', 2));
    const both = await Promise.all([ids(), ids()]);
    expect(both.flat()).toEqual(['new-0', 'new-1']);
  });

  test('lose nothing when a poll fails', async () => {
    const { ids, emulator } = await aTrigger(created, []);
    await ids();
    emulator.seed(packagesOf('new', 60));
    emulator.failNext({ status: 403, on: 'listPackages' });
    await expect(ids()).rejects.toThrow();
    expect(await ids()).toHaveLength(60);
  });

  test('give what matters, or all of it without Simplify', async () => {
    const { poll, emulator } = await aTrigger(created);
    await poll();
    emulator.seed([aPackage({ packageId: 'a', description: 'Of the house' })]);
    const [simple = {}] = await poll();
    expect(simple).toMatchObject({ packageId: 'a', state: 'executed' });
    expect(simple).not.toHaveProperty('description');
    await poll({ simplify: false });
    emulator.seed([aPackage({ packageId: 'b', description: 'Of the house' })]);
    expect(await poll({ simplify: false })).toMatchObject([{ packageId: 'b', description: 'Of the house' }]);
  });
});

describe('a test by hand', () => {
  test('gives the newest package as a sample, and remembers nothing', async () => {
    const { ids, staticData } = await aTrigger(created, packagesOf('old', 3));
    expect(await ids({}, { mode: 'manual' })).toEqual(['old-2']);
    expect(staticData).toEqual({});
  });

  test('says when there is nothing to show', async () => {
    const { poll } = await aTrigger(executed, []);
    await expect(poll({}, { mode: 'manual' })).rejects.toThrow('No package meets the filters now');
  });
});

describe('nothing is sent', () => {
  test.each<[string, INodeParameters, RegExp]>([
    ['the search text says nothing', { filters: { search: '*' } }, /'Search'.*must narrow/],
    ['the search text is blank', { filters: { search: '  ' } }, /'Search'.*empty/],
    ['a filter is not known', { filters: { folder: 'leases' } }, /has a field 'folder', which is not known/],
    ['a filter is in the wrong place', { folderId: 'leases' }, /no parameter 'folderId'.*Put it under 'Filters'/],
    ['a name is not known', { state: 'executed' }, /no parameter 'state'.*Remove it/],
    ['there is no state', { ...executed, states: [] }, /'Package States'.*at least one/],
    ['the days got lost', { ...executed, createdWithinDays: '={{ undefined }}' }, /'Created in the Last \(Days\)'/],
    ['the days are no days', { ...executed, createdWithinDays: 0.5 }, /'Created in the Last \(Days\)'/],
    ['the event is not known', { event: 'packageSigned' }, /'Event'/],
    ['Simplify got lost', { simplify: '={{ undefined }}' }, /'Simplify'/],
  ])('when %s', async (_, parameters, message) => {
    const { poll, emulator } = await aTrigger({ ...created, ...parameters });
    await expect(poll()).rejects.toThrow(message);
    expect(emulator.requests).toEqual([]);
  });
});

test('a state that is a typo is rejected', async () => {
  const { poll } = await aTrigger({ ...executed, states: ['excuted'] });
  await expect(poll()).rejects.toThrow(/'Package States'.*executed/);
});

test('a redirect is not followed, and the key goes nowhere', async () => {
  const elsewhere = await serve(200, {}, '{}');
  const { url } = await serve(307, { location: `${elsewhere.url}/packages/list` });
  const { poll } = await aTrigger(created);
  await expect(poll({}, { credential: credentialFor(url) })).rejects.toThrow();
  expect(elsewhere.received).toEqual([]);
});
