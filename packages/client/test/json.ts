import fc from 'fast-check';

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Where a value is inside another one. */
export type Place = (string | number)[];

/** Every place in a value. */
export function placesIn(value: Json, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [place, ...entries.flatMap(([name, each]) => placesIn(each, [...place, name]))];
}

/** A copy in which the value at a place is another one, or is not there. */
export function withChange(
  value: Json,
  [name, ...rest]: Place,
  change: (old: Json) => Json | undefined,
): Json | undefined {
  if (name === undefined) return change(value);
  if (typeof value !== 'object' || value === null) throw new Error('There is no such place.');
  const copy: Json[] | { [name: string]: Json } = Array.isArray(value) ? [...value] : { ...value };
  const changed = withChange(Reflect.get(value, name), rest, change);
  if (changed !== undefined) Reflect.set(copy, name, changed);
  else if (Array.isArray(copy)) copy.splice(Number(name), 1);
  else Reflect.deleteProperty(copy, name);
  return copy;
}

/** A copy with its fields in alphabetical order. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

/** What can be done to a value; `undefined` removes it. */
export const changes: fc.Arbitrary<(old: Json) => Json | undefined> = fc.oneof(
  fc.constant(() => undefined),
  fc.jsonValue().map((value) => () => JSON.parse(JSON.stringify(value))),
  fc.constant((old: Json) => (Array.isArray(old) ? [...old].reverse() : old)),
  fc.constant((old: Json) => (Array.isArray(old) && old[0] !== undefined ? [...old, old[0]] : old)),
  fc.constant((old: Json) => (Array.isArray(old) ? old.slice(1) : old)),
  fc.constant((old: Json) => (typeof old === 'string' ? `${old} ` : old)),
  fc.constant((old: Json) => (typeof old === 'string' ? old.toUpperCase() : old)),
  fc.constant((old: Json) => (typeof old === 'number' ? old + 1 : old)),
  fc.constant((old: Json) => (typeof old === 'number' ? String(old) : old)),
  fc.constant((old: Json) => (old === null ? 0 : null)),
  fc
    .string()
    .map(
      (name) => (old: Json) =>
        typeof old === 'object' && old !== null && !Array.isArray(old) ? { ...old, [name]: 1 } : old,
    ),
);
