import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import { must } from '../fields.ts';
import { holdOf, type SealedHold, unitedHold } from '../hold.ts';
import type { VideoIds } from '../video.ts';
import type { ApprovalRecord } from './documents/approval.ts';
import type { DeletionPlan } from './documents/plan.ts';
import type { ApplyReport, VideoReport } from './documents/report.ts';
import { checked } from './documents/seals.ts';
import type { Sealer } from './seal.ts';

/** What the reports of a plan say together. */
export type Reports = {
  approvals: ApprovalRecord[];
  hold: SealedHold;
  /** What the newest report says of a video. */
  newest: (video: VideoIds) => VideoReport | undefined;
  /** What a report says that deleted the video. */
  deletion: (video: VideoIds) => VideoReport | undefined;
};

/**
 * Reads reports of a plan.
 *
 * @throws {PlanRefusedError} with the reason `report` when one is altered, of another plan or key, or of a dry run.
 */
export function reportsOf(plan: DeletionPlan, value: unknown, sealer: Sealer): Reports {
  must(Array.isArray(value), 'reports', 'an array of reports', value);
  const reports = value
    .map((each) => reportOf(plan, each, sealer))
    .sort((one, other) => Date.parse(one.finishedAt) - Date.parse(other.finishedAt));
  const newest = new Map<string, VideoReport>();
  const deletions = new Map<string, VideoReport>();
  const approvals = new Map<string, ApprovalRecord>();
  let hold = holdOf({});
  for (const report of reports) {
    hold = unitedHold(hold, report.hold);
    for (const approval of report.approvals) approvals.set(approval.seal, approval);
    for (const video of report.videos) {
      newest.set(keyOf(video), video);
      if (video.outcome === 'deleted') deletions.set(keyOf(video), video);
    }
  }
  return {
    approvals: [...approvals.values()],
    hold,
    newest: (video) => newest.get(keyOf(video)),
    deletion: (video) => deletions.get(keyOf(video)),
  };
}

function reportOf(plan: DeletionPlan, value: unknown, sealer: Sealer): ApplyReport {
  const report = readReport(value, sealer);
  if (report.planId !== plan.id || report.planSeal !== plan.seal) throw refused('A report is of another plan.');
  if (report.dryRun) throw refused('A report is of a dry run, which deleted nothing.');
  return report;
}

function readReport(value: unknown, sealer: Sealer): ApplyReport {
  try {
    return checked('report', value, sealer);
  } catch (error) {
    if (!(error instanceof PlanRefusedError)) throw error;
    throw refused(error.message.replace(' Nothing was deleted.', ''));
  }
}

function refused(problem: string): PlanRefusedError {
  return new PlanRefusedError('report', `${problem} Give the reports of this plan, as they were returned.`);
}

function keyOf({ packageId, meetingVideoId }: VideoIds): string {
  return `${packageId}\n${meetingVideoId}`;
}
