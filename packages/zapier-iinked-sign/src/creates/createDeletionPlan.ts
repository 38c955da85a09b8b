import { planDeletion } from 'iinked-sign/retention';
import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersField, filterFields } from '../fields.ts';
import { assertOnlyFields } from '../input.ts';
import { planOutput, planOutputFields, planSample } from '../output/plan.ts';
import { holdFields, ruleFields, unmatchedHoldsField } from '../plans/fields.ts';
import { rulesOf } from '../plans/input.ts';
import { beginLimitMs, inTime } from '../plans/limits.ts';
import { zoneOf } from '../times.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'about',
    type: 'copy',
    helpText:
      'Lists the videos that would be deleted, and those that would be kept and why. **It deletes nothing.** Let a person look at *Table for Email* or *Table for Chat*, then add *Approve Deletion Plan* and *Apply Deletion Plan*.',
  },
  ruleFields.packageIds,
  ruleFields.search,
  ruleFields.packageState,
  ruleFields.folderId,
  ruleFields.teamId,
  ruleFields.memberId,
  allMembersField,
  ruleFields.createdFrom,
  {
    ...filterFields.olderThan,
    required: true,
    helpText: 'Only videos that are older than this many days, months or years.',
  },
  { ...filterFields.olderThanUnit, required: true },
  filterFields.countedFrom,
  {
    ...filterFields.states,
    helpText: 'Only videos in one of these states. Left empty, it means *Archived*.',
  },
  ruleFields.maxVideos,
  ruleFields.maxShare,
  ruleFields.approvalsNeeded,
  ...Object.values(holdFields),
  unmatchedHoldsField,
]);

/** Plans a deletion, for people to approve. It only reads. */
export const createDeletionPlan = defineCreate({
  key: 'create_deletion_plan',
  noun: 'Deletion Plan',
  display: {
    label: 'Create Deletion Plan',
    description: 'Creates a plan of the videos to delete, for a person to approve. It deletes nothing.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const rules = rulesOf(bundle);
        const plan = await inTime(
          'plan',
          planDeletion(clientFor(z, authData), rules, { totalTimeoutMs: beginLimitMs }),
        );
        return planOutput(plan, zoneOf(bundle.meta?.timezone));
      }),
    outputFields: planOutputFields,
    sample: planSample,
  },
});
