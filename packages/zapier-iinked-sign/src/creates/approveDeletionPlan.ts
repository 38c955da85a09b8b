import { approvePlan } from 'iinked-sign/retention';
import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { assertOnlyFields } from '../input.ts';
import { approvalOutput, approvalOutputFields, approvalSample } from '../output/approval.ts';
import { decisionFields, planField } from '../plans/fields.ts';
import { decisionOf, planOf } from '../plans/input.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'about',
    type: 'copy',
    helpText:
      'Put this step behind a step in which a person decides, such as an approval in Slack or by email: it records that decision and cannot ask for it.',
  },
  planField,
  decisionFields.by,
  decisionFields.decision,
  decisionFields.note,
  decisionFields.strikePackageIds,
  decisionFields.strikeMeetingVideoIds,
]);

/** Records what a person decides about a plan. It sends nothing. */
export const approveDeletionPlan = defineCreate({
  key: 'approve_deletion_plan',
  noun: 'Approval',
  display: {
    label: 'Approve Deletion Plan',
    description: 'Records that a person approves or rejects a deletion plan. It deletes nothing.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        return approvalOutput(approvePlan(clientFor(z, authData), planOf(bundle), decisionOf(bundle)));
      }),
    outputFields: approvalOutputFields,
    sample: approvalSample,
  },
});
