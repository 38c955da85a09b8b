import { type ApplyOptions, type ApplyReport, applyPlan } from 'iinked-sign/retention';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isUsedByAgent } from '../../shared/agent.ts';
import { filled, given, numberOf } from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { planCallOptions, planOptionsField } from '../../shared/options.ts';
import { type Refusal, refused } from '../../shared/refusal.ts';
import { holdOf, unmatchedHint } from './holds.ts';
import { givenPlan } from './planParameter.ts';

/** The parameters of Apply. */
export const applyFields: INodeProperties[] = [
  {
    displayName:
      'Deletes the videos of the plan for good, each by its ID, where it still meets the rules. Let a person approve the plan first. To go on after a run that stopped, apply the same plan again.',
    name: 'applyNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply'] } },
  },
  {
    displayName: 'Max Age (Hours)',
    name: 'maxAgeHours',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 168,
    description: 'How old the plan may be. An older one is refused: what it lists may have changed since.',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply'] } },
  },
];

/** The parameter Options of Apply. */
export const applyOptionsField: INodeProperties = planOptionsField('apply', [
  {
    displayName: 'Stop After Failures',
    name: 'stopAfterFailures',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 5,
    description: 'After how many failures in a row the run stops. What it did not touch comes out as notStarted.',
  },
]);

const byAgent: Refusal = {
  reason: 'Apply is not available to AI agents.',
  advice: 'Let a person approve the plan, and a workflow apply it.',
};

/** Applies a plan, and reports what became of each planned video. */
export const applyDeletionPlan: Operation = async (input) => {
  if (isUsedByAgent(input.context)) throw refused(input, byAgent);
  const report = await applyPlan(input.client, givenPlan(input), applyOptionsOf(input));
  return {
    deleted: report.videos.filter(({ outcome }) => outcome === 'deleted'),
    items: itemsOf(report, input.server),
    hints: [...stoppedHint(report), ...unmatchedHint(report.unmatchedHolds)],
  };
};

function applyOptionsOf(input: OperationInput): ApplyOptions {
  const options: { stopAfterFailures?: unknown } = input.context.getNodeParameter('options', input.itemIndex, {});
  return {
    ...planCallOptions(input),
    hold: holdOf(input),
    maxAgeHours: numberOf('maxAgeHours', given(input, 'maxAgeHours')),
    ...('stopAfterFailures' in options && {
      stopAfterFailures: numberOf('stopAfterFailures', options.stopAfterFailures),
    }),
  };
}

function itemsOf({ planId, videos }: ApplyReport, server: string): IDataObject[] {
  return videos.map(({ outcome, reason, packageId, meetingVideoId, ...more }) => ({
    outcome,
    reason: reason ?? null,
    server,
    packageId,
    meetingVideoId,
    ...filled({ ...more }),
    planId,
  }));
}

function stoppedHint({ stopped, totals }: ApplyReport): string[] {
  if (stopped === undefined || stopped === 'aborted') return [];
  const { failed, unknown, notStarted } = totals;
  const counts = `${failed} failed, ${unknown} unknown, ${notStarted} not started`;
  const why = stopped === 'failures' ? 'failures in a row' : 'an error';
  return [`The run stopped after ${why}: ${counts}. Look at their messages, then apply the same plan again.`];
}
