import { auditPlan } from 'iinked-sign/retention';
import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { assertOnlyFields } from '../input.ts';
import { receiptOutput, receiptOutputFields, receiptSample } from '../output/receipt.ts';
import { approvalsField, holdFields, planField, reportsField } from '../plans/fields.ts';
import { approvalsOf, heldOf, planOf, reportsOf } from '../plans/input.ts';
import { beginLimitMs, inTime } from '../plans/limits.ts';
import { zoneOf } from '../times.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([planField, reportsField, approvalsField, ...Object.values(holdFields)]);

/** Finds the receipt of a plan: what the API says now of every planned video. It only reads. */
export const auditDeletionPlan = defineSearch({
  key: 'audit_deletion_plan',
  noun: 'Receipt',
  display: {
    label: 'Audit Deletion Plan',
    description:
      'Finds the receipt of a deletion plan: what the API says now of each planned video. It deletes nothing.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const documents = { reports: reportsOf(bundle), approvals: approvalsOf(bundle), hold: heldOf(bundle) };
        const limits = { totalTimeoutMs: beginLimitMs };
        const audit = auditPlan(clientFor(z, authData), planOf(bundle), { ...documents, ...limits });
        return [receiptOutput(await inTime('receipt', audit), zoneOf(bundle.meta?.timezone))];
      }),
    outputFields: receiptOutputFields,
    sample: receiptSample,
  },
});
