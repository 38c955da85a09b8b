import { packagePageOf } from './answer.ts';
import { type CallOptions, checkedOptions, perform, type Session } from './call.ts';
import type { Package, PackagePage, PackageQuery } from './generated/openapi.ts';
import { fieldsOf } from './guard.ts';

/** The packages whose sessions were recorded. */
export type Packages = {
  /**
   * Lists one page of packages.
   *
   * The first parameter narrows the search and says which page, by `take` and `skip`; the second may set a time limit in
   * milliseconds, the number of repeats and a signal. Resolves to the page: its `items`, and `total`, the number of
   * packages that match.
   *
   * @throws {InvalidRequestError} when the query is not an object; nothing was sent.
   * @throws {ApiError} when the API answers with an error: `AuthenticationError`, `PermissionDeniedError` and others.
   * @throws {ConnectionError} when no usable answer arrived, after the repeats.
   * @throws {TimeoutError} when no complete answer arrived in time, after the repeats.
   * @throws {UnexpectedResponseError} when the answer is not a page of packages.
   * @example
   * ```ts
   * const { items, total } = await client.packages.list({ search: 'Contract*', take: 50 });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/packages/list
   */
  list: (query?: PackageQuery, options?: CallOptions) => Promise<PackagePage>;

  /**
   * Lists all packages that match, page after page, as they are asked for.
   *
   * Takes what `list` takes; `take` is the size of a page (default 50), `skip` where to begin.
   *
   * @throws what `list` throws, at the page that meets it.
   * @example
   * ```ts
   * for await (const { packageId, name } of client.packages.listAll({ states: ['executed'] })) console.log(packageId, name);
   * ```
   * @see https://docs.iinkedsign.com/v4/api/packages/list
   */
  listAll: (query?: PackageQuery, options?: CallOptions) => AsyncGenerator<Package, void, undefined>;
};

const pageSize = 50;

/** The calls for packages, on a session. */
export function createPackages(session: Session): Packages {
  async function list(query: PackageQuery = {}, options: CallOptions = {}): Promise<PackagePage> {
    fieldsOf('the query', query, queryFields);
    return perform(session, {
      effect: 'read',
      options: checkedOptions(options),
      request: (client) => client.POST('/packages/list', { body: query, parseAs: 'text' }),
      read: packagePageOf,
    });
  }

  async function* listAll(
    query: PackageQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<Package, void, undefined> {
    const take = query.take ?? pageSize;
    let skip = query.skip ?? 0;
    for (;;) {
      const { items, total } = await list({ ...query, take, skip }, options);
      yield* items;
      skip += items.length;
      if (items.length === 0 || skip >= total) return;
    }
  }

  return { list, listAll };
}

const queryFields = Object.keys({
  memberId: true,
  teamId: true,
  folderId: true,
  allMembers: true,
  search: true,
  types: true,
  states: true,
  isExecuted: true,
  days: true,
  sortBy: true,
  take: true,
  skip: true,
} satisfies Record<keyof PackageQuery, true>);
