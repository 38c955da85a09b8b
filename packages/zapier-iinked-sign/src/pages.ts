import { type Client, type PackagePage, type PackageQuery, TimeoutError, UnexpectedResponseError } from 'iinked-sign';
import { stepLimitMs } from './transport.ts';

/** How long a step begins to read further pages, in milliseconds. The rest of the step is for the page that is under way. */
const readingLimitMs = 20_000;

const pageSize = 50;

/** A page of packages, and how many packages there are in all. */
type Page = Pick<PackagePage, 'items' | 'total'>;

/** The pages of a query, in the order of their creation, until the time of a step is over. */
export type Pages = {
  /** Page after page, the newest packages first. A package may come twice. */
  newestFirst: () => AsyncGenerator<Page, void, undefined>;
  /** Page after page from the back, the oldest packages first. A package may come twice. */
  oldestFirst: () => AsyncGenerator<Page, void, undefined>;
  /** Whether the time was over before the last page. */
  isTimeUp: () => boolean;
};

/** Makes what reads the pages of a query. Its time begins now. */
export function pagesOf(client: Client, query: PackageQuery): Pages {
  const startedAt = performance.now();
  let isTimeUp = false;

  async function read(skip: number, take: number): Promise<Page | undefined> {
    const elapsed = Math.ceil(performance.now() - startedAt);
    isTimeUp = elapsed >= readingLimitMs;
    if (isTimeUp) return undefined;
    const page = { sortBy: 'created', ...query, take, skip };
    const { items, total } = await client.packages.list(page, { totalTimeoutMs: stepLimitMs - elapsed });
    if (items.length === 0 && skip < total) throw missing();
    return { items, total };
  }

  async function* newestFirst(): AsyncGenerator<Page, void, undefined> {
    let [skip, known] = [0, 0];
    for (;;) {
      const page = await read(skip, pageSize);
      if (!page) return;
      yield page;
      const gone = known - page.total;
      known = page.total;
      // Where packages left the list, as many moved up to a page that was read before this one.
      if (gone > 0) skip = Math.max(0, skip - gone);
      else {
        skip += page.items.length;
        if (page.items.length === 0 || skip >= known) return;
      }
    }
  }

  async function* oldestFirst(): AsyncGenerator<Page, void, undefined> {
    let known = (await read(0, 1))?.total ?? 0;
    let [done, size] = [0, pageSize];
    while (done < known) {
      const skip = Math.max(0, known - done - size);
      const wanted = known - done - skip;
      const page = await read(skip, wanted);
      if (!page) return;
      const { items, total } = page;
      const moved = total - known;
      known = total;
      // What was added stands in front, and moved the others back, beyond this page. So does what the API gives of it.
      const isShort = items.length < Math.min(wanted, total - skip);
      if (isShort) size = items.length;
      if (moved > 0 || isShort) continue;
      yield { items: items.toReversed(), total };
      done = total - skip;
    }
  }

  return { newestFirst, oldestFirst, isTimeUp: () => isTimeUp };
}

/** The error of a step that has too much to read. */
export function tooManyPackages(advice: string): TimeoutError {
  const seconds = readingLimitMs / 1000;
  return new TimeoutError(`There are too many packages to read in ${seconds} seconds. Nothing was deleted. ${advice}`, {
    mayHaveDeleted: false,
  });
}

function missing(): UnexpectedResponseError {
  const problem = 'A page of packages is empty, though more packages match. Nothing was deleted.';
  return new UnexpectedResponseError(problem, { mayHaveDeleted: false, status: 200 });
}
