import type { PackageQuery } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { collectionOf, filled, filledIn, severalOf, switchOf } from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitHint, limitOf, manyFields } from '../../shared/returnAll.ts';
import { allMembersOption, packageStatesOption, searchOption } from './scope.ts';

/** The parameters of Get Many. */
export const getManyFields: INodeProperties[] = [
  ...manyFields('package'),
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    options: [allMembersOption, searchOption, packageStatesOption],
    displayOptions: { show: { resource: ['package'], operation: ['getMany'] } },
  },
];

/** Lists packages. */
export const getManyPackages: Operation = async (input) => {
  const query = packageQueryOf(input);
  const limit = limitOf(input);
  const items: IDataObject[] = [];
  const take = Math.min(limit + 1, 50);
  let found = 0;
  for await (const each of input.client.packages.listAll({ ...query, take }, callOptions(input))) {
    found += 1;
    if (found > limit) break;
    items.push(filled({ ...each }));
  }
  return { items, hints: limitHint('packages', limit, found) };
};

/**
 * Reads what to look for.
 *
 * @throws {InvalidRequestError} when a filter is empty or not known: the videos of what is found may be deleted next.
 */
export function packageQueryOf({
  context,
  itemIndex,
}: OperationInput): Pick<PackageQuery, 'allMembers' | 'search' | 'states'> {
  const filters = collectionOf(context, 'filters', itemIndex, ['allMembers', 'search', 'states']);
  return {
    ...('allMembers' in filters && { allMembers: switchOf('allMembers', filters.allMembers) }),
    ...('search' in filters && { search: filledIn('search', filters.search) }),
    ...('states' in filters && { states: severalOf('states', filters.states) }),
  };
}
