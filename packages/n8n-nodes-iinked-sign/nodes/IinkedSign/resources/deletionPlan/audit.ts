import { auditPlan } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/operation.ts';
import { planCallOptions, planOptionsField } from '../../shared/options.ts';
import { heldOf, unmatchedHint } from './holds.ts';
import { givenPlan } from './planParameter.ts';

/** The parameter Options of Audit. */
export const auditOptionsField: INodeProperties = planOptionsField('audit', []);

/** Audits a plan: the receipt says what the API says now of every planned video. It only reads. */
export const auditDeletionPlan: Operation = async (input) => {
  const receipt = await auditPlan(input.client, givenPlan(input), { ...planCallOptions(input), hold: heldOf(input) });
  return { items: [{ ...receipt }], hints: unmatchedHint(receipt.unmatchedHolds) };
};
