import type { Terms } from '../call.ts';
import type { Inside } from '../inside.ts';
import { queryOf } from '../query.ts';
import { instantOf } from '../time.ts';
import type { PlannedScope } from './rules.ts';
import { keepBusy } from './workers.ts';

/** A package of a plan. */
export type ScopedPackage = { packageId: string; packageName: string | null };

/** The packages that rules are about, each once, as their pages come. */
export async function* packagesOf(
  { packages }: Pick<Inside, 'packages'>,
  scope: PlannedScope,
  terms: () => Terms,
): AsyncGenerator<ScopedPackage, void, undefined> {
  if ('packageIds' in scope) {
    for (const packageId of scope.packageIds) yield { packageId, packageName: null };
    return;
  }
  const { createdFrom, ...query } = scope;
  const seen = new Set<string>();
  for await (const { packageId, name, timeCreated } of packages(queryOf(query), terms)) {
    if (seen.has(packageId) || isBefore(timeCreated, createdFrom)) continue;
    seen.add(packageId);
    yield { packageId, packageName: typeof name === 'string' ? name : null };
  }
}

const pageSize = 50;

/** The ids of the packages that rules are about, several pages at once. One that moves from page to page may be missed. */
export async function packageIdsOf(
  { packagePage }: Pick<Inside, 'packagePage'>,
  scope: PlannedScope,
  { terms, atOnce }: { terms: () => Terms; atOnce: number },
  tell: (done: number, total: number) => void,
): Promise<ReadonlySet<string>> {
  if ('packageIds' in scope) return new Set(scope.packageIds);
  const { createdFrom, ...rest } = scope;
  const query = queryOf(rest);
  const found = new Set<string>();
  async function read(skip: number): Promise<{ size: number; total: number }> {
    const { items, total } = await packagePage({ ...query, take: pageSize, skip }, terms());
    for (const { packageId, timeCreated } of items) if (!isBefore(timeCreated, createdFrom)) found.add(packageId);
    tell(found.size, total);
    return { size: items.length, total };
  }
  // A server may give less than was asked for.
  const { size, total } = await read(0);
  let next = size;
  await keepBusy(atOnce, () => {
    if (next >= total || size === 0) return undefined;
    const skip = next;
    next += size;
    return async () => void (await read(skip));
  });
  return found;
}

function isBefore(timeCreated: unknown, day: string | undefined): boolean {
  const [created, from] = [instantOf(timeCreated), instantOf(`${day}T00:00:00Z`)];
  return created !== undefined && from !== undefined && created < from;
}
