import { InvalidRequestError } from '../../errors/InvalidRequestError.ts';
import { type PlannedRules, rulesOf } from '../rules.ts';
import type { Reader } from './fields.ts';

/** Rules as a plan keeps them. */
export const plannedRules: Reader<PlannedRules> = asItIs(rulesOf);

/**
 * Makes a reader of what is completed when it is read. In a document it is complete already, or somebody has changed it.
 */
export function asItIs<Value>(complete: (value: unknown) => Value): Reader<Value> {
  return (field, value) => {
    const read = complete(value);
    if (isSame(read, value)) return read;
    throw new InvalidRequestError(field, 'must be complete and must not contain duplicates');
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [names, otherNames] = [Object.keys(one), Object.keys(other)];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === otherNames.length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(Reflect.get(one, name), Reflect.get(other, name)))
  );
}
