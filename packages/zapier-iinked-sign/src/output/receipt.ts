import type { DeletionReceipt } from 'iinked-sign/retention';
import { type OutputField, type OutputFields, outputFields } from './format.ts';
import {
  commonFields,
  counted,
  countFields,
  type Files,
  fileFields,
  filesOf,
  named,
  type Shown,
  shown,
  shownFields,
} from './shown.ts';

/** What Audit Deletion Plan gives to the next steps of a Zap. */
export type ReceiptOutput = Shown &
  Files & {
    id: string;
    receipt: string;
    message: string;
    isComplete: boolean;
    isSettled: boolean;
    plannedCount: number;
    deletedCount: number;
    deletedBytes: number;
    keptCount: number;
    overdueCount: number;
    missingCount: number;
    unplannedCount: number;
    checkedAt: string;
    server: string;
    unmatchedHolds: string;
  };

/** Puts a receipt in the shape that Zapier wants. */
export function receiptOutput(receipt: DeletionReceipt, timeZone: string): ReceiptOutput {
  const { planId, totals, complete, settled, checkedAt, server, unmatchedHolds } = receipt;
  const { deleted, kept, overdue, missing, unplanned, planned } = totals;
  const open = [counted(overdue, 'overdue'), counted(missing, 'missing'), counted(unplanned, 'not planned')];
  const state = settled ? 'Nothing is left to do.' : 'Look at the receipt: something is left to do or to find out.';
  const parts = [`${deleted} of ${planned} videos are deleted`, counted(kept, 'kept'), ...open].filter((part) => part);
  return {
    id: planId,
    receipt: JSON.stringify(receipt),
    message: `${parts.join(', ')}. ${state}`,
    isComplete: complete,
    isSettled: settled,
    plannedCount: planned,
    deletedCount: deleted,
    deletedBytes: totals.deletedBytes,
    keptCount: kept,
    overdueCount: overdue,
    missingCount: missing,
    unplannedCount: unplanned,
    checkedAt,
    server,
    unmatchedHolds: named(unmatchedHolds),
    ...shown(receipt, timeZone),
    ...filesOf(receipt, timeZone),
  };
}

/** The output fields of Audit Deletion Plan, labelled. */
export const receiptOutputFields: OutputFields = outputFields({
  ...commonFields,
  ...countFields,
  receipt: { label: 'Receipt', type: 'string' },
  isComplete: { label: 'Complete', type: 'boolean' },
  isSettled: { label: 'Settled', type: 'boolean' },
  overdueCount: { label: 'Number of Overdue Videos', type: 'integer' },
  unplannedCount: { label: 'Number of Videos Deleted Outside the Plan', type: 'integer' },
  checkedAt: { label: 'Checked', type: 'datetime' },
  server: { label: 'Server', type: 'string' },
  ...shownFields,
  ...fileFields,
} satisfies Record<keyof ReceiptOutput, OutputField>);

/** What the Zap editor shows before Audit Deletion Plan has run. */
export const receiptSample: ReceiptOutput = {
  id: '2c1f5f4e-8f0f-4b57-9d53-6d5d9d1b6a11',
  receipt: '{"format":"iinked-sign/deletion-receipt/2"}',
  message: '1 of 1 videos are deleted. Nothing is left to do.',
  isComplete: true,
  isSettled: true,
  plannedCount: 1,
  deletedCount: 1,
  deletedBytes: 4_402_007,
  keptCount: 0,
  overdueCount: 0,
  missingCount: 0,
  unplannedCount: 0,
  checkedAt: '2026-12-01T09:32:00.000Z',
  server: 'https://sign.example.com/api/v1',
  unmatchedHolds: '',
  html: '<p>1 video is deleted</p>',
  markdown: '1 video is deleted',
  page: '<!doctype html>',
  csv: 'action,packageId,meetingVideoId',
};
