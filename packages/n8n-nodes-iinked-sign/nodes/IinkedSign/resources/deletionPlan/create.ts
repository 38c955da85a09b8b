import { InvalidRequestError } from 'iinked-sign';
import { type DeletionRules, type PackageScope, planDeletion, planTable } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { severalOf } from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { numberOf, planCallOptions, planOptionsField } from '../../shared/options.ts';
import { packageQueryOf } from '../package/getMany.ts';
import { allMembersOption, packageStatesOption, searchOption } from '../package/scope.ts';
import { stateOptions } from '../video/states.ts';
import { holdOf } from './holds.ts';

const show = { resource: ['deletionPlan'], operation: ['create'] };

/** The parameters of Create. */
export const createFields: INodeProperties[] = [
  {
    displayName: 'Choose Packages',
    name: 'packagesBy',
    type: 'options',
    options: [
      { name: 'By ID', value: 'ids' },
      { name: 'By Search and State', value: 'query' },
    ],
    default: 'query',
    description: 'How to say which packages the plan is about',
    displayOptions: { show },
  },
  {
    displayName: 'Package IDs',
    name: 'packageIds',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. c603079c-2dc7-4af7-8c2e-dc992662621c',
    description: 'The packages, separated by commas. An expression may give an array.',
    displayOptions: { show: { ...show, packagesBy: ['ids'] } },
  },
  {
    displayName: 'Packages',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    description: 'Which packages the plan is about. Search or States must be given.',
    options: [allMembersOption, searchOption, packageStatesOption],
    displayOptions: { show: { ...show, packagesBy: ['query'] } },
  },
  {
    displayName: 'Older Than (Days)',
    name: 'olderThanDays',
    type: 'number',
    typeOptions: { minValue: 0 },
    required: true,
    default: '',
    description: 'Only videos that were recorded more than this many days ago. A video without a date is kept.',
    displayOptions: { show },
  },
  {
    displayName: 'States',
    name: 'states',
    type: 'multiOptions',
    options: stateOptions.filter(({ value }) => value !== 'deleted'),
    default: ['archived'],
    description: 'Only videos in these states',
    displayOptions: { show },
  },
  {
    displayName: 'Max Videos',
    name: 'maxVideos',
    type: 'number',
    typeOptions: { minValue: 1 },
    required: true,
    default: '',
    description: 'How many videos the plan may delete at most. If more meet the rules, no plan is made.',
    displayOptions: { show },
  },
];

/** The parameter Options of Create. */
export const createOptionsField: INodeProperties = planOptionsField('create', [
  {
    displayName: 'Max Share',
    name: 'maxShare',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
    default: 0.5,
    description:
      'Which share of the videos of these packages the plan may delete at most, from 0 to 1, not counting deleted ones. If more meet the rules, no plan is made.',
  },
]);

/** Plans a deletion, and shows the plan to the person who approves it. */
export const createDeletionPlan: Operation = async (input) => {
  const plan = await planDeletion(input.client, rulesOf(input), planCallOptions(input));
  const [table, html] = [planTable(plan, { format: 'markdown' }), planTable(plan, { format: 'html' })];
  return { items: [{ plan, totals: plan.totals, table, html }] };
};

function rulesOf(input: OperationInput): DeletionRules {
  const { context, itemIndex } = input;
  const given = (name: string): unknown => context.getNodeParameter(name, itemIndex);
  return {
    packages: scopeOf(input),
    olderThanDays: days(given('olderThanDays')),
    states: severalOf('states', given('states')),
    hold: holdOf(input),
    limits: limitsOf(input),
  };
}

// Number fields that were never filled in are empty strings, which must not become 0.
function days(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new InvalidRequestError('olderThanDays', 'must be a number of days');
}

function scopeOf({ context, itemIndex }: OperationInput): PackageScope {
  if (context.getNodeParameter('packagesBy', itemIndex, 'query') === 'ids') {
    return { packageIds: severalOf('packages', context.getNodeParameter('packageIds', itemIndex)) };
  }
  const filters = context.getNodeParameter('filters', itemIndex, {});
  const { allMembers, search, states } = packageQueryOf(filters);
  const members = allMembers !== undefined && { allMembers };
  if (search !== undefined) return { ...members, search, ...(states && { states }) };
  if (states) return { ...members, states };
  throw new InvalidRequestError('packages', 'must have Search or States, which say which packages are meant');
}

function limitsOf({ context, itemIndex }: OperationInput): DeletionRules['limits'] {
  const options: { maxShare?: unknown } = context.getNodeParameter('options', itemIndex, {});
  return {
    videos: numberOf('limits.videos', context.getNodeParameter('maxVideos', itemIndex)),
    ...('maxShare' in options && { share: numberOf('limits.share', options.maxShare) }),
  };
}
