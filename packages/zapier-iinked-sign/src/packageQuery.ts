import { InvalidRequestError, isBlankSearch, lookOf, type Package, type PackageQuery } from 'iinked-sign';
import {
  allMembersField,
  exactFields,
  ifSeveralMatchField,
  packageAgeFields,
  packageStateField,
  searchField,
} from './fields.ts';
import { ageOf, choiceOf, type Input, isLeftEmpty, isYes, limitOf, textOf } from './input.ts';
import type { Wanted } from './packages.ts';

/**
 * Reads which packages a step is about.
 *
 * @throws {InvalidRequestError} when a field is given and cannot be read.
 */
export function queryOf(bundle: Input): PackageQuery {
  const search = textOf(searchField, bundle);
  const state = textOf(packageStateField, bundle);
  return {
    ...(search !== undefined && { search }),
    ...(state !== undefined && { states: [state] }),
    ...(isYes(allMembersField, bundle) && { allMembers: true }),
  };
}

/**
 * Reads which packages a search is about.
 *
 * @throws {InvalidRequestError} when nothing is said about them, or a field is given and cannot be read.
 */
export function wantedOf(bundle: Input): Wanted {
  const query = queryOf(bundle);
  const exact = exactOf(bundle);
  const olderThan = ageOf(packageAgeFields, bundle);
  if (query.search === undefined && query.states === undefined && exact.length === 0 && !olderThan) {
    throw new InvalidRequestError(`${searchable.slice(0, -1).join(', ')} or ${searchable.at(-1)}`, 'must be given');
  }
  // The search of the API goes over these fields too, and leaves less to compare.
  const [first] = exact;
  return {
    query: { ...(first && { search: first.text }), ...query },
    accepts: (item) => exact.every(({ field, text }) => isExactly(item[field], text)),
    olderThan,
    limit: limitOf(bundle),
    maySeveralMatch: !isLeftEmpty(ifSeveralMatchField, bundle) && choiceOf(ifSeveralMatchField, bundle) === 'all',
  };
}

const searchable = [searchField, ...Object.values(exactFields), packageStateField, packageAgeFields.olderThan].map(
  ({ label }) => label,
);

type Exact = { field: keyof typeof exactFields & keyof Package; text: string };

function exactOf(bundle: Input): Exact[] {
  const names = ['matterNumber', 'clientNumber', 'name'] as const;
  return names.flatMap((field) => {
    const text = textOf(exactFields[field], bundle);
    if (text === undefined) return [];
    if (!isBlankSearch(text)) return [{ field, text }];
    throw new InvalidRequestError(exactFields[field].label, `is '${text}', which has no letter and no digit`);
  });
}

// After trimming, without case, as people read it.
function isExactly(value: unknown, text: string): boolean {
  return typeof value === 'string' && lookOf(value) === lookOf(text);
}
