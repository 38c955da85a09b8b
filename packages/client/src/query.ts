import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, kindOf } from './fields.ts';
import type { PackageQuery } from './generated/openapi.ts';

type Kind = 'string' | 'number' | 'boolean' | 'strings' | 'flag';

const kinds = {
  memberId: 'string',
  teamId: 'string',
  folderId: 'string',
  allMembers: 'boolean',
  search: 'string',
  types: 'strings',
  states: 'strings',
  isExecuted: 'flag',
  days: 'number',
  sortBy: 'string',
  take: 'number',
  skip: 'number',
} as const satisfies Record<keyof PackageQuery, Kind>;

const names: readonly (keyof PackageQuery)[] = Object.keys(kinds).filter((name) => isField(name));

/**
 * Copies a query, and leaves out what is `undefined`.
 *
 * @throws {InvalidRequestError} when it is not a plain object, has an unknown field, or a field of another kind.
 */
export function queryOf(query: unknown): PackageQuery {
  const given = fieldsOf('the query', query, names);
  const copy: Record<string, unknown> = {};
  for (const name of names) if (given[name] !== undefined) copy[name] = fieldValue(name, given[name]);
  return copy;
}

function fieldValue(name: keyof PackageQuery, value: unknown): unknown {
  const kind = kinds[name];
  if (kind === 'strings') {
    const strings = Array.isArray(value) ? Array.from<unknown>(value) : undefined;
    if (strings?.every((each) => typeof each === 'string')) return strings;
    throw new InvalidRequestError(name, `must be an array of strings, got ${kindOf(value)}`);
  }
  if (kind === 'flag' && (value === null || typeof value === 'boolean')) return value;
  if (typeof value === kind && !(typeof value === 'number' && !Number.isFinite(value))) return value;
  const wanted = kind === 'flag' ? 'boolean or null' : kind;
  throw new InvalidRequestError(name, `must be a ${wanted}, got ${Number.isNaN(value) ? 'NaN' : kindOf(value)}`);
}

function isField(name: string): name is keyof PackageQuery {
  return Object.hasOwn(kinds, name);
}
