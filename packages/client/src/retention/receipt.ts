import type { Sorted } from './auditPackage.ts';
import { formats } from './documents/formats.ts';
import type { DeletionPlan } from './documents/plan.ts';
import type { DeletionReceipt } from './documents/receipt.ts';
import { bytesOf, ofPlan } from './report.ts';

/** Reasons that leave something to find out. */
const open: ReadonlySet<string> = new Set(['notArchived', 'unreadable', 'doubtful']);

/** Makes the receipt of what an audit sorted. */
export function receiptOf(
  plan: DeletionPlan,
  audit: Pick<DeletionReceipt, 'checkedAt' | 'approvals' | 'hold' | 'unmatchedHolds'>,
  sorted: Sorted,
): Omit<DeletionReceipt, 'keyId' | 'seal'> {
  const { deleted, kept, overdue, missing, unplanned } = sorted;
  const isLeft = overdue.length + missing.length + unplanned.length > 0 || kept.some(({ reason }) => open.has(reason));
  return {
    format: formats.receipt,
    ...ofPlan(plan),
    ...audit,
    ...sorted,
    complete: deleted.length === plan.delete.length && unplanned.length === 0,
    settled: !isLeft,
    totals: {
      planned: plan.delete.length,
      deleted: deleted.length,
      kept: kept.length,
      overdue: overdue.length,
      missing: missing.length,
      unplanned: unplanned.length,
      deletedBytes: deleted.reduce((bytes, { size }) => bytes + bytesOf(size), 0),
    },
  };
}
