import { InvalidRequestError, type PackageQuery } from 'iinked-sign';
import type { IPollFunctions } from 'n8n-workflow';
import { queryOf } from '../IinkedSign/resources/package/getMany.ts';
import { knownFields, severalOf } from '../IinkedSign/shared/fields.ts';
import { filterNames, strayNames } from './properties.ts';

/** What starts a workflow. */
export type Watch = {
  /** Finds the packages. */
  query: PackageQuery;
  /** The states that count; without any, it is the creation of a package that counts. */
  states: readonly string[];
  /** How many days back to look for a package that is in one of the states. */
  createdWithinDays?: number;
};

/**
 * Reads what a person set.
 *
 * @throws {InvalidRequestError} when it is not clear what they meant: the videos of what is found may be deleted next.
 */
export function watchOf(context: IPollFunctions): Watch {
  const { parameters } = context.getNode();
  const stray = strayNames.find((name) => parameters[name] !== undefined && parameters[name] !== '');
  if (stray !== undefined) throw new Error(strayMessage(stray));
  const filters = queryOf(knownFields('filters', context.getNodeParameter('filters', {}), filterNames));
  const event: unknown = context.getNodeParameter('event');
  if (event === 'packageCreated') return { query: filters, states: [] };
  if (event !== 'packageInState') throw new InvalidRequestError('event', 'must be one of the events in the list');
  const states = severalOf('packages.states', context.getNodeParameter('states'));
  if (states.length === 0) throw new InvalidRequestError('packages.states', 'must name at least one state');
  return { query: { ...filters, states }, states, createdWithinDays: daysOf(context) };
}

function strayMessage(name: string): string {
  const advice = filterNames.includes(name) ? "Put it under 'Filters'." : 'Remove it from the node, or rename it.';
  return `The trigger has no parameter '${name}', so what it states would be lost. Nothing was sent. ${advice}`;
}

function daysOf(context: IPollFunctions): number {
  const days: unknown = context.getNodeParameter('createdWithinDays');
  if (typeof days === 'number' && Number.isSafeInteger(days) && days >= 1) return days;
  throw new InvalidRequestError('createdWithinDays', 'must be a whole number, 1 or more');
}
