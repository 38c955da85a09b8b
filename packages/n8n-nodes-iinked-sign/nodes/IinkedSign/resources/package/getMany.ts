import type { PackageQuery } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { collectionOf, filledIn, severalOf, switchOf } from '../../shared/fields.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitHint, limitOf, manyFields } from '../../shared/returnAll.ts';
import { shapeOf } from '../../shared/simplify.ts';
import { packageFilters } from './scope.ts';
import { simplified, whole } from './simplified.ts';

/** The parameters of Get Many. */
export const getManyFields: INodeProperties[] = [
  ...manyFields('package'),
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    options: packageFilters,
    displayOptions: { show: { resource: ['package'], operation: ['getMany'] } },
  },
];

/** Lists packages. */
export const getManyPackages: Operation = async (input) => {
  const query = packageQueryOf(input);
  const limit = limitOf(input);
  const shape = shapeOf(input, simplified, whole);
  const items: IDataObject[] = [];
  const take = Math.min(limit + 1, 50);
  let found = 0;
  for await (const each of input.client.packages.listAll({ ...query, take }, callOptions(input))) {
    found += 1;
    if (found > limit) break;
    items.push(shape(each));
  }
  return { items, hints: limitHint('packages', limit, found) };
};

/** What a query of packages may have here. */
type Filters = Pick<PackageQuery, 'allMembers' | 'folderId' | 'memberId' | 'search' | 'states' | 'teamId' | 'types'>;

/**
 * Reads what to look for.
 *
 * @throws {InvalidRequestError} when a filter is empty or not known: the videos of what is found may be deleted next.
 */
export function packageQueryOf({ context, itemIndex }: OperationInput): Filters {
  const names = packageFilters.map(({ name }) => name);
  return queryOf(collectionOf(context, 'filters', itemIndex, names));
}

/**
 * Makes a query of the filters that somebody set.
 *
 * @throws {InvalidRequestError} when one is empty.
 */
export function queryOf(filters: Record<string, unknown>): Filters {
  return {
    ...('allMembers' in filters && { allMembers: switchOf('allMembers', filters.allMembers) }),
    ...('folderId' in filters && { folderId: filledIn('folderId', filters.folderId) }),
    ...('memberId' in filters && { memberId: filledIn('memberId', filters.memberId) }),
    ...('search' in filters && { search: filledIn('search', filters.search) }),
    ...('states' in filters && { states: severalOf('packages.states', filters.states) }),
    ...('teamId' in filters && { teamId: filledIn('teamId', filters.teamId) }),
    ...('types' in filters && { types: severalOf('packages.types', filters.types) }),
  };
}
