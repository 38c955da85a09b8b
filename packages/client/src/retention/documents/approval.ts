import { hash, instant, keyId, list, nullable, object, oneOf, type Reader, type Table, text } from './fields.ts';
import { formats } from './formats.ts';

/** Who decided, when, and what was struck. */
export type Decided = {
  /** Who decided, in the spelling that was given. */
  by: string;
  at: string;
  note: string | null;
  /** What is not deleted, although the plan is approved. */
  strike: { packageIds: string[]; meetingVideoIds: string[] };
};

/** A decision of a person about a plan. It records who said so; it proves nothing against somebody who has the key. */
export type Approval = Decided & {
  format: typeof formats.approval;
  planId: string;
  /** The seal of the plan, which stands for every word of it. */
  planSeal: string;
  decision: 'approve' | 'reject';
  keyId: string;
  seal: string;
};

/** An approval as reports and receipts name it. */
export type ApprovalRecord = Decided & {
  /** The seal of the approval. */
  seal: string;
};

const decided: Table<Decided> = {
  by: text,
  at: instant,
  note: nullable(text),
  strike: object<Decided['strike']>({ packageIds: list(text), meetingVideoIds: list(text) }),
};

export const approval: Reader<Approval> = object<Approval>({
  format: oneOf([formats.approval]),
  planId: text,
  planSeal: hash,
  decision: oneOf(['approve', 'reject']),
  ...decided,
  keyId,
  seal: hash,
});

export const approvalRecords: Reader<ApprovalRecord[]> = list(object<ApprovalRecord>({ ...decided, seal: hash }));
