import {
  type Client,
  InvalidRequestError,
  instantOf,
  type OlderThan,
  type Package,
  type PackageQuery,
  reasonToKeep,
} from 'iinked-sign';
import { type Pages, pagesOf, tooManyPackages } from './pages.ts';

/** Which packages a search is about. */
export type Wanted = {
  /** What the API is asked for. */
  query: PackageQuery;
  /** Whether a package that the API found is one of them. */
  accepts: (item: Package) => boolean;
  olderThan?: OlderThan | undefined;
  /** How many to find, at most. */
  limit: number;
  /** Whether several may match. */
  maySeveralMatch: boolean;
};

/** The packages that were found. */
export type FoundPackages = {
  packages: Package[];
  /** How many packages the API has for this query. */
  total: number;
  /** Whether more may match. */
  someLeftOut: boolean;
};

/**
 * Finds packages: the newest first, or, where an age is asked for, the oldest first.
 *
 * @throws {InvalidRequestError} when several match, and only one may.
 * @throws {TimeoutError} when there are too many to read to find any, or to know that there is only one.
 */
export async function findPackages(client: Client, wanted: Wanted): Promise<FoundPackages> {
  const { query, accepts, olderThan, limit, maySeveralMatch } = wanted;
  const now = Date.now();
  const pages = pagesOf(client, query);
  const found = new Map<string, Package>();
  const most = maySeveralMatch ? limit : 1;
  let total = 0;
  for await (const page of olderThan ? pages.oldestFirst() : pages.newestFirst()) {
    total = page.total;
    for (const item of page.items) {
      if (accepts(item) && (!olderThan || isOlder(item, olderThan, now))) found.set(item.packageId, item);
    }
    if (found.size > most) break;
    if (olderThan && hasReachedYounger(page.items, olderThan, now)) break;
  }
  const packages = [...found.values()];
  if (!maySeveralMatch && packages.length > 1) throw severalMatch(packages);
  if (pages.isTimeUp() && (!maySeveralMatch || packages.length === 0)) {
    throw tooManyPackages('Narrow the search by Search Text, State or Older Than.');
  }
  if (!olderThan) packages.sort(byNewest);
  return {
    packages: packages.slice(0, limit),
    total,
    someLeftOut: packages.length > limit || pages.isTimeUp(),
  };
}

/** Lists so many packages, the newest pages first. */
export async function newestPackages(pages: Pages, most: number): Promise<Package[]> {
  const found = new Map<string, Package>();
  for await (const { items } of pages.newestFirst()) {
    for (const item of items) if (found.size < most) found.set(item.packageId, item);
    if (found.size >= most) break;
  }
  if (pages.isTimeUp()) throw tooManyPackages('Let a search find the package.');
  return [...found.values()];
}

/** Compares packages: the newest first, by when they were executed or else created, and those without a date last. */
export function byNewest(one: Package, other: Package): number {
  return timeOf(other) - timeOf(one) || one.packageId.localeCompare(other.packageId);
}

function timeOf({ timeExecuted, timeCreated }: Package): number {
  return instantOf(timeExecuted) ?? instantOf(timeCreated) ?? 0;
}

/**
 * Whether a package is old enough: as old as a video would be that was recorded when it was created. The client judges both by
 * one rule.
 */
export function isOlder(item: Package, olderThan: OlderThan, now: number): boolean {
  const { packageId, timeCreated } = item;
  const video = { meetingVideoId: packageId, state: 'archived', ...(timeCreated && { timeCreated }) };
  return reasonToKeep({ packageId, package: item, video }, { olderThan }, now) === undefined;
}

/** Whether all further packages are too young: pages from the back are sorted by creation, if the API sorts as it says. */
function hasReachedYounger(items: readonly Package[], olderThan: OlderThan, now: number): boolean {
  const created = items.flatMap(({ timeCreated }) => instantOf(timeCreated) ?? []);
  if (created.some((time, at) => time < (created[at - 1] ?? time))) return false;
  return items.some(
    (item) => instantOf(item.timeCreated) !== undefined && !isOlder(item, { ...olderThan, since: 'created' }, now),
  );
}

function severalMatch(packages: readonly Package[]): InvalidRequestError {
  const shown = packages.slice(0, 3).map(({ name, packageId }) => `'${name ?? 'Unnamed'}' (${packageId})`);
  const advice = 'Give more of Name, Matter Number and Client Number, or let If Several Match return all';
  return new InvalidRequestError('The search', `finds several packages, such as ${shown.join(', ')}. ${advice}`, {
    wasRead: true,
  });
}
