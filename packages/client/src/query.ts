import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, must } from './fields.ts';
import type { PackageQuery } from './schemas.ts';
import { isBlankSearch } from './search.ts';
import { type NameKind, namesOf } from './states.ts';

type Kind = 'string' | 'number' | 'boolean' | NameKind | 'flag';

const kinds = {
  memberId: 'string',
  teamId: 'string',
  folderId: 'string',
  allMembers: 'boolean',
  search: 'string',
  types: 'packageType',
  states: 'packageState',
  isExecuted: 'flag',
  days: 'number',
  sortBy: 'string',
  take: 'number',
  skip: 'number',
} as const satisfies Record<keyof PackageQuery, Kind>;

const names: readonly (keyof PackageQuery)[] = Object.keys(kinds).filter((name) => isField(name));

/**
 * Copies a query, with names as the API spells them, and leaves out what is `undefined`.
 *
 * @throws {InvalidRequestError} when it is not a plain object, has an unknown field, a field of another kind, a search text that
 *   says nothing, or a name that cannot be one.
 */
export function queryOf(query: unknown): PackageQuery {
  const given = fieldsOf('the query', query, names);
  const copy: Record<string, unknown> = {};
  for (const name of names) if (given[name] !== undefined) copy[name] = fieldValue(name, given[name]);
  return copy;
}

function fieldValue(name: keyof PackageQuery, value: unknown): unknown {
  const kind = kinds[name];
  // Videos have states, too.
  if (kind === 'packageState' || kind === 'packageType') return namesOf(kind, `packages.${name}`, value);
  const isNumber = typeof value !== 'number' || Number.isFinite(value);
  must((kind === 'flag' && value === null) || (typeof value === types[kind] && isNumber), name, words[kind], value);
  // Wildcards, signs and what cannot be seen find everything.
  if (name === 'search' && typeof value === 'string' && isBlankSearch(value)) {
    throw new InvalidRequestError('search', `must narrow: '${value.slice(0, 40)}' has no letter and no digit`);
  }
  return value;
}

const types = { string: 'string', number: 'number', boolean: 'boolean', flag: 'boolean' };
const words = { string: 'a string', number: 'a finite number', boolean: 'true or false', flag: 'true, false or null' };

function isField(name: string): name is keyof PackageQuery {
  return Object.hasOwn(kinds, name);
}
