import { type ApplyReport, applyPlan } from 'iinked-sign/retention';
import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { dryRunField } from '../fields.ts';
import { assertOnlyFields, isYes } from '../input.ts';
import { reportOutput, reportOutputFields, reportSample } from '../output/report.ts';
import { approvalsField, holdFields, maxAgeHoursField, planField, unmatchedHoldsField } from '../plans/fields.ts';
import { approvalsOf, holdOf, maxAgeOf, planOf } from '../plans/input.ts';
import { applyInTime, assertFits } from '../plans/limits.ts';
import { zoneOf } from '../times.ts';
import { clientFor, type Seen } from '../transport.ts';

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
      withZapierErrors(z, 'delete', async () => {
        assertOnlyFields(bundle, inputFields);
        const isTest = Boolean(bundle.meta?.isLoadingSample);
        const options = {
          approvals: approvalsOf(bundle),
          hold: holdOf(bundle),
          ...maxAgeOf(bundle),
          dryRun: isYes(dryRunField, bundle) || isTest,
        };
        const plan = planOf(bundle);
        assertFits(plan);
        const seen: Seen = {};
        const client = clientFor(z, authData, seen);
        const report = await applyInTime((limits) => applyPlan(client, plan, { ...options, ...limits }));
        if (seen.wrongAddress && deletedNothing(report)) throw seen.wrongAddress;
        return reportOutput(report, isTest, zoneOf(bundle.meta?.timezone));
      }),
    outputFields: reportOutputFields,
    sample: reportSample,
  },
});

// The report of a run that deleted something must not be lost. One that did nothing but fail is an error.
function deletedNothing({ totals }: ApplyReport): boolean {
  const { deleted, alreadyDeleted, unknown, failed, notStarted } = totals;
  return deleted + alreadyDeleted + unknown === 0 && failed + notStarted > 0;
}
