import type { HeldBy, SealedHold } from '../../hold.ts';
import type { Reason } from '../../reasons.ts';
import type { VideoIds } from '../../video.ts';
import { type ApprovalRecord, approvalRecords } from './approval.ts';
import {
  count,
  flag,
  hash,
  instant,
  keyId,
  list,
  nullable,
  object,
  oneOf,
  optional,
  type Reader,
  type Table,
  text,
} from './fields.ts';
import { formats } from './formats.ts';
import { heldBy, sealedHold, type UnmatchedHold, unmatchedHold } from './holds.ts';
import { anyReason } from './reasons.ts';
import { type OfPlan, ofPlan } from './report.ts';
import { type PlannedVideo, videoFields } from './video.ts';

/** A video of a plan, in a receipt. */
export type AuditedVideo = PlannedVideo & {
  /** The SHA-256 of its copy in the archive. */
  sha256?: string;
};

/** A video that is deleted. */
export type DeletedVideo = AuditedVideo & {
  /** When it was deleted, as the API says. */
  timeDeleted?: string;
  /** No list shows the video any more, but a report says that the API confirmed its deletion. */
  confirmedBy?: 'response';
};

/** A planned video that is alive, and what keeps it. */
export type StillKeptVideo = AuditedVideo & { reason: Reason; heldBy?: HeldBy };

/** A video that is deleted or gone although the plan did not say so. */
export type UnplannedVideo = VideoIds & {
  packageName: string | null;
  timeDeleted?: string;
  /** The plan kept it, and no list shows it any more. */
  gone?: boolean;
};

/** What the API says of a plan at a moment. It holds no key and no link. */
export type DeletionReceipt = OfPlan & {
  format: typeof formats.receipt;
  /** When the last list was read. */
  checkedAt: string;
  approvals: ApprovalRecord[];
  /** The hold that was given to this audit or named in its reports, beside that of the plan. */
  hold: SealedHold;
  unmatchedHolds: UnmatchedHold[];
  /** Planned videos that are deleted, whoever deleted them. */
  deleted: DeletedVideo[];
  /** Planned videos that are alive, and what keeps each. */
  kept: StillKeptVideo[];
  /** Planned videos that are alive, and nothing keeps them: apply the plan again. */
  overdue: AuditedVideo[];
  /** Planned videos that are no longer listed: a server may hide what is deleted, and a package may be gone. */
  missing: AuditedVideo[];
  /** Videos of the same packages that are deleted or gone, and that neither plan nor earlier deletions account for. */
  unplanned: UnplannedVideo[];
  /** Whether every planned video is deleted and nothing is unplanned. */
  complete: boolean;
  /** Whether nothing is left to do or to find out. A lawful hold leaves a receipt settled and not complete. */
  settled: boolean;
  totals: {
    planned: number;
    deleted: number;
    kept: number;
    overdue: number;
    missing: number;
    unplanned: number;
    deletedBytes: number;
  };
  keyId: string;
  seal: string;
};

const audited: Table<AuditedVideo> = { ...videoFields, sha256: optional(hash) };

const deleted: Reader<DeletedVideo> = object<DeletedVideo>({
  ...audited,
  timeDeleted: optional(text),
  confirmedBy: optional(oneOf(['response'])),
});

const unplanned: Reader<UnplannedVideo> = object<UnplannedVideo>({
  packageId: text,
  packageName: nullable(text),
  meetingVideoId: text,
  timeDeleted: optional(text),
  gone: optional(flag),
});

export const receipt: Reader<DeletionReceipt> = object<DeletionReceipt>({
  format: oneOf([formats.receipt]),
  ...ofPlan,
  checkedAt: instant,
  approvals: approvalRecords,
  hold: sealedHold,
  unmatchedHolds: list(unmatchedHold),
  deleted: list(deleted),
  kept: list(object<StillKeptVideo>({ ...audited, reason: anyReason, heldBy: optional(heldBy) })),
  overdue: list(object(audited)),
  missing: list(object(audited)),
  unplanned: list(unplanned),
  complete: flag,
  settled: flag,
  totals: object<DeletionReceipt['totals']>({
    planned: count,
    deleted: count,
    kept: count,
    overdue: count,
    missing: count,
    unplanned: count,
    deletedBytes: count,
  }),
  keyId,
  seal: hash,
});
