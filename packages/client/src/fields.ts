import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { meantBy } from './meantBy.ts';

/**
 * Reads the fields of a plain object once, into a copy. What is checked later is what is sent: nobody reads the caller's
 * object again.
 *
 * A class instance, an inherited field, and a field that is not known are rejected, for each could hide a video's id, which
 * would turn the deletion of one video into the deletion of all.
 *
 * @throws {InvalidRequestError} when it is not a plain object, or has another field.
 */
export function fieldsOf<T extends object, Field extends keyof T & string>(
  what: string,
  value: T,
  known: readonly Field[],
): Partial<Pick<T, Field>>;
export function fieldsOf<Field extends string>(
  what: string,
  value: unknown,
  known: readonly Field[],
): { [field in Field]?: unknown };
export function fieldsOf(what: string, value: unknown, known: readonly string[]): Record<string, unknown> {
  must(isPlainObject(value), what, 'a plain object', value);
  const copy: Record<string, unknown> = {};
  for (const key of Reflect.ownKeys(value)) {
    const field = known.find((name) => name === key);
    if (field === undefined) throw unknownField(String(key), what, known);
    copy[field] = Reflect.get(value, key);
  }
  for (const key in value) {
    if (!Object.hasOwn(copy, key)) throw unknownField(key, what, known);
  }
  return copy;
}

function unknownField(name: string, what: string, known: readonly string[]): InvalidRequestError {
  const meant = meantBy(name, known);
  const advice = meant === undefined ? `It takes ${known.join(', ')}` : `Did you mean ${meant}?`;
  return new InvalidRequestError(name, `is not a field of ${what}. ${advice}`);
}

/**
 * Validates a value of a field.
 *
 * @param what What the value must be, as in "must be a string, got 7".
 * @param where Where the value was found, if it is a part of the field's.
 * @throws {InvalidRequestError} when it is not.
 */
export function must(isRight: boolean, field: string, what: string, value: unknown, where?: 'in it'): asserts isRight {
  if (isRight) return;
  throw new InvalidRequestError(field, `must be ${what}, got ${shown(value)}${where === undefined ? '' : ` ${where}`}`);
}

// Letters or digits alone, and few of them: no key, whatever it was given for.
const harmless = /^([-+]?[\d.,]{1,20}|[a-z]{1,12})$/i;

/** Shows a value at the end of a sentence such as "must be a string, got 7". */
function shown(value: unknown): string {
  if (typeof value === 'string')
    return value === '' ? 'an empty string' : harmless.test(value) ? `'${value}'` : 'a string';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Promise) return 'a promise: await it first';
  return isPlainObject(value) ? 'an object' : 'an instance of a class';
}

// Of any realm: a plain object has no prototype, or one such as Object.prototype, above which there is nothing.
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(Object(prototype), 'isPrototypeOf');
}
