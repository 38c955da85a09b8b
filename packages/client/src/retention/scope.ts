import type { Terms } from '../call.ts';
import type { Inside } from '../inside.ts';
import type { PlannedScope } from './rules.ts';

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
  const { types, states, ...query } = scope;
  const lists = { ...(types && { types: [...types] }), ...(states && { states: [...states] }) };
  const seen = new Set<string>();
  for await (const { packageId, name } of packages({ ...query, ...lists }, terms)) {
    if (seen.has(packageId)) continue;
    seen.add(packageId);
    yield { packageId, packageName: typeof name === 'string' ? name : null };
  }
}
