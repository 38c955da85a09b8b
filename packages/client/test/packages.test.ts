import { type Handler, inTurn, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { createClientOn, isBlankSearch, UnexpectedResponseError } from '../src/index.ts';
import { apiKey, clientOf, rejection, sendWithFetch, untyped } from './fixtures.ts';

const page = { items: [{ packageId: 'a', name: 'Lease', labels: ['x'] }], total: 1, take: 50, skip: 0 };

/** A server with so many packages, which gives at most three a page. */
const packages =
  (total: number): Handler =>
  (response, request, number) => {
    const { take, skip }: { take: number; skip: number } = JSON.parse(request.body);
    const count = Math.max(0, Math.min(take, 3, total - skip));
    const items = Array.from({ length: count }, (_, index) => ({ packageId: `package-${skip + index}` }));
    json({ items, total, take, skip })(response, request, number);
  };

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('packages.list', () => {
  test('sends the query as it is, and gives the page as it came', async () => {
    const { url, received } = await serve(json(page));
    const query = { search: 'Le*', states: ['executed'], isExecuted: null, take: 50, skip: 0 };
    expect(await clientOf(url).packages.list(query)).toEqual(page);
    expect(received).toMatchObject([{ method: 'POST', path: '/api/v1/packages/list', body: JSON.stringify(query) }]);
  });

  test('sends an empty query when none is given', async () => {
    const { url, received } = await serve(json(page));
    await clientOf(url).packages.list();
    expect(received).toMatchObject([{ body: '{}' }]);
  });

  test('sends every field of a query, leaves out what is undefined, and nothing else', async () => {
    const { url, received } = await serve(json(page));
    const query = {
      memberId: 'm',
      teamId: 't',
      folderId: 'f',
      allMembers: false,
      search: 'Lease',
      types: ['video_closing_room'],
      states: ['executed'],
      isExecuted: true,
      days: 0.5,
      sortBy: 'created',
      take: 1,
      skip: 0,
    };
    await clientOf(url).packages.list(query);
    await clientOf(url).packages.list(untyped({ take: 5, search: undefined, states: undefined }));
    expect(received.map(({ body }): unknown => JSON.parse(body))).toEqual([query, { take: 5 }]);
  });

  test.each(['', ' ', '*', '* *', '**?', '"*"', '\u200b*', '\u3164'])(
    'rejects the search text %j, which would find everything',
    async (search) => {
      const { url, received } = await serve(json(page));
      const { packages, raw } = clientOf(url);
      const error = { field: 'search', message: expect.stringContaining('must narrow') };
      expect(isBlankSearch(search)).toBe(true);
      expect(await rejection(packages.list({ search }))).toMatchObject(error);
      expect(await rejection(collect(packages.listAll({ search, states: ['executed'] })))).toMatchObject(error);
      expect(await rejection(raw.POST('/packages/list', { body: { search } }))).toMatchObject(error);
      expect(received).toEqual([]);
    },
  );

  test('means a state and a type in any case, and sends them as the API spells them', async () => {
    const { url, received } = await serve(json(page));
    const { packages, raw } = clientOf(url);
    const [given, sent] = [
      { types: ['live session'], states: ['Executed', 'EXECUTED', 'Frozen'] },
      { types: ['Live Session'], states: ['executed', 'Frozen'] },
    ];
    await packages.list(given);
    await collect(packages.listAll({ ...given, take: 1 }));
    await raw.POST('/packages/list', { body: given });
    expect(received.map(({ body }): unknown => JSON.parse(body))).toEqual([sent, { ...sent, take: 1, skip: 0 }, sent]);
  });

  test.each([
    [{ states: [] }, 'packages.states', 'must name at least one'],
    [{ states: ['Archived'] }, 'packages.states', "names 'Archived', a state of videos"],
    [{ types: [' '] }, 'packages.types', 'must not name one without letters'],
  ])('rejects %j, and sends nothing', async (query, field, message) => {
    const { url, received } = await serve(json(page));
    expect(await rejection(clientOf(url).packages.list(query))).toMatchObject({
      field,
      message: expect.stringContaining(message),
    });
    expect(received).toEqual([]);
  });

  test.each([
    [{ states: ['excuted'] }, "packages.states names 'excuted'", "'executed'"],
    [{ types: ['LiveSession'] }, "packages.types names 'LiveSession'", "'Live Session'"],
  ])('rejects %j where nothing is found: it is nearly one that is known', async (query, names, meant) => {
    const none = { ...page, items: [], total: 0 };
    const { url } = await serve(json(none));
    const error = { message: `${names}, which nothing that was read has. Did you mean ${meant}? Nothing was deleted.` };
    expect(await rejection(clientOf(url).packages.list(query))).toMatchObject(error);
    expect(await rejection(collect(clientOf(url).packages.listAll(query)))).toMatchObject(error);
    expect(await clientOf(url).packages.list({ states: ['frozen'], types: ['Notary'] })).toEqual(none);
    const { url: found } = await serve(json(page));
    expect(await clientOf(found).packages.list(query)).toEqual(page);
  });

  test.each(['a*', '7', '* 1 *', '租约*', 'ü'])('searches for %j', async (search) => {
    const { url, received } = await serve(json(page));
    await clientOf(url).packages.list({ search });
    expect(isBlankSearch(search)).toBe(false);
    expect(received).toMatchObject([{ body: JSON.stringify({ search }) }]);
  });

  test.each<[string, unknown]>([
    ['no items', { ...page, items: undefined }],
    ['a package without an id', { ...page, items: [{ name: 'Lease' }] }],
    ['no total', { ...page, total: undefined }],
    ['a total that is a string', { ...page, total: '1' }],
    ['no take', { ...page, take: undefined }],
    ['no skip', { ...page, skip: null }],
    ['items that are no array', { ...page, items: {} }],
    ['a package whose id is empty', { ...page, items: [{ packageId: '' }] }],
    ['a package that is null', { ...page, items: [null] }],
  ])('rejects a page with %s', async (_, response) => {
    const { url } = await serve(json(response));
    const error = await rejection(clientOf(url).packages.list());
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ mayHaveDeleted: false });
  });
});

