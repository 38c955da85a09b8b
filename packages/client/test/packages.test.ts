import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { InvalidRequestError, UnexpectedResponseError } from '../src/index.ts';
import { clientOf, rejection, untyped } from './fixtures.ts';

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

  test.each<[string, unknown]>([
    ['a misspelt field', { serch: 'x' }],
    ['a text', 'Le*'],
    ['nothing', null],
  ])('refuses %s as a query', async (_, query) => {
    const { url, received } = await serve(json(page));
    expect(await rejection(clientOf(url).packages.list(untyped(query)))).toBeInstanceOf(InvalidRequestError);
    expect(received).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['no items', { ...page, items: undefined }],
    ['a package without an id', { ...page, items: [{ name: 'Lease' }] }],
    ['no total', { ...page, total: undefined }],
    ['a total that is a text', { ...page, total: '1' }],
  ])('does not take a page with %s for an answer', async (_, answer) => {
    const { url } = await serve(json(answer));
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

  test.each<[string, Handler, number]>([
    ['is empty before the total', json({ items: [], total: 10, take: 50, skip: 0 }), 1],
    ['is the same again', json({ items: [{ packageId: 'a' }], total: 10, take: 50, skip: 0 }), 2],
  ])('ends with an error when a page %s', async (_, handler, requests) => {
    const { url, received } = await serve(handler);
    expect(await rejection(collect(clientOf(url).packages.listAll()))).toBeInstanceOf(UnexpectedResponseError);
    expect(received).toHaveLength(requests);
  });
});
