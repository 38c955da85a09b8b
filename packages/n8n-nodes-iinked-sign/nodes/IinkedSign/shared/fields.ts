import { InvalidRequestError } from 'iinked-sign';
import type { IDataObject } from 'n8n-workflow';

/**
 * Reads a text that somebody filled in.
 *
 * @throws {InvalidRequestError} when there is none: what got lost would find or delete more than was meant.
 */
export function filledIn(field: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new InvalidRequestError(field, 'is empty. Fill it in, or remove it');
}

/**
 * Reads several values: separated by commas or line breaks, or an array that an expression yields.
 *
 * @throws {InvalidRequestError} when there is nothing, nothing between two commas, or something else than strings.
 */
export function severalOf(field: string, value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : filledIn(field, value).split(/[,\n]/);
  const texts = values.filter((each) => typeof each === 'string').map((each) => each.trim());
  if (texts.length < values.length) throw new InvalidRequestError(field, 'must be an array of strings');
  if (texts.includes('')) throw new InvalidRequestError(field, 'has an empty value in it');
  return texts;
}

/**
 * Reads a switch.
 *
 * @throws {InvalidRequestError} when an expression yields neither true nor false.
 */
export function switchOf(field: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new InvalidRequestError(field, 'must be true or false');
}

/**
 * Reads a parameter of JSON: n8n gives it as a string or, from an expression, as it is.
 *
 * @throws {InvalidRequestError} when it is a string that is not JSON.
 */
export function parsedJson(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = filledIn(field, value);
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(field);
  }
}

// n8n's linter allows no other error class to be thrown in a `catch`.
function notJson(field: string): InvalidRequestError {
  return new InvalidRequestError(field, 'is not JSON');
}

/** Leaves out the fields without a value: most of what the API describes is half empty. */
export function filled(fields: IDataObject): IDataObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
