import type { Package, PackagePage } from './schemas.ts';

/** How pages are read, and who is told what is wrong with them. */
type Paging = {
  /** Reads the page that begins after so many packages. */
  read: (skip: number) => Promise<PackagePage>;
  skip: number;
  /** Is told that packages may have been missed. */
  onGap: () => void;
  /** Makes the error of pages that contradict each other. */
  contradiction: (problem: string) => Error;
};

const mostReturns = 3;
const mostPagesWithoutProgress = 10;

/**
 * Reads all pages of a query. Where packages leave it meanwhile, others move up to a page that was read before: it then goes
 * back, at most three times. So a package may come more than once.
 *
 * @throws what `read` throws, and the contradiction of pages that would never end.
 */
export async function* pagesOf({ read, skip: first, onGap, contradiction }: Paging): AsyncGenerator<Package[]> {
  let skip = first;
  let known = 0;
  let returns = 0;
  let pageSize = 0;
  let furthest = first;
  /** The last package of each page, by its first: a page that is the same from end to end brings nothing. */
  const ends = new Map<string, string>();
  let nearest = Number.POSITIVE_INFINITY;
  let pagesWithoutProgress = 0;
  for (;;) {
    const { items, total } = await read(skip);
    if (items.length === 0 && skip < total) throw contradiction('is empty, though more packages match');
    const [start, end] = [items[0]?.packageId ?? '', items.at(-1)?.packageId ?? ''];
    if (skip >= furthest && items.length > 0 && ends.get(start) === end) {
      throw contradiction('contains only packages from earlier pages');
    }
    ends.set(start, end);
    yield items;
    const gone = known - total;
    known = total;
    if (gone > 0 && skip > first && returns < mostReturns) {
      returns += 1;
      furthest = Math.max(furthest, skip + items.length);
      skip = Math.max(first, skip - Math.max(gone, pageSize));
      continue;
    }
    if (gone > 0 && skip > first) onGap();
    skip += items.length;
    if (items.length === 0 || skip >= total) return;
    // Packages may be added while pages are read, but not at every page as many as it has.
    pagesWithoutProgress = total - skip < nearest ? 0 : pagesWithoutProgress + 1;
    if (pagesWithoutProgress === mostPagesWithoutProgress) {
      throw contradiction('brings nothing new, like the nine before it');
    }
    nearest = Math.min(nearest, total - skip);
    pageSize = Math.max(pageSize, items.length);
  }
}
