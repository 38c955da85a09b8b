import type { createClientOn } from 'iinked-sign';
import type { applyPlan, approvePlan, auditPlan, planDeletion } from 'iinked-sign/retention';

/** The client to simulate: its own module, unchanged. */
export type ClientModule = {
  createClientOn: typeof createClientOn;
  planDeletion: typeof planDeletion;
  approvePlan: typeof approvePlan;
  applyPlan: typeof applyPlan;
  auditPlan: typeof auditPlan;
  IinkedSignError: abstract new (...args: never) => { mayHaveDeleted: boolean };
};
