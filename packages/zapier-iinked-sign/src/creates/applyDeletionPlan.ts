import { applyPlan } from 'iinked-sign/retention';
import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { dryRunField } from '../fields.ts';
import { assertOnlyFields, isYes } from '../input.ts';
import { reportOutput, reportOutputFields, reportSample } from '../output/report.ts';
import { approvalsField, holdFields, maxAgeHoursField, planField, unmatchedHoldsField } from '../plans/fields.ts';
import { approvalsOf, holdOf, maxAgeOf, planOf } from '../plans/input.ts';
import { applyInTime } from '../plans/limits.ts';
import { zoneOf } from '../times.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'warning',
    type: 'copy',
    helpText:
      '**This cannot be undone.** The videos of the plan are deleted, each by its id, where it still meets the rules and nothing holds it. A test of this step in the editor deletes nothing.',
  },
  planField,
  approvalsField,
  dryRunField,
  maxAgeHoursField,
  ...Object.values(holdFields),
  unmatchedHoldsField,
]);

/** Applies a plan that people have approved. A test in the editor is a dry run. */
export const applyDeletionPlan = defineCreate({
  key: 'apply_deletion_plan',
  noun: 'Deletion Report',
  display: {
    label: 'Apply Deletion Plan',
    description: 'Permanently deletes the videos of an approved plan that still meet its rules.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, authData, 'delete', async () => {
        assertOnlyFields(bundle, inputFields);
        const isTest = Boolean(bundle.meta?.isLoadingSample);
        const options = {
          approvals: approvalsOf(bundle),
          hold: holdOf(bundle),
          ...maxAgeOf(bundle),
          dryRun: isYes(dryRunField, bundle) || isTest,
        };
        const plan = planOf(bundle);
        const client = clientFor(z, authData);
        const report = await applyInTime((limits) => applyPlan(client, plan, { ...options, ...limits }));
        return reportOutput(report, isTest, zoneOf(bundle.meta?.timezone));
      }),
    outputFields: reportOutputFields,
    sample: reportSample,
  },
});
