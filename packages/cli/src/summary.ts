import { type Reason, reasons, type VideoIds, visibleText } from 'iinked-sign';
import type { ApplyReport, DeletionPlan, DeletionReceipt } from 'iinked-sign/retention';
import type { ArchivedVideo } from './archive/archivePlan.ts';
import { momentIn, several, sizeInWords } from './words.ts';

/** What an archive has of a plan. */
export type ArchiveResult = { planId: string; folder: string; videos: readonly ArchivedVideo[] };

/** What a plan would do, in a few lines. */
export function summaryOfPlan(plan: DeletionPlan, timeZone: string): string {
  const { totals, rules, unmatchedHolds, mayBeIncomplete } = plan;
  const all = totals.packages + totals.skipped;
  const since = rules.olderThan.since === 'executed' ? 'recorded and executed' : 'recorded';
  return linesOf([
    `Plan ${plan.id} for ${plan.server}`,
    nothingOf(plan) ??
      `  delete      ${several(totals.delete, 'video')} (${sizeInWords(totals.bytes)}) in ${several(totals.packagesPlanned, 'package')} of ${all.toLocaleString('en')}`,
    `  keep        ${several(totals.keep, 'video')}`,
    ...reasonsOf(plan),
    `  old enough  ${since} before ${momentIn(timeZone, plan.cutoff)}`,
    totals.alreadyDeleted > 0 && `  gone        ${several(totals.alreadyDeleted, 'video')} already deleted`,
    unmatchedHolds.length > 0 &&
      `  attention   ${several(unmatchedHolds.length, 'hold')} without a match: see the page`,
    mayBeIncomplete &&
      '  attention   packages went away while they were listed: some may have been missed, and are kept',
  ]);
}

/** Says that a plan deletes nothing, and whether that is because its rules match nothing. */
function nothingOf({ totals }: DeletionPlan): string | undefined {
  if (totals.packages + totals.skipped === 0) {
    return '  NOTHING MATCHED: no package is within the rules. Check "packages" in the policy, the server and the key.';
  }
  if (totals.delete > 0) return undefined;
  const looked = several(totals.packages + totals.skipped, 'package');
  return `  Nothing to do: of ${looked} within the rules, none has a video to delete.`;
}

function reasonsOf({ keep, totals }: DeletionPlan): string[] {
  const counts = new Map<Reason, number>(totals.keepUnlisted > 0 ? [['young', totals.keepUnlisted]] : []);
  for (const { reason } of keep) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${' '.repeat(14)}${count.toLocaleString('en')}: ${reasons[reason]}`);
}

/** What an apply did, in a few lines. */
export function summaryOfReport({ dryRun, stopped, totals, server, planId }: ApplyReport): string {
  const { deleted, alreadyDeleted, wouldDelete, kept, missing, failed, unknown, notStarted } = totals;
  const size = sizeInWords(totals.deletedBytes);
  return linesOf([
    `${dryRun ? 'Dry run of plan' : 'Plan'} ${planId} on ${server}`,
    dryRun
      ? `  would delete  ${several(wouldDelete, 'video')}; nothing was deleted`
      : `  deleted       ${several(deleted, 'video')} of ${totals.planned.toLocaleString('en')} (${size})`,
    alreadyDeleted > 0 && `  before        ${several(alreadyDeleted, 'video')} deleted before this run`,
    kept > 0 && `  kept          ${several(kept, 'video')}: alive, for a reason`,
    missing > 0 && `  missing       ${several(missing, 'video')} no longer listed`,
    failed > 0 && `  failed        ${several(failed, 'video')} not deleted`,
    unknown > 0 && `  unknown       ${several(unknown, 'video')} that may be deleted`,
    notStarted > 0 && `  not started   ${several(notStarted, 'video')}`,
    stopped !== undefined && `  stopped       ${stops[stopped]}`,
  ]);
}

/** What an archive has, in a few lines. */
export function summaryOfArchive({ planId, folder, videos }: ArchiveResult): string {
  const archived = videos.filter(({ outcome }) => outcome === 'archived');
  const before = videos.filter((video) => video.outcome === 'archived' && !video.isNew).length;
  const failed = videos.flatMap((video) => (video.outcome === 'failed' ? [video] : []));
  const gone = videos.filter(({ outcome }) => outcome === 'gone').length;
  const notStarted = videos.filter(({ outcome }) => outcome === 'notStarted').length;
  const bytes = archived.reduce((sum, { size }) => sum + (size ?? 0), 0);
  return linesOf([
    `Archive of plan ${planId} in ${folder}`,
    `  archived     ${several(archived.length, 'video')} of ${videos.length.toLocaleString('en')} (${sizeInWords(bytes)})`,
    before > 0 && `  before       ${several(before, 'video')} of them before this run`,
    gone > 0 && `  gone         ${several(gone, 'video')} deleted or no longer listed`,
    failed.length > 0 && `  failed       ${several(failed.length, 'video')} without a copy: apply keeps them`,
    ...failed.slice(0, mostShown).map(failureInWords),
    failed.length > mostShown && `                 and ${failed.length - mostShown} more: --json names each`,
    notStarted > 0 && `  not started  ${several(notStarted, 'video')} without a copy: apply keeps them`,
  ]);
}

const mostShown = 10;

function failureInWords({ packageId, meetingVideoId, message }: VideoIds & { message: string }): string {
  return `                 ${visibleText(packageId)}/${visibleText(meetingVideoId)}: ${message}`;
}

const stops: Record<NonNullable<ApplyReport['stopped']>, string> = {
  aborted: 'it was interrupted',
  failures: 'too many failures in a row',
  error: 'an error',
};

/** What an audit found, in a few lines. */
export function summaryOfReceipt({ complete, settled, totals, server, planId }: DeletionReceipt): string {
  const { deleted, kept, overdue, missing, unplanned } = totals;
  const state = complete ? 'settled and complete' : settled ? 'settled, not complete' : 'NOT SETTLED';
  return linesOf([
    `Plan ${planId} on ${server}: ${state}`,
    `  deleted    ${several(deleted, 'video')} of ${totals.planned.toLocaleString('en')} (${sizeInWords(totals.deletedBytes)})`,
    kept > 0 && `  kept       ${several(kept, 'video')}, for a reason`,
    overdue > 0 && `  overdue    ${several(overdue, 'video')}: alive, and nothing keeps them`,
    missing > 0 && `  missing    ${several(missing, 'video')} no longer listed`,
    unplanned > 0 && `  unplanned  ${several(unplanned, 'video')} deleted or gone outside the plan`,
  ]);
}

function linesOf(lines: readonly (string | false)[]): string {
  return lines.filter((line) => line !== false).join('\n');
}
