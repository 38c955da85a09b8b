import type { Cutoff } from '../age.ts';
import type { PackageFacts } from '../facts.ts';
import { instantOf } from '../time.ts';
import type { PlannedScope } from './rules.ts';

/**
 * Why the videos of a package need not be listed: it is too young to have one that is old enough, or it was created before the
 * plan begins. A date that is missing or cannot be read skips nothing.
 */
export function skippedAs(
  { timeCreated, timeExecuted, isExecuted }: PackageFacts,
  scope: PlannedScope,
  { instant, since }: Cutoff,
): 'young' | 'earlier' | undefined {
  const created = instantOf(timeCreated);
  if (isBefore(created, scope)) return 'earlier';
  // No video is older than its package.
  if (created !== undefined && created >= instant) return 'young';
  if (since === 'created') return undefined;
  const executed = instantOf(timeExecuted);
  return isExecuted === false || (executed !== undefined && executed >= instant) ? 'young' : undefined;
}

/** Whether a package was created before the day from which the rules are about packages. */
export function isBefore(created: number | undefined, scope: PlannedScope): boolean {
  if (created === undefined || 'packageIds' in scope || scope.createdFrom === undefined) return false;
  return created < Date.parse(`${scope.createdFrom}T00:00:00Z`);
}
