import { InvalidRequestError } from 'iinked-sign';

/**
 * Reads a parameter of JSON: n8n gives it as a string or, from an expression, as it is.
 *
 * @throws {InvalidRequestError} when it is a string that is not JSON.
 */
export function parsedJson(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw notJson(field, value);
  }
}

function notJson(field: string, value: string): InvalidRequestError {
  return new InvalidRequestError(field, value.trim() === '' ? 'is empty' : 'is not JSON');
}
