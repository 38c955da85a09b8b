import { approvePlan, type Decision } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { isUsedByAgent } from '../../shared/agent.ts';
import { choiceOf, filledIn, given, isLeftEmpty, severalOf } from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { type Refusal, refused } from '../../shared/refusal.ts';
import { givenPlan } from './documents.ts';

const displayOptions = { show: { resource: ['deletionPlan'], operation: ['approve'] } };

/** The parameters of Approve. */
export const approveFields: INodeProperties[] = [
  {
    displayName: 'By',
    name: 'by',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Jane Doe',
    description:
      'The person who decides, as reports and receipts shall name them. Whoever has the key can give any name.',
    displayOptions,
  },
  {
    displayName: 'Decision',
    name: 'decision',
    type: 'options',
    options: [
      { name: 'Approve', value: 'approve', description: 'The videos of the plan may be deleted' },
      { name: 'Reject', value: 'reject', description: 'An Apply that is given this deletes nothing' },
    ],
    default: 'approve',
    description: 'What the person decides about the plan',
    displayOptions,
  },
  {
    displayName: 'Note',
    name: 'note',
    type: 'string',
    default: '',
    placeholder: 'e.g. LEGAL-123',
    description: 'Why, or where it was decided',
    displayOptions,
  },
  {
    displayName: 'Strike Package IDs',
    name: 'strikePackageIds',
    type: 'string',
    default: '',
    description:
      'Packages of the plan whose videos are kept all the same, separated by commas. An expression may give an array; one that gives nothing is rejected.',
    displayOptions,
  },
  {
    displayName: 'Strike Video IDs',
    name: 'strikeMeetingVideoIds',
    type: 'string',
    default: '',
    description:
      'Videos of the plan that are kept all the same, separated by commas. An expression may give an array; one that gives nothing is rejected.',
    displayOptions,
  },
];

const byAgent: Refusal = {
  reason: 'Approve is not available to AI agents.',
  advice: 'Let a person look at the plan and decide.',
};

/** Records what a person decides about a plan. It sends nothing. */
export const approveDeletionPlan: Operation = async (input) => {
  if (isUsedByAgent(input.context)) throw refused(input, byAgent);
  const plan = givenPlan(input);
  if (!plan) return { items: [] };
  return { items: [{ approval: approvePlan(input.client, plan, decisionOf(input)) }] };
};

function decisionOf(input: OperationInput): Decision {
  const note = isLeftEmpty(input, 'note') ? '' : given(input, 'note');
  const listOf = (name: string, field: string): string[] =>
    isLeftEmpty(input, name) ? [] : severalOf(field, given(input, name));
  return {
    by: filledIn('by', given(input, 'by')),
    decision: choiceOf('decision', ['approve', 'reject'], input, 'decision'),
    ...(typeof note === 'string' && note !== '' && { note }),
    strike: {
      packageIds: listOf('strikePackageIds', 'strike.packageIds'),
      meetingVideoIds: listOf('strikeMeetingVideoIds', 'strike.meetingVideoIds'),
    },
  };
}
