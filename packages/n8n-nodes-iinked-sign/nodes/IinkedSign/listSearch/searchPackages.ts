import { ApiError, type Client, isBlankSearch, type Package, visibleText } from 'iinked-sign';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { nodeError } from '../shared/errors.ts';
import { connect } from '../shared/transport.ts';
import { distinct } from './labels.ts';

const take = 50;

/** Finds packages to choose from, page by page, by the beginning of a word or by a whole id. */
export async function searchPackages(
  this: ILoadOptionsFunctions,
  filter = '',
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const { client, server } = await connect(this);
  try {
    const typed = filter.trim().replace(/\*+$/, '');
    const wanted = isBlankSearch(typed) ? '' : typed;
    const skip = Number(paginationToken ?? 0);
    const { items, total } = await client.packages.list({ ...(wanted && { search: `${wanted}*` }), take, skip });
    if (items.length === 0 && wanted) return { results: await byId(client, wanted) };
    const next = skip + items.length;
    return {
      results: distinct(items.map(packageItem), skip > 0),
      ...(items.length > 0 && next < total && { paginationToken: `${next}` }),
    };
  } catch (error) {
    throw nodeError(this, error, { server });
  }
}

/** The package with this id, which a search by text does not find. */
async function byId(client: Client, packageId: string): Promise<INodeListSearchItems[]> {
  if (/\s/.test(packageId)) return [];
  const list = await client.videos.list({ packageId }).catch((error: unknown) => {
    if (error instanceof ApiError && [400, 403, 404].includes(error.status)) return undefined;
    throw error;
  });
  return list ? [{ name: `Package ${packageId} (videos: ${list.videos.length})`, value: packageId }] : [];
}

// A long name must not hide the rest of the label.
const mostOfName = 28;

function packageItem({ packageId, name, state, timeCreated }: Package): INodeListSearchItems {
  const details = [visibleText(state), visibleText(timeCreated).slice(0, 10)].filter(Boolean).join(', ');
  return { name: `${cut(visibleText(name)) || 'Unnamed'} (${details || packageId})`, value: packageId };
}

function cut(name: string): string {
  return name.length > mostOfName ? `${name.slice(0, mostOfName - 1)}…` : name;
}
