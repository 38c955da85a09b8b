import { type Conditions, InvalidRequestError, type OlderThan } from 'iinked-sign';
import { deleteWhenTestingField, dryRunField } from './fields.ts';

/** What Zapier hands over: the values, and as `inputDataRaw` what a person put into the fields. */
export type Input = { inputData: Values; inputDataRaw?: Values };

type Values = { readonly [key: string]: unknown };
type Field = { key: string; label: string };

/**
 * Makes sure that a step has no input other than the fields of its action. Such an input is ignored otherwise, and it may
 * have been meant to spare videos: a misspelt dry run, or a video given to Delete All Package Videos.
 *
 * @throws {InvalidRequestError} when there is one, be it empty.
 */
export function assertOnlyFields({ inputData, inputDataRaw = {} }: Input, fields: readonly { key: string }[]): void {
  const known = new Set(fields.map(({ key }) => key));
  for (const name of [...Object.keys(inputData), ...Object.keys(inputDataRaw)]) {
    if (known.has(name) || isSetByZapier(name)) continue;
    const advice = 'Delete this step from the Zap and add it again';
    throw new InvalidRequestError('The input', `"${name}" is not a field of this action. ${advice}`);
  }
}

// Zapier's own settings of a step, such as `_zap_search_success_on_miss`.
function isSetByZapier(name: string): boolean {
  return name.startsWith('_zap_');
}

/**
 * Reads an id that Zapier has made of one value. What else an id must be is the client's to say.
 *
 * @throws {InvalidRequestError} when there is none, line items were joined, or a mapping was not filled.
 */
export function oneId({ label }: Field, id: unknown): string {
  if (id === undefined || id === null) throw new InvalidRequestError(label, 'is empty');
  if (typeof id !== 'string' || id.includes(',')) {
    throw new InvalidRequestError(label, 'must be one id, but holds something else, such as several line items');
  }
  if (isUnfilled(id)) throw new InvalidRequestError(label, 'contains a mapping that was not filled in');
  return id;
}

/** How a step runs: whether it deletes, and whether it is a test in the editor. */
export type Mode = { deletes: boolean; isTest: boolean };

/**
 * Reads how a step runs. A test in the editor deletes only if Delete When Testing says so, and a dry run never does.
 *
 * @throws {InvalidRequestError} when one of the two fields is neither yes nor no.
 */
export function modeOf(bundle: Input & { meta?: { isLoadingSample?: unknown } }): Mode {
  const isDryRun = isYes(dryRunField, bundle);
  const deletesWhenTesting = isYes(deleteWhenTestingField, bundle);
  const isTest = Boolean(bundle.meta?.isLoadingSample);
  return { deletes: !isDryRun && (deletesWhenTesting || !isTest), isTest };
}

/** The fields that make conditions, each under the name of its condition. */
type ConditionFields = AgeFields & { retentionOver: Field; states?: Field };
type AgeFields = { olderThan: Field; olderThanUnit: Field; countedFrom: Field };

/**
 * Reads conditions for videos, as filters or for a deletion.
 *
 * @throws {InvalidRequestError} when one is given and cannot be read: a condition that got lost must not delete.
 */
export function conditionsOf({ retentionOver, states, ...ageFields }: ConditionFields, bundle: Input): Conditions {
  const olderThan = ageOf(ageFields, bundle);
  return {
    ...(olderThan && { olderThan }),
    ...(isYes(retentionOver, bundle) && { retentionOver: true }),
    ...(states && !isLeftEmpty(states, bundle) && { states: statesOf(states, bundle) }),
  };
}

/**
 * Reads a text.
 *
 * @returns The text, or nothing where a person left the field empty.
 * @throws {InvalidRequestError} when it is mapped and turned out to be empty or no text.
 */
export function textOf(field: Field, bundle: Input): string | undefined {
  if (isLeftEmpty(field, bundle)) return undefined;
  const value = bundle.inputData[field.key];
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || isUnfilled(text)) throw new InvalidRequestError(field.label, `must be text, ${orEmpty}`);
  return text;
}

const booleans = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);

/**
 * Reads a choice. Left empty, it is no.
 *
 * @throws {InvalidRequestError} when it is neither yes nor no.
 */
export function isYes(field: Field, bundle: Input): boolean {
  if (isLeftEmpty(field, bundle)) return false;
  const value = bundle.inputData[field.key];
  const boolean = typeof value === 'string' ? booleans.get(value.trim().toLowerCase()) : value;
  if (typeof boolean !== 'boolean') throw new InvalidRequestError(field.label, 'must be Yes or No when it is given');
  return boolean;
}

const orEmpty = 'or the field must be left empty. The mapped field may be empty';

/** Reads an age. Half of one is rejected: the other half may have got lost. */
function ageOf({ olderThan, olderThanUnit, countedFrom }: AgeFields, bundle: Input): OlderThan | undefined {
  if (isLeftEmpty(olderThan, bundle)) {
    const other = [olderThanUnit, countedFrom].find((field) => !isLeftEmpty(field, bundle));
    if (other) throw new InvalidRequestError(olderThan.label, `must be given with ${other.label}`);
    return undefined;
  }
  const count = countOf(olderThan, bundle);
  const unit = choiceOf(olderThanUnit, bundle, ['days', 'months', 'years']);
  const since = isLeftEmpty(countedFrom, bundle) ? 'created' : choiceOf(countedFrom, bundle, ['created', 'executed']);
  const age: OlderThan = { since };
  age[unit] = count;
  return age;
}

// What a number may be at most is the client's to say.
function countOf({ key, label }: Field, { inputData }: Input): number {
  const value = inputData[key];
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && /^\d{1,6}$/.test(text.trim())) return Number(text);
  throw new InvalidRequestError(label, `must be a whole number, ${orEmpty}`);
}

function choiceOf<Choice extends string>({ key, label }: Field, bundle: Input, choices: readonly Choice[]): Choice {
  const value = bundle.inputData[key];
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new InvalidRequestError(label, `must be one of ${choices.join(', ')}`);
}

// Zapier joins line items with commas.
function statesOf({ key, label }: Field, { inputData }: Input): string[] {
  const states = [inputData[key]].flat().flatMap((each) => (typeof each === 'string' ? each.split(',') : [each]));
  const named = states.map((each) => (typeof each === 'string' && !isUnfilled(each) ? each.trim() : ''));
  if (named.length > 0 && !named.includes('')) return named;
  throw new InvalidRequestError(label, `must name states, ${orEmpty}`);
}

/** Whether a person left a field empty. A mapping that turned out empty is not empty in what the person put in. */
export function isLeftEmpty({ key }: Field, { inputData, inputDataRaw }: Input): boolean {
  const value = inputData[key];
  const raw = inputDataRaw?.[key];
  if (value === undefined) return raw === undefined || isEmpty(raw);
  return isEmpty(value) && isEmpty(raw);
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.every((each) => each === ''));
}

function isUnfilled(text: string): boolean {
  return /\{\{|\}\}/.test(text);
}
