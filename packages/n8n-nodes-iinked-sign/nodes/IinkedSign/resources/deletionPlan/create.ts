import { InvalidRequestError } from 'iinked-sign';
import { type DeletionRules, type PackageScope, planDeletion } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { ageFields, ageOf } from '../../shared/age.ts';
import {
  choiceOf,
  filledIn,
  given,
  givenNumber,
  isLeftEmpty,
  numberOf,
  severalOf,
  switchOf,
} from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { planCallOptions, planOptionsField } from '../../shared/options.ts';
import { packageQueryOf } from '../package/getMany.ts';
import { packageFilters } from '../package/scope.ts';
import { stateOptions } from '../video/states.ts';
import { holdOf, unmatchedHint } from './holds.ts';
import { shown } from './shown.ts';

const show = { resource: ['deletionPlan'], operation: ['create'] };
const age = { olderThan: 'olderThan', unit: 'olderThanUnit', countedFrom: 'countedFrom' };

/** The parameters of Create. */
export const createFields: INodeProperties[] = [
  {
    displayName: 'Choose Packages',
    name: 'packagesBy',
    type: 'options',
    options: [
      { name: 'By ID', value: 'ids' },
      { name: 'By Filters', value: 'query' },
    ],
    default: 'query',
    description: 'How to select the packages that the plan covers',
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
    description: 'Which packages the plan is about. One filter at least, beside All Members, must be given.',
    options: packageFilters,
    displayOptions: { show: { ...show, packagesBy: ['query'] } },
  },
  {
    displayName: 'Created From',
    name: 'createdFrom',
    type: 'string',
    default: '',
    placeholder: 'e.g. 2015-01-31',
    description:
      'Leaves out packages created before this day (UTC), because earlier plans have finished them. The plan counts them. Empty: every package.',
    displayOptions: { show: { ...show, packagesBy: ['query'] } },
  },
  ...ageFields(age, show, {
    required: true,
    description: 'How old the videos must be. A video without a date is kept.',
  }),
  {
    displayName: 'Video States',
    name: 'states',
    type: 'multiOptions',
    required: true,
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
  {
    displayName: 'Max Share',
    name: 'maxShare',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
    default: '',
    placeholder: 'e.g. 0.5',
    description:
      'In which share of the packages the plan may delete videos at most, from 0 to 1. If more meet the rules, no plan is made. Empty: no such limit.',
    displayOptions: { show },
  },
  {
    displayName: 'Approvals Needed',
    name: 'approvalsNeeded',
    type: 'number',
    typeOptions: { minValue: 0 },
    required: true,
    default: 0,
    description: 'How many people must approve the plan before Apply deletes',
    displayOptions: { show },
  },
  {
    displayName: 'Require Archive',
    name: 'requireArchive',
    type: 'boolean',
    default: false,
    description: 'Whether Apply deletes only videos of which a copy is in its Archive',
    displayOptions: { show },
  },
];

/** The parameter Options of Create. */
export const createOptionsField: INodeProperties = planOptionsField('create', []);

/** Plans a deletion, and shows the plan to the person who approves it. */
export const createDeletionPlan: Operation = async (input) => {
  const plan = await planDeletion(input.client, rulesOf(input), planCallOptions(input));
  return { items: [{ plan, totals: plan.totals, ...shown(input, plan) }], hints: unmatchedHint(plan.unmatchedHolds) };
};

function rulesOf(input: OperationInput): DeletionRules {
  const olderThan = ageOf(input, age);
  if (!olderThan) throw new InvalidRequestError('olderThan', 'is empty. Fill it in');
  return {
    packages: scopeOf(input),
    olderThan,
    states: severalOf('states', given(input, 'states')),
    hold: holdOf(input),
    limits: limitsOf(input),
    approvalsNeeded: numberOf('approvalsNeeded', given(input, 'approvalsNeeded')),
    requireArchive: switchOf('requireArchive', given(input, 'requireArchive')),
  };
}

function scopeOf(input: OperationInput): PackageScope {
  if (choiceOf('packagesBy', ['ids', 'query'], input, 'packagesBy') === 'ids') {
    return { packageIds: severalOf('packages', given(input, 'packageIds')) };
  }
  const isFrom = !isLeftEmpty(input, 'createdFrom');
  const createdFrom = isFrom && { createdFrom: filledIn('createdFrom', given(input, 'createdFrom')) };
  const scope = { ...packageQueryOf(input), ...createdFrom };
  if (narrows(scope)) return scope;
  throw new InvalidRequestError('packages', 'must have a filter that says which packages are meant');
}

const narrowing = packageFilters.map(({ name }) => name).filter((name) => name !== 'allMembers');

function narrows(scope: object): scope is PackageScope {
  return narrowing.some((name) => name in scope);
}

function limitsOf(input: OperationInput): DeletionRules['limits'] {
  const share = givenNumber('limits.share', input, 'maxShare');
  return { videos: numberOf('limits.videos', given(input, 'maxVideos')), ...(share !== undefined && { share }) };
}
