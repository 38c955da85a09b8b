import type { Api } from './api.ts';
import { codes, fieldsOf } from './contract.ts';
import { isSeen, itemsOf, type Observed } from './observed.ts';

/** What the evidence says about an assumption, and what was observed. */
export type Judgement = { result: 'confirmed' | 'refuted' | 'not seen'; observed: string };

// What was observed goes into a report that people publish. It is made of our own words, of statuses, and of fields and codes
// that the contract has: nothing else that a server sent is ever part of it, not even a number.

export const confirmed = (observed: string): Judgement => ({ result: 'confirmed', observed });
export const refuted = (observed: string): Judgement => ({ result: 'refuted', observed });
export const notSeen = (observed: string): Judgement => ({ result: 'not seen', observed });

/** What came of a request, in words that hold nothing of the server's. */
export function wordsOf({ kind, status, body }: Observed): string {
  if (kind === 'notSent') return 'not sent';
  if (kind === 'lost') return status === undefined ? 'no response' : `${status}, which broke off`;
  const flaw = flaws[kind];
  if (flaw !== undefined) return `${status}${flaw}`;
  return typeof body.error === 'string' ? `${status} ${codeOf(body.error)}` : String(status);
}

const flaws: Partial<Record<Observed['kind'], string>> = {
  tooLong: ', which was too long',
  redirect: ', a redirect',
  foreign: ', not a body of the API',
};

function codeOf(code: string): string {
  return codes.includes(code) ? code : '(a code that the contract does not know)';
}

/** Whether the API rejected what was asked, for what it was. */
export function isRejected({ kind, status }: Observed): boolean {
  return kind === 'seen' && (status === 400 || status === 409 || status === 422);
}

/** Judges the code of an example by an error of the API with its status; any other response shows nothing of it. */
export function byCode(response: Observed, status: number, code: string): Judgement {
  if (!isSeen(response, status)) return notSeen(wordsOf(response));
  return response.body.error === code ? confirmed(wordsOf(response)) : refuted(wordsOf(response));
}

/** Judges whether fields are in all of several objects. */
export function byFields(objects: readonly Record<string, unknown>[], names: readonly string[]): Judgement {
  if (objects.length === 0) return notSeen('');
  const missing = names.filter((name) => objects.some((object) => !(name in object)));
  const where = `in ${objects.length} ${objects.length === 1 ? 'response' : 'responses'}`;
  return missing.length === 0
    ? confirmed(`${names.join(', ')} ${where}`)
    : refuted(`${missing.join(', ')} missing ${where}`);
}

/** Whether any field of a schema is missing or null in what was listed. */
export function byEmptyFields(schema: string, items: readonly Record<string, unknown>[]): Judgement {
  if (items.length === 0) return notSeen('none was listed');
  const empty = knownFields(schema).filter((name) => items.some((item) => (item[name] ?? null) === null));
  return empty.length > 0
    ? confirmed(`missing or null: ${empty.join(', ')}`)
    : notSeen(`no field was empty in ${items.length}`);
}

/** How many fields objects have that the contract does not know. Their names are the server's. */
export function unknownFields(schema: string, items: readonly Record<string, unknown>[]): number {
  const known = knownFields(schema);
  return new Set(items.flatMap((item) => Object.keys(item).filter((name) => !known.includes(name)))).size;
}

export function knownFields(schema: string): readonly string[] {
  return fieldsOf[schema] ?? [];
}

/** Whether packages are listed the newest first, as far as there are enough to see it. */
export function byOrder(packages: Observed, words: string): Judgement {
  const times = itemsOf(packages, 'items').flatMap(({ timeCreated }) => timeOf(timeCreated) ?? []);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  if (steps.every((step) => step === 0)) return notSeen(`${words}; too few packages to see an order`);
  return steps.every((step) => step <= 0)
    ? confirmed(`${words}; the newest first`)
    : refuted(`${words}; not the newest first`);
}

/** Any field may be missing: that one is, refutes no example. */
export function byExample(items: readonly Record<string, unknown>[], names: readonly string[]): Judgement {
  const missing = names.filter((name) => !items.some((item) => name in item));
  return missing.length === 0 ? confirmed('its fields were seen') : notSeen(`no package has ${missing.join(', ')}`);
}

/** Judges a response about a package that does not exist. */
export function byNotFound(response: Observed): Judgement {
  if (isSeen(response, 404)) return byCode(response, 404, 'package_not_found');
  return (isRejected(response) || isSeen(response, 200) ? refuted : notSeen)(wordsOf(response));
}

/** Tells whether the code of an example was seen with a status that anything on the way may have sent; it judges nothing. */
export function byCodeAmong(log: Api['log'], status: number, code: string): Judgement {
  const responses = log.filter(({ observed }) => observed.status === status && isErrorOfApi(observed));
  if (responses.length === 0) return notSeen('');
  const isCode = responses.some(({ observed }) => observed.body.error === code);
  return notSeen(isCode ? `${status} ${code}` : `${status} with another code`);
}

export function isErrorOfApi({ body }: Observed): boolean {
  return typeof body.error === 'string' && typeof body.message === 'string';
}

export function timeOf(time: unknown): number | undefined {
  const read = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(read) ? undefined : read;
}
