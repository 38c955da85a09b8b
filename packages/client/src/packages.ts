import { type CallOptions, optionsOf, perform, type Terms, termsOf } from './call.ts';
import type { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import { fieldsOf } from './fields.ts';
import { validId } from './ids.ts';
import { pagesOf } from './paging.ts';
import { queryOf } from './query.ts';
import { unexpected } from './response.ts';
import type { Package, PackageDetails, PackagePage, PackageQuery } from './schemas.ts';
import type { Session } from './session.ts';
import { throwIfAborted } from './signal.ts';
import { assertNoTypo } from './states.ts';

/** The packages whose sessions were recorded. */
export type Packages = {
  /**
   * Gets one package, with its own retention and the fields that its listing does not have.
   *
   * @param target The package, by its `packageId`.
   * @param options Time limits in milliseconds (`timeoutMs`, `totalTimeoutMs`), `maxRetries` and a `signal`.
   * @returns The package, as the API gives it: it may carry links to videos.
   * @throws {InvalidRequestError} when the id cannot be right; nothing was sent.
   * @throws {ApiError} when the API responds with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable response arrived, after the retries.
   * @throws {TimeoutError} when no complete response arrived in time, after the retries.
   * @throws {UnexpectedResponseError} when the response is not this package.
   * @example
   * ```ts
   * const { timeRetention, timeExecuted } = await client.packages.get({ packageId });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/packages/get
   */
  get(target: { packageId: string }, options?: CallOptions): Promise<PackageDetails>;

  /**
   * Lists one page of packages.
   *
   * @param query What narrows the search, and which page: `take` and `skip`.
   * @param options Time limits in milliseconds (`timeoutMs`, `totalTimeoutMs`), `maxRetries` and a `signal`.
   * @returns The page: its `items`, and `total`, the number of packages that match.
   * @throws {InvalidRequestError} when the query cannot be right, such as a `search` without a letter or a digit, which finds
   *   everything; nothing was sent. Also where nothing is found and a state or type is nearly a known one.
   * @throws {ApiError} when the API responds with an error: `AuthenticationError`, `PermissionDeniedError` and others.
   * @throws {ConnectionError} when no usable response arrived, after the retries.
   * @throws {TimeoutError} when no complete response arrived in time, after the retries.
   * @throws {UnexpectedResponseError} when the response is not a page of packages.
   * @example
   * ```ts
   * const { items, total } = await client.packages.list({ search: 'Contract*', take: 50 });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/packages/list
   */
  list(query?: Query, options?: CallOptions): Promise<PackagePage>;

  /**
   * Lists all packages that match, page after page, as they are asked for.
   *
   * @param query What narrows the search; `take` is the size of a page (default 50), `skip` where to begin.
   * @param options Time limits in milliseconds (`timeoutMs`, `totalTimeoutMs`), `maxRetries` and a `signal`.
   * @returns The packages, as their pages arrive.
   * @throws what `list` throws, at the page that meets it.
   * @example
   * ```ts
   * for await (const { packageId, name } of client.packages.listAll({ states: ['executed'] })) console.log(packageId, name);
   * ```
   * @see https://docs.iinkedsign.com/v4/api/packages/list
   */
  listAll(query?: Query, options?: CallOptions): AsyncGenerator<Package, void, undefined>;
};

/** A query, any field of which may be undefined instead of left out. */
type Query = { [field in keyof PackageQuery]: PackageQuery[field] | undefined };

const pageSize = 50;

/** The calls for packages, on a session. */
export function createPackages(session: Session): Packages {
  async function* all(asked: Promise<Asked>): AsyncGenerator<Package, void, undefined> {
    const { query, options } = await asked;
    // The time limit of the whole call is that of all pages: their number is the server's to say.
    yield* everyPackage(session, query, termsOf(session, options));
  }

  return {
    async get(target, options = {}) {
      const { packageId } = fieldsOf('the package', target, ['packageId']);
      const values = { packageId: validId('packageId', packageId) };
      return perform(session, { operation: 'getPackage', values }, termsOf(session, options));
    },
    async list(query = {}, options = {}) {
      return pageOf(session, queryOf(query), termsOf(session, optionsOf(options)));
    },
    listAll(query = {}, options = {}) {
      // Read now, for the query may change while its pages are asked for.
      const asked = (async () => ({ query: queryOf(query), options: optionsOf(options) }))();
      asked.catch(() => undefined);
      return all(asked);
    },
  };
}

/** Lists all packages that match, each once, page after page. */
async function* everyPackage(
  session: Session,
  { take = pageSize, skip = 0, ...query }: PackageQuery,
  terms: Terms,
): AsyncGenerator<Package, void, undefined> {
  const pages = pagesOf({
    skip,
    read: (from) => pageOf(session, { ...query, take, skip: from }, terms),
    onGap() {
      throw contradiction('has fewer matches than the page before it, for the fourth time: some are missing', session);
    },
    contradiction: (problem) => contradiction(problem, session),
  });
  const seen = new Set<string>();
  for await (const items of pages) {
    for (const item of items) {
      if (seen.has(item.packageId)) continue;
      seen.add(item.packageId);
      throwIfAborted(terms.signal);
      yield item;
    }
  }
}

async function pageOf(session: Session, query: PackageQuery, terms: Terms): Promise<PackagePage> {
  const page = await perform(session, { operation: 'listPackages', values: { body: query } }, terms);
  if (page.total === 0) {
    assertNoTypo('packageState', 'packages.states', query.states ?? [], new Set());
    assertNoTypo('packageType', 'packages.types', query.types ?? [], new Set());
  }
  return page;
}

type Asked = { query: PackageQuery; options: ReturnType<typeof optionsOf> };

function contradiction(problem: string, { redact }: Session): UnexpectedResponseError {
  return unexpected({ effect: 'read', status: 200, redact }, problem);
}
