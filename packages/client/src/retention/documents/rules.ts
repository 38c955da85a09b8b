import { type Age, olderThanOf } from '../../age.ts';
import { statesOf } from '../../conditions.ts';
import { InvalidRequestError } from '../../errors/InvalidRequestError.ts';
import { holdOf, type SealedHold } from '../../hold.ts';
import { type PlannedScope, rulesOf } from '../rules.ts';
import { count, flag, object, type Reader } from './fields.ts';

/** Rules as a plan keeps them. */
export type PlannedRules = {
  packages: PlannedScope & { createdFrom?: string };
  olderThan: Age;
  states: string[];
  hold: SealedHold;
  limits: { videos: number; share?: number };
  approvalsNeeded: number;
  requireArchive: boolean;
};

// Until rules.ts reads these rules itself.
const old = { packages: { packageIds: ['none'] }, olderThanDays: 1, limits: { videos: 1 } };

export const plannedRules: Reader<PlannedRules> = object<PlannedRules>({
  packages: asItIs(scopeOf),
  olderThan: asItIs(olderThanOf),
  states: asItIs(statesOf),
  hold: asItIs((hold) => holdOf(hold)),
  limits: asItIs((limits) => rulesOf({ ...old, limits: Object(limits) }).limits),
  approvalsNeeded: count,
  requireArchive: flag,
});

function scopeOf(packages: unknown): PlannedRules['packages'] {
  const { createdFrom, ...rest } = Object(packages);
  const scope = rulesOf({ ...old, packages: rest }).packages;
  return typeof createdFrom === 'string' ? { ...scope, createdFrom } : scope;
}

/**
 * Makes a reader of what is completed when it is read. In a document it is complete already, or somebody has changed it.
 */
export function asItIs<Value>(complete: (value: unknown) => Value): Reader<Value> {
  return (field, value) => {
    const read = complete(value);
    if (isSame(read, value)) return read;
    throw new InvalidRequestError(field, 'must be complete, and name each thing once');
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
