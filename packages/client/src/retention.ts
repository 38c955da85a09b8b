/**
 * Deletes more than one video: plan, apply, audit.
 *
 * @module iinked-sign/retention
 */
export {
  type PlanCounts,
  type PlanRefusal,
  PlanRefusedError,
  type Preview,
  type VideosOfYear,
} from './errors/PlanRefusedError.ts';
export type { UnmatchedHold } from './holds.ts';
export { applyPlan } from './retention/apply.ts';
export type { ApplyOptions } from './retention/applyOptions.ts';
export type { Archive, ArchivedVideo } from './retention/archive.ts';
export { type AuditOptions, auditPlan } from './retention/audit.ts';
export type { Approval, ApprovalRecord } from './retention/documents/approval.ts';
export { approvePlan, type Decision } from './retention/documents/approve.ts';
export type { DeletionPlan, DeletionPreview, KeptVideo, PlanTotals } from './retention/documents/plan.ts';
export type {
  AuditedVideo,
  DeletedVideo,
  DeletionReceipt,
  StillKeptVideo,
  UnplannedVideo,
} from './retention/documents/receipt.ts';
export type { ApplyReport, ApplyTotals, Outcome, VideoReport } from './retention/documents/report.ts';
export { type SealedKind, verifyDocument } from './retention/documents/seals.ts';
export type { PlannedVideo } from './retention/documents/video.ts';
export type { RetentionOptions } from './retention/options.ts';
export { planDeletion } from './retention/plan.ts';
export type { Progress } from './retention/progress.ts';
export type { DeletionRules, PackageScope, PlanLimits, PlannedRules, PlannedScope } from './retention/rules.ts';
export type { SealKeyHolder } from './retention/seal.ts';
export { type FormatOptions, formatDocument } from './retention/show/formatDocument.ts';
export type { VideoIds } from './video.ts';
