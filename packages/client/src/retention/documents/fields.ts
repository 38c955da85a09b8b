import { InvalidRequestError } from '../../errors/InvalidRequestError.ts';
import { must } from '../../fields.ts';
import { isObject } from '../../response.ts';
import { instantOf } from '../../time.ts';

/** Reads a value of JSON into a copy, and throws an `InvalidRequestError` when it is not what the field must be. */
export type Reader<Value> = {
  (field: string, value: unknown): Value;
  /** Whether the field may be missing. */
  isOptional?: true;
};

/** Reads a field that may be missing. */
export type OptionalReader<Value> = Reader<Value> & { isOptional: true };

/** The fields of an object in their order, each with what reads it. The compiler compares it with the type. */
export type Table<Value> = {
  readonly [Field in keyof Value]-?: Partial<Pick<Value, Field>> extends Pick<Value, Field>
    ? OptionalReader<Exclude<Value[Field], undefined>>
    : Reader<Value[Field]>;
};

type Fields = { readonly [field: string]: Reader<unknown> };
type AnyTable<Value> = Value extends object ? Table<Value> : never;

/** An object with these fields and no others. The copy has them in the order of the table. */
export function object<Value extends object>(table: Table<Value>): Reader<Value>;
export function object(table: Fields): Reader<unknown> {
  return (what, value) => copyOf(table, what, value);
}

/** An object with the fields of one of these tables and no others. */
export function either<Value extends object>(...tables: readonly AnyTable<Value>[]): Reader<Value>;
export function either(...tables: readonly Fields[]): Reader<unknown> {
  const known = new Map(tables.map((table) => [namesIn(table), table]));
  return (what, value) => {
    must(isObject(value), what, 'an object', value);
    const table = known.get(namesIn(value));
    if (table) return copyOf(table, what, value);
    throw new InvalidRequestError(what, `must have the fields of one of: ${[...known.keys()].join('; ')}`);
  };
}

function copyOf(table: Fields, what: string, value: unknown): object {
  must(isObject(value), what, 'an object', value);
  const copy: Record<string, unknown> = {};
  for (const field in table) {
    const read = table[field];
    if (Object.hasOwn(value, field)) copy[field] = read?.(field, value[field]);
    else if (!read?.isOptional) throw new InvalidRequestError(what, `must have the field ${field}`);
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(copy, name));
  if (unknown === undefined) return copy;
  throw new InvalidRequestError(what, `must not have the field ${JSON.stringify(unknown.slice(0, 40))}`);
}

function namesIn(value: object): string {
  return Object.keys(value).sort().join(', ');
}

/** A list, of which each item is read. */
export function list<Item>(read: Reader<Item>): Reader<Item[]> {
  return (field, value) => {
    must(Array.isArray(value), field, 'an array', value);
    return value.map((item) => read(field, item));
  };
}

/** Makes a field that may be missing. */
export function optional<Value>(read: Reader<Value>): OptionalReader<Value> {
  const copy: Reader<Value> = (field, value) => read(field, value);
  return Object.assign(copy, { isOptional: true } as const);
}

/** A value, or `null`. */
export function nullable<Value>(read: Reader<Value>): Reader<Value | null> {
  return (field, value) => (value === null ? null : read(field, value));
}

/** One of these strings. */
export function oneOf<Value extends string>(values: readonly Value[]): Reader<Value> {
  return (field, value) => {
    const found = values.find((each) => each === value);
    must(found !== undefined, field, values.map((each) => `'${each}'`).join(' or '), value);
    return found;
  };
}

/** A string of whole characters: half a character would not survive a file, and the seal would break. */
export const text: Reader<string> = (field, value) => {
  must(typeof value === 'string', field, 'a string', value);
  if (/\p{Surrogate}/u.test(value)) throw new InvalidRequestError(field, 'must be well-formed Unicode');
  return value;
};

/** A time with a zone, in ISO 8601. */
export const instant: Reader<string> = (field, value) => {
  const time = text(field, value);
  if (instantOf(time) === undefined) throw new InvalidRequestError(field, 'must be a time with a zone');
  return time;
};

/** The beginning of a day (UTC), in ISO 8601. A cutoff may be of the last century, when nothing was recorded. */
export const midnight: Reader<string> = (field, value) => {
  const time = text(field, value);
  const isMidnight = /^\d{4}-\d\d-\d\dT00:00:00\.000Z$/.test(time) && new Date(time).toJSON() === time;
  if (!isMidnight) throw new InvalidRequestError(field, 'must be the beginning of a day, in UTC');
  return time;
};

/** A SHA-256 or a seal, in hexadecimal digits. */
export const hash: Reader<string> = hexadecimal(64);

/** The fingerprint of a key, in hexadecimal digits. */
export const keyId: Reader<string> = hexadecimal(16);

function hexadecimal(length: number): Reader<string> {
  return (field, value) => {
    const digits = text(field, value);
    if (digits.length === length && /^[\da-f]*$/.test(digits)) return digits;
    throw new InvalidRequestError(field, `must be ${length} hexadecimal digits`);
  };
}

/** A finite number. */
export const number: Reader<number> = (field, value) => {
  must(typeof value === 'number' && Number.isFinite(value), field, 'a number', value);
  return value;
};

/** How many there are. */
export const count: Reader<number> = (field, value) => {
  const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  must(isCount, field, 'a whole number of 0 or more', value);
  return value;
};

/** `true` or `false`. */
export const flag: Reader<boolean> = (field, value) => {
  must(typeof value === 'boolean', field, 'true or false', value);
  return value;
};
