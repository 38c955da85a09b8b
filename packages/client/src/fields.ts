import { InvalidRequestError } from './errors/InvalidRequestError.ts';

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
    if (field === undefined) throw new InvalidRequestError(String(key), `is not a field of ${what}`);
    copy[field] = Reflect.get(value, key);
  }
  for (const key in value) {
    if (!Object.hasOwn(copy, key)) throw new InvalidRequestError(key, `is not a field of ${what}`);
  }
  return copy;
}

/**
 * Validates a value of a field.
 *
 * @param what What the value must be, as in "must be a string, got a number".
 * @throws {InvalidRequestError} when it is not.
 */
export function must(isRight: boolean, field: string, what: string, value: unknown): asserts isRight {
  if (!isRight) throw new InvalidRequestError(field, `must be ${what}, got ${kindOf(value)}`);
}

/** Says what a value is, as the end of a sentence such as "must be a string, got a number". */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !(value > 0 && Number.isFinite(value))) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  return isPlainObject(value) ? 'an object' : 'an instance of a class';
}

// Of any realm: a plain object has no prototype, or one such as Object.prototype, above which there is nothing.
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(Object(prototype), 'isPrototypeOf');
}
