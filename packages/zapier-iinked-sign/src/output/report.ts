import { reasons } from 'iinked-sign';
import type { ApplyReport, VideoReport } from 'iinked-sign/retention';
import { lineItems, type OutputField, type OutputFields, outputFields } from './format.ts';
import { commonFields, counted, countFields, named, type Shown, shown, shownFields, videos } from './shown.ts';
import { sampleDeletedVideo, samplePackageId, samplePackageName } from './video.ts';

/** What became of a planned video. */
export type PlannedVideoOutput = {
  packageId: string;
  packageName: string | null;
  meetingVideoId: string;
  outcome: string;
  reason: string | null;
  message: string | null;
  timeDeleted: string | null;
};

/** What Apply Deletion Plan gives to the next steps of a Zap. */
export type ReportOutput = Shown & {
  id: string;
  report: string;
  message: string;
  isDryRun: boolean;
  isTest: boolean;
  isFinished: boolean;
  plannedCount: number;
  deletedCount: number;
  deletedBytes: number;
  alreadyDeletedCount: number;
  wouldDeleteCount: number;
  keptCount: number;
  missingCount: number;
  failedCount: number;
  unknownCount: number;
  notStartedCount: number;
  unmatchedHolds: string;
  videosNotListed: number;
  videos: PlannedVideoOutput[];
};

/** Puts the report of an apply in the shape that Zapier wants. */
export function reportOutput(report: ApplyReport, isTest: boolean, timeZone: string): ReportOutput {
  const { planId, totals, dryRun, unmatchedHolds } = report;
  const { listed, notListed } = lineItems(report.videos.map(plannedVideoOutput));
  return {
    id: planId,
    report: JSON.stringify(report),
    message: reportMessage(report, isTest),
    isDryRun: dryRun,
    isTest,
    isFinished: !dryRun && totals.failed + totals.unknown + totals.notStarted === 0,
    plannedCount: totals.planned,
    deletedCount: totals.deleted,
    deletedBytes: totals.deletedBytes,
    alreadyDeletedCount: totals.alreadyDeleted,
    wouldDeleteCount: totals.wouldDelete,
    keptCount: totals.kept,
    missingCount: totals.missing,
    failedCount: totals.failed,
    unknownCount: totals.unknown,
    notStartedCount: totals.notStarted,
    unmatchedHolds: named(unmatchedHolds),
    ...shown(report, timeZone),
    videosNotListed: notListed,
    videos: listed,
  };
}

function reportMessage({ dryRun, stopped, totals }: ApplyReport, isTest: boolean): string {
  const { deleted, alreadyDeleted, wouldDelete, kept, missing, failed, unknown, notStarted } = totals;
  if (dryRun) {
    const kind = isTest ? 'This was a test in the editor, which never deletes.' : 'This was a dry run.';
    return `${kind} Nothing was deleted. This would delete ${videos(wouldDelete)} and keep ${kept}.`;
  }
  const parts = [
    counted(alreadyDeleted, 'deleted before'),
    counted(kept, 'kept'),
    counted(missing, 'missing'),
    counted(failed, 'failed'),
    counted(unknown, 'unknown'),
    counted(notStarted, 'not started'),
  ].filter((part) => part);
  const done = [`Permanently deleted: ${videos(deleted)}`, ...parts].join(', ');
  return [`${done}.`, stopped && reasonOfStop(stopped, totals)].filter((part) => part).join(' ');
}

function reasonOfStop(stopped: 'aborted' | 'failures' | 'error', totals: ApplyReport['totals']): string {
  if (stopped === 'failures')
    return 'The step stopped after failures in a row. Look at them, then apply the same plan again.';
  if (stopped === 'error') return 'The step stopped after an error. Apply the same plan again.';
  const isUntouched = totals.notStarted === totals.planned;
  const why = isUntouched
    ? 'The packages and holds could not be read in 10 seconds.'
    : 'The time of the step was over.';
  return `${why} Apply the same plan again, or let the next plan find what was not started.`;
}

function plannedVideoOutput(video: VideoReport): PlannedVideoOutput {
  const { packageId, packageName, meetingVideoId, outcome, reason, message, timeDeleted } = video;
  return {
    packageId,
    packageName,
    meetingVideoId,
    outcome,
    reason: reason === undefined ? null : reasons[reason],
    message: message ?? null,
    timeDeleted: timeDeleted ?? null,
  };
}

const plannedVideoFields: Record<keyof PlannedVideoOutput, OutputField> = {
  packageId: { label: 'Package ID', type: 'string' },
  packageName: { label: 'Package Name', type: 'string' },
  meetingVideoId: { label: 'Video ID', type: 'string' },
  outcome: { label: 'Outcome', type: 'string' },
  reason: { label: 'Why It Was Kept', type: 'string' },
  message: { label: 'Message about the Video', type: 'string' },
  timeDeleted: { label: 'Video Deleted', type: 'datetime' },
};

/** The output fields of Apply Deletion Plan, labelled; those of the videos are line items. */
export const reportOutputFields: OutputFields = [
  ...outputFields({
    ...commonFields,
    ...countFields,
    report: { label: 'Report', type: 'string' },
    isDryRun: { label: 'Dry Run', type: 'boolean' },
    isTest: { label: 'Editor Test', type: 'boolean' },
    isFinished: { label: 'Finished', type: 'boolean' },
    alreadyDeletedCount: { label: 'Number of Videos Deleted Before', type: 'integer' },
    wouldDeleteCount: { label: 'Number of Videos It Would Delete', type: 'integer' },
    failedCount: { label: 'Number of Failed Videos', type: 'integer' },
    unknownCount: { label: 'Number of Unknown Outcomes', type: 'integer' },
    notStartedCount: { label: 'Number of Videos Not Started', type: 'integer' },
    ...shownFields,
    videosNotListed: { label: 'Number of Videos Not Listed', type: 'integer' },
  } satisfies Record<Exclude<keyof ReportOutput, 'videos'>, OutputField>),
  ...outputFields(plannedVideoFields, 'videos[]'),
];

/** What the Zap editor shows before Apply Deletion Plan has run. */
export const reportSample: ReportOutput = {
  id: '2c1f5f4e-8f0f-4b57-9d53-6d5d9d1b6a11',
  report: '{"format":"iinked-sign/apply-report/2"}',
  message: 'Permanently deleted: 1 video.',
  isDryRun: false,
  isTest: false,
  isFinished: true,
  plannedCount: 1,
  deletedCount: 1,
  deletedBytes: 4_402_007,
  alreadyDeletedCount: 0,
  wouldDeleteCount: 0,
  keptCount: 0,
  missingCount: 0,
  failedCount: 0,
  unknownCount: 0,
  notStartedCount: 0,
  unmatchedHolds: '',
  html: '<p>1 video deleted</p>',
  markdown: '1 video deleted',
  videosNotListed: 0,
  videos: [
    {
      packageId: samplePackageId,
      packageName: samplePackageName,
      meetingVideoId: sampleDeletedVideo.meetingVideoId,
      outcome: 'deleted',
      reason: null,
      message: null,
      timeDeleted: '2026-12-01T09:31:00.000Z',
    },
  ],
};
