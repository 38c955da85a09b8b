import { auditPlan } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/operation.ts';
import { planCallOptions, planOptionsField } from '../../shared/options.ts';
import { archiveOf } from './archive.ts';
import { approvalsOf, givenPlan, reportsOf } from './documents.ts';
import { heldOf, unmatchedHint } from './holds.ts';
import { shown } from './shown.ts';

/** The parameter Options of Audit. */
export const auditOptionsField: INodeProperties = planOptionsField('audit', []);

/** Audits a plan: the receipt says what the API says now of every planned video. It only reads. */
export const auditDeletionPlan: Operation = async (input) => {
  const plan = givenPlan(input);
  if (!plan) return { items: [] };
  const receipt = await auditPlan(input.client, plan, {
    ...planCallOptions(input),
    ...reportsOf(input),
    ...approvalsOf(input),
    ...archiveOf(input),
    hold: heldOf(input),
  });
  return { items: [{ receipt, ...shown(input, receipt) }], hints: unmatchedHint(receipt.unmatchedHolds) };
};
