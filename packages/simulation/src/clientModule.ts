import type { createClientOn } from 'iinked-sign';
import type { applyPlan, auditPlan, planDeletion } from 'iinked-sign/retention';

/** The client to simulate: its own module, unchanged. */
export type ClientModule = {
  createClientOn: typeof createClientOn;
  planDeletion: typeof planDeletion;
  applyPlan: typeof applyPlan;
  auditPlan: typeof auditPlan;
  IinkedSignError: abstract new (...args: never) => { mayHaveDeleted: boolean };
};
