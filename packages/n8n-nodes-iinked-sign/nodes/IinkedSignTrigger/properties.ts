import type { INodeProperties } from 'n8n-workflow';
import { packageFilters } from '../IinkedSign/resources/package/scope.ts';
import { twins } from '../IinkedSign/shared/strays.ts';

const inState = { show: { event: ['packageInState'] } };

/** The filters of the trigger: the state has a parameter of its own. */
const filters = packageFilters.filter(({ name }) => name !== 'states');

/** The names of the filters. */
export const filterNames: readonly string[] = filters.map(({ name }) => name);

/** Names that belong elsewhere, or to nothing, but that somebody who writes a workflow by hand may think of. */
export const strayNames: readonly string[] = [...filterNames, 'state', 'packageStates', 'days'];

const shown: INodeProperties[] = [
  {
    displayName: 'Event',
    name: 'event',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Package Created',
        value: 'packageCreated',
        description: 'When there is a package among the newest that was not there before',
      },
      {
        name: 'Package in State',
        value: 'packageInState',
        description: 'When a package is in a state, such as executed, in which it was not seen before',
      },
    ],
    default: 'packageCreated',
  },
  {
    displayName: 'Package States',
    name: 'states',
    type: 'multiOptions',
    options: [
      { name: 'Add', value: 'add' },
      { name: 'Draft', value: 'draft' },
      { name: 'Executed', value: 'executed' },
      { name: 'Expired', value: 'expired' },
      { name: 'Open', value: 'open' },
      { name: 'Rescinded', value: 'rescinded' },
      { name: 'Select', value: 'select' },
    ],
    required: true,
    default: ['executed'],
    description: 'A package starts the workflow once for each of these states',
    displayOptions: inState,
  },
  {
    displayName: 'Created in the Last (Days)',
    name: 'createdWithinDays',
    type: 'number',
    typeOptions: { minValue: 1 },
    required: true,
    default: 365,
    description:
      'Each poll reads the packages in these states that were created in so many days. A package that took longer from its creation to the state does not start the workflow: the API can list packages by their creation only.',
    displayOptions: inState,
  },
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    options: filters,
  },
  {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  },
];

/**
 * The parameters of the trigger.
 *
 * n8n drops what it does not know, and a filter that is lost finds more packages than were meant. So what is likely to be
 * stated in the wrong place is hidden here, where it is found and rejected.
 */
export const properties: INodeProperties[] = [
  ...shown,
  ...twins(shown),
  ...strayNames.map((name): INodeProperties => ({ displayName: name, name, type: 'hidden', default: '' })),
];
