import type { DeletionPlan } from 'iinked-sign/retention';
import { textOfDocument } from '../plans/limits.ts';
import { type OutputField, type OutputFields, outputFields } from './format.ts';
import {
  commonFields,
  type Files,
  fileFields,
  filesOf,
  named,
  type Shown,
  shown,
  shownFields,
  videos,
} from './shown.ts';

/** What Create Deletion Plan gives to the next steps of a Zap. */
export type PlanOutput = Shown &
  Files & {
    id: string;
    plan: string;
    message: string;
    hasVideos: boolean;
    videoCount: number;
    packageCount: number;
    totalBytes: number;
    keptCount: number;
    packagesRead: number;
    approvalsNeeded: number;
    cutoff: string;
    server: string;
    unmatchedHolds: string;
  };

/**
 * Puts a plan in the shape that Zapier wants.
 *
 * @throws {IinkedSignError} when the plan is too long for a step.
 */
export function planOutput(plan: DeletionPlan, timeZone: string): PlanOutput {
  const { id, totals, cutoff, server, rules, unmatchedHolds } = plan;
  return {
    id,
    plan: textOfDocument(plan),
    message: planMessage(plan),
    hasVideos: totals.delete > 0,
    videoCount: totals.delete,
    packageCount: totals.packagesPlanned,
    totalBytes: totals.bytes,
    keptCount: totals.keep,
    packagesRead: totals.packages + totals.skipped,
    approvalsNeeded: rules.approvalsNeeded,
    cutoff,
    server,
    unmatchedHolds: named(unmatchedHolds),
    ...shown(plan, timeZone),
    ...filesOf(plan, timeZone),
  };
}

function planMessage({ totals, unmatchedHolds, mayBeIncomplete }: DeletionPlan): string {
  const read = totals.packages + totals.skipped;
  if (read === 0) return 'No package was found. Check the fields that choose packages. Nothing was deleted.';
  const of = `${videos(totals.delete)} in ${packages(totals.packagesPlanned)} would be deleted, ${totals.keep} kept`;
  const notes = [
    unmatchedHolds.length > 0 ? `${unmatchedHolds.length} on hold match nothing.` : '',
    mayBeIncomplete ? 'Packages were removed while they were read: run the step again for those that were missed.' : '',
  ].filter((note) => note);
  return [`${of}. Nothing was deleted.`, ...notes].join(' ');
}

function packages(count: number): string {
  return count === 1 ? '1 package' : `${count} packages`;
}

/** The output fields of Create Deletion Plan, labelled. */
export const planOutputFields: OutputFields = outputFields({
  ...commonFields,
  plan: { label: 'Plan', type: 'string' },
  hasVideos: { label: 'Has Videos to Delete', type: 'boolean' },
  videoCount: { label: 'Number of Videos to Delete', type: 'integer' },
  packageCount: { label: 'Number of Packages with Videos to Delete', type: 'integer' },
  totalBytes: { label: 'Bytes to Delete', type: 'number' },
  keptCount: { label: 'Number of Kept Videos', type: 'integer' },
  packagesRead: { label: 'Number of Packages Read', type: 'integer' },
  approvalsNeeded: { label: 'Approvals Needed', type: 'integer' },
  cutoff: { label: 'Cut-Off Date', type: 'datetime' },
  server: { label: 'Server', type: 'string' },
  ...shownFields,
  ...fileFields,
} satisfies Record<keyof PlanOutput, OutputField>);

/** What the Zap editor shows before Create Deletion Plan has run. */
export const planSample: PlanOutput = {
  id: '2c1f5f4e-8f0f-4b57-9d53-6d5d9d1b6a11',
  plan: '{"format":"iinked-sign/deletion-plan/2"}',
  message: '2 videos in 1 package would be deleted, 1 kept. Nothing was deleted.',
  hasVideos: true,
  videoCount: 2,
  packageCount: 1,
  totalBytes: 8_804_014,
  keptCount: 1,
  packagesRead: 40,
  approvalsNeeded: 1,
  cutoff: '2016-12-01T00:00:00.000Z',
  server: 'https://sign.example.com/api/v1',
  unmatchedHolds: '',
  html: '<p>2 videos to delete</p>',
  markdown: '2 videos to delete',
  page: '<!doctype html>',
  csv: 'action,packageId,meetingVideoId',
};
