import { type Client, instantOf, type Package, type PackageQuery, TimeoutError } from 'iinked-sign';
import { allMembersField, packageStateField, searchField } from './fields.ts';
import { type Input, isYes, textOf } from './input.ts';
import { stepLimitMs } from './transport.ts';

/**
 * Lists packages, page after page as they arrive, within the time of a step.
 *
 * @param most After how many packages to stop.
 * @returns Each package once.
 * @throws {TimeoutError} when the step would take too long.
 */
export async function findPackages(
  client: Client,
  query: PackageQuery,
  most: number = Number.POSITIVE_INFINITY,
): Promise<Package[]> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(tooLong()), stepLimitMs);
  const found = new Map<string, Package>();
  try {
    for await (const item of client.packages.listAll({ sortBy: 'created', ...query }, { signal: controller.signal })) {
      found.set(item.packageId, item);
      if (found.size >= most) break;
    }
  } finally {
    clearTimeout(timer);
  }
  return [...found.values()];
}

/**
 * Reads which packages a step is about.
 *
 * @throws {InvalidRequestError} when a field is given and cannot be read.
 */
export function queryOf(bundle: Input): PackageQuery {
  const search = textOf(searchField, bundle);
  const state = textOf(packageStateField, bundle);
  return {
    ...(search !== undefined && { search }),
    ...(state !== undefined && { states: [state] }),
    ...(isYes(allMembersField, bundle) && { allMembers: true }),
  };
}

/** Compares packages: the newest first, by when they were executed or else created, and those without a date last. */
export function byNewest(one: Package, other: Package): number {
  return timeOf(other) - timeOf(one) || one.packageId.localeCompare(other.packageId);
}

function timeOf({ timeExecuted, timeCreated }: Package): number {
  return instantOf(timeExecuted) ?? instantOf(timeCreated) ?? 0;
}

function tooLong(): TimeoutError {
  const seconds = stepLimitMs / 1000;
  return new TimeoutError(
    `There are too many packages to list in ${seconds} seconds. Nothing was deleted. Choose a state or another search text to narrow the list.`,
    { mayHaveDeleted: false },
  );
}
