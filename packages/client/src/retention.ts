/**
 * Deletes more than one video: plan, apply, audit.
 *
 * @module iinked-sign/retention
 */
export { type PlanCounts, type PlanRefusal, PlanRefusedError } from './errors/PlanRefusedError.ts';
export { type ApplyOptions, applyPlan } from './retention/apply.ts';
export { type AuditedVideo, auditPlan, type DeletedVideo, type DeletionReceipt } from './retention/audit.ts';
export type { DeletionPlan, KeptVideo, PlannedVideo, PlanTotals, VideoIds } from './retention/document.ts';
export type { Approval, ApprovalRecord } from './retention/documents/approval.ts';
export { approvePlan, type Decision } from './retention/documents/approve.ts';
export { type SealedKind, verifyDocument } from './retention/documents/seals.ts';
export type { RetentionOptions } from './retention/options.ts';
export { planDeletion } from './retention/plan.ts';
export type { Progress } from './retention/progress.ts';
export type { ApplyReason, ApplyReport, ApplyTotals, Outcome, VideoReport } from './retention/report.ts';
export type { DeletionRules, PackageScope, PlanLimits, PlannedRules, PlannedScope } from './retention/rules.ts';
export type { SealKeyHolder } from './retention/seal.ts';
export { type FormatOptions, formatDocument } from './retention/show/formatDocument.ts';
export { planTable, type TableOptions } from './retention/table.ts';
