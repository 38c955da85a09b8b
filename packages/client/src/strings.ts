import { must } from './fields.ts';

/**
 * Copies an array of strings.
 *
 * @throws {InvalidRequestError} when it is anything else.
 */
export function stringsOf(field: string, value: unknown): string[] {
  must(Array.isArray(value), field, 'an array of strings', value);
  return Array.from(value, (each: unknown) => {
    must(typeof each === 'string', field, 'an array of strings', each, 'in it');
    return each;
  });
}
