import { InvalidRequestError } from 'iinked-sign';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OperationInput } from './operation.ts';

/**
 * Whether a person left a parameter empty. An expression that finds nothing is not left empty: what it was to say got lost.
 */
export function isLeftEmpty({ context, itemIndex }: OperationInput, name: string): boolean {
  const written: unknown = context.getNodeParameter(name, itemIndex, '', { rawExpressions: true });
  return written === '' || written === null || (Array.isArray(written) && written.length === 0);
}

/** Reads a parameter as it is for an item. What an expression does not find is `undefined`, and never a default. */
export function given({ context, itemIndex }: OperationInput, name: string): unknown {
  return context.getNodeParameter(name, itemIndex);
}

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
  if (texts.includes('')) throw new InvalidRequestError(field, 'contains an empty value');
  return texts;
}

/**
 * Reads a number.
 *
 * @returns Nothing where a person left it empty.
 * @throws {InvalidRequestError} when it is anything else.
 */
export function givenNumber(field: string, input: OperationInput, name: string): number | undefined {
  return isLeftEmpty(input, name) ? undefined : numberOf(field, given(input, name));
}

/**
 * Reads a number that must be there.
 *
 * @throws {InvalidRequestError} when it is anything else.
 */
export function numberOf(field: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw new InvalidRequestError(field, 'must be a number');
}

/**
 * Reads a choice.
 *
 * @throws {InvalidRequestError} when it is none of the choices.
 */
export function choiceOf<Choice extends string>(
  field: string,
  choices: readonly Choice[],
  input: OperationInput,
  name: string,
): Choice {
  const value = given(input, name);
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw new InvalidRequestError(field, `must be one of ${choices.join(', ')}`);
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

/**
 * Reads a collection as it was stated.
 *
 * @throws {InvalidRequestError} when it is no collection, or has a field that is not known.
 */
export function collectionOf(
  context: IExecuteFunctions,
  name: string,
  itemIndex: number,
  known: readonly string[],
): Record<string, unknown> {
  const written: unknown = context.getNodeParameter(name, itemIndex, '', { rawExpressions: true });
  if (written === '') return {};
  return knownFields(name, context.getNodeParameter(name, itemIndex, {}), known);
}

/**
 * Reads the fields of a collection.
 *
 * @throws {InvalidRequestError} when it is no collection, or has a field that is not known.
 */
export function knownFields(name: string, value: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidRequestError(name, `must have fields such as ${known[0]}`);
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) throw new InvalidRequestError(name, `has a field '${field}', which is not known`);
  }
  return { ...value };
}

/** Leaves out the fields without a value: most of what the API describes is half empty. */
export function filled(fields: IDataObject): IDataObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
