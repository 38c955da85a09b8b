import type { Package } from 'iinked-sign';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { nodeError } from '../shared/errors.ts';
import { connect } from '../shared/transport.ts';

const take = 50;

/** Finds packages to choose from, page by page. */
export async function searchPackages(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  try {
    const { client } = await connect(this);
    const skip = Number(paginationToken ?? 0);
    const { items, total } = await client.packages.list({ ...(filter && { search: `${filter}*` }), take, skip });
    const next = skip + items.length;
    return {
      results: items.map(packageItem),
      ...(items.length > 0 && next < total && { paginationToken: `${next}` }),
    };
  } catch (error) {
    throw nodeError(this, error);
  }
}

function packageItem({ packageId, name, state, timeCreated }: Package): INodeListSearchItems {
  const details = [state, timeCreated?.slice(0, 10)].filter(Boolean).join(', ');
  return { name: `${name || 'Unnamed'} (${details || packageId})`, value: packageId };
}
