import { reasons } from 'iinked-sign';
import { type ApplyOptions, type ApplyReport, applyPlan } from 'iinked-sign/retention';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isUsedByAgent } from '../../shared/agent.ts';
import { isDryRun } from '../../shared/dryRun.ts';
import { choiceOf, collectionOf, filled, given, numberOf } from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { optionNames, planCallOptions, planOptionsField } from '../../shared/options.ts';
import { type Refusal, refused } from '../../shared/refusal.ts';
import { archiveOf } from './archive.ts';
import { approvalsOf, givenPlan } from './documents.ts';
import { holdOf, unmatchedHint } from './holds.ts';
import { shown } from './shown.ts';

/** The parameters of Apply. */
export const applyFields: INodeProperties[] = [
  {
    displayName:
      'Deletes the videos of the plan for good, each by its ID, where it still meets the rules. Let a person approve the plan first. To go on after a run that stopped, apply the same plan again.',
    name: 'applyNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply'], dryRun: [false] } },
  },
  {
    displayName: 'Max Age (Hours)',
    name: 'maxAgeHours',
    type: 'number',
    typeOptions: { minValue: 1 },
    required: true,
    default: 168,
    description: 'How old the plan may be. An older one is refused: what it lists may have changed since.',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply'] } },
  },
  {
    displayName: 'Output',
    name: 'output',
    type: 'options',
    options: [
      { name: 'Report', value: 'report', description: 'One item: the sealed report, which Audit takes, and its pages' },
      { name: 'Videos', value: 'videos', description: 'One item for each planned video, with what became of it' },
    ],
    default: 'videos',
    description: 'What the node returns',
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
    description: 'After how many failures in a row the run stops. Videos it did not reach are reported as notStarted.',
  },
]);

const byAgent: Refusal = {
  reason: 'Apply is not available to AI agents.',
  advice: 'Let a person approve the plan, and a workflow apply it.',
};

/** Applies a plan, and reports what became of each planned video. */
export const applyDeletionPlan: Operation = async (input) => {
  if (isUsedByAgent(input.context)) throw refused(input, byAgent);
  const plan = givenPlan(input);
  if (!plan) return { items: [] };
  const output = choiceOf('output', ['report', 'videos'], input, 'output');
  const report = await applyPlan(input.client, plan, applyOptionsOf(input));
  return {
    deleted: report.videos.filter(({ outcome }) => outcome === 'deleted'),
    items: output === 'report' ? [{ plan, report, ...shown(input, report) }] : itemsOf(report, input.server),
    hints: [...stoppedHint(report), ...unmatchedHint(report.unmatchedHolds)],
  };
};

function applyOptionsOf(input: OperationInput): ApplyOptions {
  const options = collectionOf(input.context, 'options', input.itemIndex, optionNames);
  return {
    ...planCallOptions(input),
    ...approvalsOf(input),
    ...archiveOf(input),
    hold: holdOf(input),
    dryRun: isDryRun(input),
    maxAgeHours: numberOf('maxAgeHours', given(input, 'maxAgeHours')),
    ...('stopAfterFailures' in options && {
      stopAfterFailures: numberOf('stopAfterFailures', options.stopAfterFailures),
    }),
  };
}

function itemsOf({ planId, videos }: ApplyReport, server: string): IDataObject[] {
  return videos.map(({ outcome, reason, packageId, meetingVideoId, message, ...more }) => ({
    outcome,
    reason: reason ?? null,
    server,
    packageId,
    meetingVideoId,
    ...filled({ ...more, message: message ?? (reason && `The video was kept: ${reasons[reason]}.`) }),
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
