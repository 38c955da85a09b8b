import { aPackage, aVideo, type SeedPackage } from 'iinked-sign-emulator';
import { inTurn, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { aZap, connectionTo, delete_video, failureOf, new_package, runStep } from './zap.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
const recent = (fields: Partial<SeedPackage> = {}) => aPackage({ timeCreated: ago(0.01), videos: [], ...fields });

const idsOf = (output: unknown) =>
  [output].flat().map((each) => (typeof each === 'object' && each !== null && 'id' in each ? each.id : undefined));

/** Starts a Zap as Zapier does: what the first poll finds is known, and later each id starts the Zap once. */
async function aZapThatStarts(inputData: Record<string, unknown>, options: Parameters<typeof aZap>[0] = {}) {
  const zap = await aZap(options);
  const known = new Set<unknown>();
  const poll = async () => {
    const ids = idsOf(await zap.run(new_package, inputData));
    const started = ids.filter((id) => !known.has(id));
    for (const id of ids) known.add(id);
    return started;
  };
  await poll();
  return { ...zap, poll };
}

const executed = { state: 'executed', createdInLast: '365' };

describe('New Package', () => {
  test('starts a Zap once for each package that is created', async () => {
    const { poll, emulator } = await aZapThatStarts({}, { packages: [recent()] });
    emulator.seed([recent({ packageId: 'created', state: 'draft' })]);
    expect(await poll()).toEqual(['created']);
    emulator.seed([recent({ packageId: 'created', state: 'executed' })]);
    expect(await poll()).toEqual([]);
  });

  test('reads the newest pages until one holds nothing new', async () => {
    const news = Array.from({ length: 60 }, (_, at) => recent({ packageId: `new-${at}` }));
    const others = Array.from({ length: 900 }, () => recent({ timeCreated: ago(30) }));
    const { run, emulator } = await aZap({ packages: [...news, ...others] });
    expect(idsOf(await run(new_package, {}))).toHaveLength(60);
    expect(emulator.requests).toHaveLength(3);
  });

  test('reads all where packages leave between two pages', async () => {
    const library = Array.from({ length: 120 }, (_, at) => ({ packageId: `new-${at}`, timeCreated: ago(0.01) }));
    const { url } = await serve((response, request, number) => {
      const { skip, take }: { skip: number; take: number } = JSON.parse(request.body);
      const items = library.slice(skip, skip + take);
      json({ items, total: library.length, take, skip })(response, request, number);
      // Those that follow move up to the page that was just read.
      if (number === 1) library.splice(0, 10);
    });
    const found = idsOf(await runStep(new_package, connectionTo(url), {}));
    expect(found).toEqual(expect.arrayContaining(library.map(({ packageId }) => packageId)));
  });

  test('starts a Zap when a package is executed that was created within the days that are chosen', async () => {
    const others = Array.from({ length: 130 }, (_, number) => recent({ packageId: `p-${number}` }));
    const waiting = { packageId: 'waiting', timeCreated: ago(300) };
    const tooOld = { packageId: 'too-old', timeCreated: ago(400) };
    const packages = [...others, recent({ ...waiting, state: 'open' }), recent({ ...tooOld, state: 'open' })];
    const { poll, emulator } = await aZapThatStarts(executed, { packages });
    expect(await poll()).toEqual([]);
    emulator.seed([waiting, tooOld].map((each) => recent({ ...each, state: 'executed', timeExecuted: ago(0) })));
    expect(await poll()).toEqual(['waiting']);
    expect(await poll()).toEqual([]);
    const body = { states: ['executed'], sortBy: 'created', take: 50 };
    expect(emulator.requests.every((request) => expect.objectContaining(body).asymmetricMatch(request.body))).toBe(
      true,
    );
  });

  test('starts a Zap when a package was executed more than so many days ago', async () => {
    const of = (packageId: string, days: number | null) =>
      recent({ packageId, timeCreated: ago(120), timeExecuted: days === null ? null : ago(days) });
    const packages = [of('known', 100), of('due', 89), of('later', 80), of('never', null)];
    const inputData = { ...executed, executedMoreThan: '90' };
    const { poll, emulator } = await aZapThatStarts(inputData, { packages });
    expect(await poll()).toEqual([]);
    emulator.seed([of('due', 91)]);
    expect(await poll()).toEqual(['due']);
  });

  test('starts a Zap no earlier than a condition of as many days lets its videos be deleted', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    // In the past, since the client takes the server's time where that is earlier.
    const noon = Math.floor(Date.now() / day) * day - 29.5 * day;
    vi.setSystemTime(noon);
    const hoursBefore = (hours: number) => new Date(noon - hours * 3_600_000).toISOString();
    // On the ninetieth day before, an hour earlier.
    const times = { timeCreated: hoursBefore(91 * 24), timeExecuted: hoursBefore(90 * 24 + 1) };
    const video = aVideo({ meetingVideoId: 'a', timeCreated: hoursBefore(90 * 24 + 2) });
    const packages = [aPackage({ packageId: 'due', ...times, videos: [video] })];
    const inputData = { ...executed, executedMoreThan: '90' };
    const { poll, run, left } = await aZapThatStarts(inputData, { packages });
    expect(await poll()).toEqual([]);
    vi.setSystemTime(noon + day / 2);
    expect(await poll()).toEqual(['due']);
    const age = { olderThan: '90', olderThanUnit: 'days', countedFrom: 'executed' };
    await run(delete_video, { packageId: 'due', meetingVideoId: 'a', ...age });
    expect(left()).toBe(0);
  });

  test.each([{}, executed])(
    'with %j, starts no Zap for an old package when newer ones disappear',
    async (inputData) => {
      const packages = Array.from({ length: 130 }, (_, at) =>
        recent({ packageId: `p-${at}`, timeCreated: ago(at < 60 ? 1 : 500) }),
      );
      const { poll, emulator } = await aZapThatStarts(inputData, { packages });
      for (const each of emulator.packages.slice(0, 60)) each.state = 'rescinded';
      expect(await poll()).toEqual([]);
    },
  );

  test('gives the newest first, by when they were executed, each with the fields of a package', async () => {
    const at = (packageId: string, created: number, time: number | null) =>
      recent({ packageId, timeCreated: ago(created), timeExecuted: time === null ? null : ago(time) });
    const { run } = await aZap({ packages: [at('a', 9, 2), at('b', 8, 3), at('c', 1, null)] });
    expect(await run(new_package, executed)).toMatchObject([
      { id: 'c' },
      { id: 'a', packageId: 'a', name: 'Purchase agreement', state: 'executed' },
      { id: 'b' },
    ]);
  });

  test('gives every field of each of many packages', async () => {
    const { run } = await aZap({ packages: Array.from({ length: 700 }, () => recent()) });
    const output = [await run(new_package, {})].flat();
    expect(output).toHaveLength(700);
    for (const item of output) expect(item).toMatchObject({ name: 'Purchase agreement', state: 'executed' });
  });

  test('gives three for a test in the editor, of one page, however old they are', async () => {
    const packages = Array.from({ length: 130 }, (_, at) => recent({ packageId: `p-${at}`, timeCreated: ago(500) }));
    const { run, emulator } = await aZap({ packages });
    expect(await run(new_package, {}, { meta: { isLoadingSample: true } })).toHaveLength(3);
    expect(emulator.requests).toHaveLength(1);
  });

  test.each([
    ['those that start the Zap', 100, ['p-2', 'p-3', 'p-4']],
    ['others where the newest do not yet', 10, ['p-0', 'p-1', 'p-2']],
  ])('with Executed More Than, gives %s for a test in the editor', async (_, days, ids) => {
    const packages = Array.from({ length: 6 }, (_, at) => {
      const timeExecuted = ago(at < 2 ? at : days + at);
      return recent({ packageId: `p-${at}`, timeCreated: ago(days + at + 1), timeExecuted });
    });
    const { run } = await aZap({ packages });
    const inputData = { ...executed, executedMoreThan: '90' };
    expect(idsOf(await run(new_package, inputData, { meta: { isLoadingSample: true } }))).toEqual(ids);
  });

  test.each([
    [2, 2],
    [-1, 5],
    [0, 5],
  ])('gives no more than Zapier asks for: a limit of %i', async (limit, count) => {
    const { run } = await aZap({ packages: Array.from({ length: 5 }, () => recent()) });
    expect(await run(new_package, {}, { meta: { limit } })).toHaveLength(count);
  });

  test.each([
    [{}, []],
    [{ allMembers: 'yes' }, ['theirs']],
  ])('with %o, starts for a package of another member: %j', async (inputData, started) => {
    const { poll, emulator } = await aZapThatStarts(inputData, { memberId: 'mine' });
    emulator.seed([recent({ packageId: 'theirs', memberId: 'theirs' })]);
    expect(await poll()).toEqual(started);
  });

  test('gives a package once that came on two pages, so that Zapier accepts the poll', async () => {
    const pages = [
      ['a', 'b'],
      ['b', 'c'],
    ].map((ids) => ids.map((packageId) => ({ packageId, timeCreated: ago(0.1) })));
    const { url } = await serve((response, request, number) =>
      json({ items: pages[number - 1] ?? [], total: 4, take: 2, skip: 0 })(response, request, number),
    );
    expect(await runStep(new_package, connectionTo(url), {})).toHaveLength(3);
  });

  test('finds nothing where there is no package', async () => {
    const { run } = await aZap({ packages: [] });
    expect(await run(new_package, {})).toEqual([]);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ state: '{{bundle.inputData.state}}' }, /State must be/],
    [{ state: ' ' }, /State must be/],
    [{ state: ['executed'] }, /State must be/],
    [{ allMembers: 'maybe' }, /All Members must be/],
    [{ state: 'executed' }, /Created in the Last must be given with State/],
    [{ executedMoreThan: '90' }, /Created in the Last must be given with Executed More Than/],
    [{ ...executed, createdInLast: '0' }, /Created in the Last must be a whole number above 0/],
    [{ ...executed, executedMoreThan: '36526', createdInLast: '36527' }, /Executed More Than must be at most 36525/],
    [{ ...executed, executedMoreThan: '365' }, /Created in the Last must be a larger number than Executed More Than/],
  ])('refuses %j, and sends nothing: a filter that got lost starts too many Zaps', async (inputData, message) => {
    const { run, emulator } = await aZap();
    expect((await failureOf(run(new_package, inputData))).message).toMatch(message);
    expect(emulator.requests).toEqual([]);
  });

  test.each([
    [401, 'ExpiredAuthError'],
    [429, 'ThrottledError'],
    [500, 'AppError'],
  ])('fails as a whole where a later page comes to %i: half a poll would look complete', async (status, name) => {
    const page = json({ items: [{ packageId: 'a', timeCreated: ago(0.1) }], total: 2, take: 1, skip: 0 });
    const { url } = await serve(inTurn(page, json({ error: 'x', message: 'No.' }, status)));
    expect(await failureOf(runStep(new_package, connectionTo(url), {}))).toMatchObject({ name });
  });
});