describe('packages.listAll', () => {
  test.each([0, 1, 3, 4, 7])('gives each of %i packages once', async (total) => {
    const { url } = await serve(packages(total));
    const ids = (await collect(clientOf(url).packages.listAll())).map(({ packageId }) => packageId);
    expect(ids).toEqual(Array.from({ length: total }, (_, index) => `package-${index}`));
  });

  test('begins where skip says, and asks for pages of the size of take', async () => {
    const { url, received } = await serve(packages(5));
    expect(await collect(clientOf(url).packages.listAll({ search: 'x', skip: 2, take: 2 }))).toHaveLength(3);
    expect(received.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { search: 'x', skip: 2, take: 2 },
      { search: 'x', skip: 4, take: 2 },
    ]);
  });

  test('asks for the next page only when it is wanted', async () => {
    const { url, received } = await serve(packages(100));
    for await (const { packageId } of clientOf(url).packages.listAll()) if (packageId === 'package-1') break;
    expect(received).toHaveLength(1);
  });

  const someOf = (ids: string[], total: number) =>
    json({ items: ids.map((id) => ({ packageId: id })), total, take: 50, skip: 0 });

  test.each<[string, Handler, number, RegExp]>([
    ['is empty before the total', someOf([], 10), 1, /is empty, though more packages match/],
    ['becomes empty before the total', inTurn(someOf(['a'], 10), someOf([], 10)), 2, /is empty/],
    ['is the same again', someOf(['a', 'b'], 10), 2, /contains only packages from earlier pages/],
    [
      'is one that came two pages before',
      (...request) => someOf([request[2] % 2 ? 'a' : 'b'], 1e15)(...request),
      3,
      /contains only packages from earlier pages/,
    ],
    [
      'promises ever more',
      (...request) => someOf([`${request[2]}`], request[2] + 5)(...request),
      11,
      /brings nothing new/,
    ],
    [
      'promises packages without end',
      (response, { body }, number) =>
        response.end(`{"items":[{"packageId":"${number}"}],"total":1e999,"take":1,"skip":${body.length}}`),
      10,
      /brings nothing new/,
    ],
  ])('ends with an error when a page %s', async (_, handler, requests, message) => {
    const { url, received } = await serve(handler);
    const error = await rejection(collect(clientOf(url).packages.listAll()));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ mayHaveDeleted: false, message: expect.stringMatching(message) });
    expect(received).toHaveLength(requests);
  });

  test('takes packages that are added while it lists', async () => {
    const { url } = await serve((response, request, number) => {
      packages(Math.min(20, 4 + 3 * number))(response, request, number);
    });
    expect(await collect(clientOf(url).packages.listAll())).toHaveLength(20);
  });

  test('takes pages that bring the end nearer only now and then', async () => {
    const { url } = await serve((response, request, number) => {
      const total = number < 25 ? number + 30 - Math.floor(number / 10) : 0;
      someOf([`${number}`], total)(response, request, number);
    });
    expect(await collect(clientOf(url).packages.listAll())).toHaveLength(26);
  });

  test('gives a package of two pages once', async () => {
    const { url } = await serve(inTurn(someOf(['a', 'b'], 4), someOf(['b', 'c'], 4)));
    expect((await collect(clientOf(url).packages.listAll())).map(({ packageId }) => packageId)).toEqual([
      ...['a', 'b', 'c'],
    ]);
  });

  /** Packages of which one leaves the query, before each of so many pages. */
  function leaving(times: number): Handler {
    const left = Array.from({ length: 20 }, (_, index) => ({ packageId: `p${index}` }));
    return (...request) => {
      const { skip, take }: { skip: number; take: number } = JSON.parse(request[1].body);
      if (skip > 0 && times-- > 0) left.shift();
      json({ items: left.slice(skip, skip + take), total: left.length, take, skip })(...request);
    };
  }

  test('misses none where packages leave the query while it lists', async () => {
    const { url } = await serve(leaving(3));
    const found = await collect(clientOf(url).packages.listAll({ take: 3 }));
    const ids = found.map(({ packageId }) => packageId);
    expect(ids.sort()).toEqual(Array.from({ length: 20 }, (_, index) => `p${index}`).sort());
  });

  test('ends with an error where they leave it a fourth time', async () => {
    const { url } = await serve(leaving(4));
    const error = await rejection(collect(clientOf(url).packages.listAll({ take: 3 })));
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', message: expect.stringContaining('are missing') });
  });

  test('goes by the query and the options as they were when it was called', async () => {
    const { url, received } = await serve(packages(5));
    const states = ['executed'];
    const query = { search: 'Lease*', states, take: 3 };
    const options = { maxRetries: 0 };
    const pages = clientOf(url).packages.listAll(query, options);
    query.search = '*';
    query.take = 1;
    states.push('draft');
    options.maxRetries = -1;
    expect(await collect(pages)).toHaveLength(5);
    expect(received.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { search: 'Lease*', states: ['executed'], take: 3, skip: 0 },
      { search: 'Lease*', states: ['executed'], take: 3, skip: 3 },
    ]);
  });

  test('gives nothing more after an abort, and asks for nothing more', async () => {
    const controller = new AbortController();
    const { url, received } = await serve(packages(10));
    const given: string[] = [];
    const list = async () => {
      for await (const { packageId } of clientOf(url).packages.listAll({}, { signal: controller.signal })) {
        given.push(packageId);
        if (given.length === 2) controller.abort('enough');
      }
    };
    expect(await rejection(list())).toBe('enough');
    expect(given).toEqual(['package-0', 'package-1']);
    expect(received).toHaveLength(1);
  });

  test('asks for no page after an abort at the end of one', async () => {
    const controller = new AbortController();
    const { url, received } = await serve(packages(10));
    const list = async () => {
      for await (const { packageId } of clientOf(url).packages.listAll({}, { signal: controller.signal })) {
        if (packageId === 'package-2') controller.abort('enough');
      }
    };
    expect(await rejection(list())).toBe('enough');
    expect(received).toHaveLength(1);
  });

  test('sends nothing for a call that is never iterated, not even an error', async () => {
    const { url, received } = await serve(packages(1));
    const { packages: all } = clientOf(url);
    all.listAll();
    all.listAll(untyped(null));
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toEqual([]);
  });

  test('ends at the time limit of the whole call, however many pages look honest', async () => {
    let time = 0;
    const { url, received } = await serve((response, request, number) => {
      time += 1000;
      packages(1e6)(response, request, number);
    });
    const wait = (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const client = createClientOn({ send: sendWithFetch, wait, elapsed: () => time }, { apiKey, server: url });
    const given: string[] = [];
    const listed = (async () => {
      for await (const { packageId } of client.packages.listAll({ take: 2 }, { totalTimeoutMs: 10_000 })) {
        given.push(packageId);
      }
    })();
    expect(await rejection(listed)).toMatchObject({ name: 'TimeoutError', mayHaveDeleted: false });
    expect([received.length, given.length]).toEqual([10, 20]);
  });

  test('retries each page, within the limits of a page', async () => {
    const { url, received } = await serve((response, request, number) => {
      (number % 2 ? json({ error: 'x' }, 500) : packages(5))(response, request, number);
    });
    expect(await collect(clientOf(url).packages.listAll({ take: 3 }, { maxRetries: 1 }))).toHaveLength(5);
    expect(received).toHaveLength(4);
  });
});
