import { type Conditions, InvalidRequestError, isBlankSearch, type OlderThan } from 'iinked-sign';
import { deleteWhenTestingField, dryRunField, limitField } from './fields.ts';
import { mostItems } from './output/format.ts';

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
/** The fields of an age. */
export type AgeFields = {
  olderThan: Field;
  olderThanUnit: ChoiceField<'days' | 'months' | 'years'>;
  countedFrom: ChoiceField<'created' | 'executed'>;
};

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
  if (isOnlyWhatWasTyped(text, bundle.inputDataRaw?.[field.key])) {
    throw new InvalidRequestError(field.label, `is only '${text}': what it is mapped from has no value`);
  }
  return text;
}

/**
 * Whether all mappings of a text turned out to say nothing. What a person typed around them is left, such as the `*` of
 * `{{name}}*`, and would stand for something else.
 */
function isOnlyWhatWasTyped(text: string, raw: unknown): boolean {
  const typed = typeof raw === 'string' ? raw.split(/\{\{.*?\}\}/s) : [];
  if (typed.length < 2) return false;
  return isBlankSearch(typed.reduce((left, part) => left.replace(part.trim(), ''), text));
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

/**
 * Reads an age.
 *
 * @throws {InvalidRequestError} when it cannot be read. So cannot half of one: the other half may have got lost.
 */
export function ageOf({ olderThan, olderThanUnit, countedFrom }: AgeFields, bundle: Input): OlderThan | undefined {
  if (isLeftEmpty(olderThan, bundle)) {
    const other = [olderThanUnit, countedFrom].find((field) => !isLeftEmpty(field, bundle));
    if (other) throw new InvalidRequestError(olderThan.label, `must be given with ${other.label}`);
    return undefined;
  }
  const count = countOf(olderThan, bundle);
  const unit = choiceOf(olderThanUnit, bundle);
  const since = isLeftEmpty(countedFrom, bundle) ? 'created' : choiceOf(countedFrom, bundle);
  const age: OlderThan = { since };
  age[unit] = count;
  return age;
}

/** How many results a search gives where nothing is said. */
const defaultLimit = 10;

/**
 * Reads how many results a search gives.
 *
 * @throws {InvalidRequestError} when it is no whole number from 1 to 500.
 */
export function limitOf(bundle: Input): number {
  if (isLeftEmpty(limitField, bundle)) return defaultLimit;
  const limit = countOf(limitField, bundle);
  if (limit > mostItems) throw new InvalidRequestError(limitField.label, `must be at most ${mostItems}`);
  return limit;
}

/**
 * Reads a whole number above 0.
 *
 * @throws {InvalidRequestError} when it is none.
 */
export function countOf({ key, label }: Field, { inputData }: Input): number {
  const value = inputData[key];
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && /^\d{1,6}$/.test(text.trim()) && Number(text) > 0) return Number(text);
  throw new InvalidRequestError(label, `must be a whole number above 0, ${orEmpty}`);
}

/**
 * Reads a choice, by its value or its label, in any case.
 *
 * @throws {InvalidRequestError} when it is none of them.
 */
export function choiceOf<Choice extends string>(field: ChoiceField<Choice>, { inputData }: Input): Choice {
  const value = inputData[field.key];
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  for (const choice of keysOf(field.choices)) {
    if (choice.toLowerCase() === text || field.choices[choice].toLowerCase() === text) return choice;
  }
  const labels = Object.values(field.choices).join(', ');
  throw new InvalidRequestError(field.label, `must be one of ${labels}`);
}

/** A field with choices: the label of each value. */
export type ChoiceField<Choice extends string> = Field & { choices: Record<Choice, string> };

function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record).filter((key): key is Key => key in record);
}

// Zapier joins line items with commas.
function statesOf({ key, label }: Field, { inputData }: Input): string[] {
  const states = [inputData[key]].flat().flatMap((each) => (typeof each === 'string' ? each.split(',') : [each]));
  const named = states.map((each) => (typeof each === 'string' && !isUnfilled(each) ? each.trim() : ''));
  if (named.length > 0 && !named.includes('')) return named;
  throw new InvalidRequestError(label, `must name states, ${orEmpty}`);
}

/**
 * Whether a person left a field empty. What the person put in decides: a mapping that turned out empty is not empty there, and
 * a field that nobody touched is not there. Without it, an empty text may be a value that got lost.
 */
export function isLeftEmpty({ key }: Field, { inputData, inputDataRaw }: Input): boolean {
  const value = inputData[key];
  if (value !== undefined && !isEmpty(value)) return false;
  const raw = inputDataRaw?.[key];
  if (raw === undefined) return value === undefined || inputDataRaw !== undefined;
  return isEmpty(raw);
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.every((each) => each === ''));
}

/** Whether a mapping in a text was not filled in. */
export function isUnfilled(text: string): boolean {
  return /\{\{|\}\}/.test(text);
}
