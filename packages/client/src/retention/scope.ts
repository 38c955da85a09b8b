import type { Terms } from '../call.ts';
import type { Inside } from '../inside.ts';
import { queryOf } from '../query.ts';
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
  const seen = new Set<string>();
  for await (const { packageId, name } of packages(queryOf(scope), terms)) {
    if (seen.has(packageId)) continue;
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
  const query = queryOf(scope);
  const found = new Set<string>();
  async function read(skip: number): Promise<{ size: number; total: number }> {
    const { items, total } = await packagePage({ ...query, take: pageSize, skip }, terms());
    for (const { packageId } of items) found.add(packageId);
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
