import type { Fate } from './deletePlanned.ts';
import { formats } from './documents/formats.ts';
import type { DeletionPlan } from './documents/plan.ts';
import type { ApplyReport, ApplyTotals, OfPlan, VideoReport } from './documents/report.ts';

/** What a report and a receipt say of the plan. */
export function ofPlan({ id, seal, createdAt, rules, cutoff, server }: DeletionPlan): OfPlan {
  return { planId: id, planSeal: seal, planCreatedAt: createdAt, rules, cutoff, server };
}

/** Makes the report of a run, each planned video once. */
export function reportOf(
  plan: DeletionPlan,
  fates: readonly (Fate | undefined)[],
  run: Pick<
    ApplyReport,
    'startedAt' | 'finishedAt' | 'dryRun' | 'stopped' | 'approvals' | 'hold' | 'unmatchedHolds'
  > & { sha256Of: (video: VideoReport) => string | undefined },
): Omit<ApplyReport, 'keyId' | 'seal'> {
  const { sha256Of, ...rest } = run;
  const videos = plan.delete.map((video, place) => {
    const report: VideoReport = { ...video, ...(fates[place] ?? { outcome: 'notStarted' }) };
    const sha256 = sha256Of(report);
    return sha256 === undefined ? report : { ...report, sha256 };
  });
  return { format: formats.report, ...ofPlan(plan), ...rest, videos, totals: totalsOf(videos) };
}

function totalsOf(videos: readonly VideoReport[]): ApplyTotals {
  const totals: ApplyTotals = {
    planned: videos.length,
    deleted: 0,
    alreadyDeleted: 0,
    wouldDelete: 0,
    kept: 0,
    missing: 0,
    failed: 0,
    unknown: 0,
    notStarted: 0,
    deletedBytes: 0,
  };
  for (const { outcome, size } of videos) {
    totals[outcome] += 1;
    if (outcome === 'deleted') totals.deletedBytes += bytesOf(size);
  }
  return totals;
}

/** Bytes that can be added up. */
export function bytesOf(size: number | null): number {
  return Math.max(0, Math.trunc(size ?? 0));
}
