import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import { instantOf } from '../time.ts';
import { documentOf } from './documents/documents.ts';
import { formats } from './documents/formats.ts';
import type { DeletionPreview, PlanContents } from './documents/plan.ts';

const previewed = 1000;

/**
 * Makes sure that a plan holds no more than its limits allow.
 *
 * @throws {PlanRefusedError} with the reason `limit`, what the plan would hold, and a preview of it.
 */
export function assertWithinLimits(contents: PlanContents): void {
  const problem = problemWith(contents);
  if (problem === undefined) return;
  const { totals } = contents;
  const counts = {
    planned: totals.delete,
    alive: totals.alive,
    packagesPlanned: totals.packagesPlanned,
    packages: totals.packages + totals.skipped,
  };
  const byYear = yearsOf(contents);
  const advice = 'Check the rules: if they are right, raise the limit, or take the oldest years first.';
  const refusal = { counts, byYear, preview: previewOf(contents, byYear) };
  throw new PlanRefusedError('limit', `${problem} ${advice}`, refusal);
}

function problemWith({ rules: { limits }, totals }: PlanContents): string | undefined {
  if (totals.delete > limits.videos) {
    return `${totals.delete} videos meet the rules, and the limit is ${limits.videos}.`;
  }
  const packages = totals.packages + totals.skipped;
  // A quotient rounds as the number in the rules does: 29 of 100 are exactly a share of 0.29.
  if (limits.share === undefined || packages === 0 || totals.packagesPlanned / packages <= limits.share)
    return undefined;
  return `${totals.packagesPlanned} of the ${packages} packages have a video that meets the rules, and the limit is a share of ${limits.share}.`;
}

function yearsOf({ delete: planned }: PlanContents): DeletionPreview['byYear'] {
  const years = new Map<number, number>();
  for (const { timeCreated } of planned) {
    const year = new Date(instantOf(timeCreated) ?? 0).getUTCFullYear();
    years.set(year, (years.get(year) ?? 0) + 1);
  }
  return [...years].map(([year, videos]) => ({ year, videos })).sort((one, other) => one.year - other.year);
}

function previewOf(contents: PlanContents, byYear: DeletionPreview['byYear']): DeletionPreview {
  return documentOf('preview', {
    format: formats.preview,
    ...contents,
    delete: contents.delete.slice(0, previewed),
    keep: contents.keep.slice(0, previewed),
    alreadyDeleted: contents.alreadyDeleted.slice(0, previewed),
    byYear,
  });
}
