import { InvalidRequestError, type Package, type PackageQuery } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitOf, manyFields } from '../../shared/returnAll.ts';

const displayOptions = { show: { resource: ['package'], operation: ['getMany'] } };

/** The parameters of Get Many. */
export const getManyFields: INodeProperties[] = [
  ...manyFields('package'),
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    options: [
      {
        displayName: 'Search',
        name: 'search',
        type: 'string',
        default: '',
        placeholder: 'e.g. Contract*',
        description: 'Text to look for in names, descriptions, signers and more. A * at the end matches any ending.',
      },
      {
        displayName: 'States',
        name: 'states',
        type: 'string',
        default: '',
        placeholder: 'e.g. executed, completed',
        description: 'Only packages in these states, separated by commas',
      },
    ],
    displayOptions,
  },
];

/** Lists packages. */
export const getManyPackages: Operation = async (call) => {
  const query = queryOf(call.context.getNodeParameter('filters', call.itemIndex, {}));
  const limit = limitOf(call);
  const items: IDataObject[] = [];
  const take = Math.min(limit, 50);
  for await (const found of call.client.packages.listAll({ ...query, take }, callOptions(call))) {
    items.push(shown(found));
    if (items.length === limit) break;
  }
  return { items };
};

// The videos of what is found may be deleted next, so an empty filter is rejected instead of finding everything.
function queryOf(filters: IDataObject): PackageQuery {
  return {
    ...('search' in filters && { search: textOf('search', filters.search) }),
    ...('states' in filters && { states: statesOf(textOf('states', filters.states)) }),
  };
}

function textOf(field: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new InvalidRequestError(field, 'is empty. Fill it in, or remove the filter');
}

function statesOf(text: string): string[] {
  const states = text.split(',').map((state) => state.trim());
  if (states.includes('')) throw new InvalidRequestError('states', 'has an empty state in it');
  return states;
}

function shown(found: Package): IDataObject {
  return { ...found };
}
