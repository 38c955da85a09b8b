import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import type { paths, VideoDeletionRequest } from './generated/openapi.ts';

/** What the contract knows, and which of it deletes: no other path or method is ever called. */
export const calls: Record<keyof paths, { method: 'GET' | 'POST'; deletes: boolean }> = {
  '/packages/list': { method: 'POST', deletes: false },
  '/packages/{packageId}/videos': { method: 'GET', deletes: false },
  '/packages/{packageId}/videos/delete': { method: 'POST', deletes: true },
};

const deletionFields = ['packageId', 'meetingVideoId'] as const satisfies (keyof VideoDeletionRequest)[];
const deletionPath = /\/packages\/([^/]+)\/videos\/delete$/;

// Control, format and unassigned-looking characters, lone surrogates, and every space but the plain one: ids that look
// the same to a person must be the same.
const unseenCharacters = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}`;
const dots = /^(\.|%(25)*2e){1,2}$/i;

/**
 * Lets an id pass that surely names one thing.
 *
 * @throws {InvalidRequestError} when it is not a text, is blank, holds characters that cannot be seen, or is a path of dots.
 */
export function realId(field: 'packageId' | 'meetingVideoId', value: unknown): string {
  if (typeof value !== 'string') throw new InvalidRequestError(field, `must be a text, but it is ${kindOf(value)}`);
  if (value.trim() === '') throw new InvalidRequestError(field, value === '' ? 'is empty' : 'is blank');
  if (holdsUnseen(value)) throw new InvalidRequestError(field, 'holds a character that cannot be seen');
  if (dots.test(value)) throw new InvalidRequestError(field, 'must not be a path of dots');
  return value;
}

/** Lets a key pass that can be a header. Its value never becomes part of the error. */
export function realKey(apiKey: unknown): string {
  if (typeof apiKey === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(apiKey)) return apiKey;
  throw new InvalidRequestError('apiKey', 'must be a text of printable ASCII characters, without spaces around it');
}

/**
 * Gives the fields of an object that has none but the known ones: a misspelt field must not turn one video into all, nor a
 * preview into a deletion.
 */
export function fieldsOf<Field extends string>(
  what: string,
  value: unknown,
  known: readonly Field[],
): { [field in Field]?: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidRequestError(what, `must be an object, but it is ${kindOf(value)}`);
  }
  for (const field in value) {
    if (!known.some((name) => name === field)) throw new InvalidRequestError(field, `is not a field of ${what}`);
  }
  return value;
}

/** Refuses what the contract does not know, and options that would lead a raw call around the guard. */
export function assertKnownCall(method: 'GET' | 'POST', path: keyof paths, init: unknown = {}): void {
  if (!Object.hasOwn(calls, path) || calls[path].method !== method) {
    throw new InvalidRequestError('path', `must be one of the contract, but it is ${method} ${path}`);
  }
  const { params = {} } = fieldsOf('a raw call', init, ['params', 'body', 'signal']);
  const { path: parameters = {} } = fieldsOf('params', params, ['path']);
  const { packageId } = fieldsOf('path', parameters, ['packageId']);
  if (path.includes('{packageId}')) realId('packageId', packageId);
}

/** Fills `{packageId}` into a path, as one segment, encoded once. */
export function pathOf(path: string, parameters: Record<string, unknown>): string {
  return path.replace('{packageId}', () => encodeURIComponent(realId('packageId', parameters.packageId)));
}

/**
 * Writes a body as JSON that says the same as the body: a `meetingVideoId` that is there, however empty, is there in the
 * text or the call is refused. JSON alone drops `undefined` and what a prototype holds.
 */
export function jsonOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'meetingVideoId' in body) {
    const meetingVideoId = realId('meetingVideoId', body.meetingVideoId);
    const text = JSON.stringify(body);
    if (scopeOf(text).meetingVideoId === meetingVideoId) return text;
    throw new InvalidRequestError('meetingVideoId', 'would be lost when the body is written as JSON');
  }
  return JSON.stringify(body);
}

/** The one video that a deletion is for, or none where it is for all videos of the package. */
export type Scope = { packageId: string; meetingVideoId?: string };

/**
 * The last check before a request leaves, on the bytes that leave: a deletion names the package of its path, a real video
 * or none at all, nothing else, and exactly what the caller asked for.
 */
export function assertMayLeave(url: string, body: string | undefined, asked: Scope | undefined): void {
  const packageId = deletionPath.exec(url)?.[1];
  if (packageId === undefined) return;
  const scope = scopeOf(body);
  if (realId('packageId', scope.packageId) !== decodeURIComponent(packageId)) {
    throw new InvalidRequestError('packageId', 'differs between the path and the body');
  }
  if ('meetingVideoId' in scope) realId('meetingVideoId', scope.meetingVideoId);
  if (asked && (scope.packageId !== asked.packageId || scope.meetingVideoId !== asked.meetingVideoId)) {
    throw new InvalidRequestError('meetingVideoId', 'of the request is not the one that was asked for');
  }
}

// Made at the first use: to read its sets of characters takes a quarter of the time in which the whole client loads.
let unseen: RegExp | undefined;

function holdsUnseen(text: string): boolean {
  unseen ??= new RegExp(unseenCharacters, 'u');
  return unseen.test(text);
}

function scopeOf(text: string | undefined): { packageId?: unknown; meetingVideoId?: unknown } {
  const body: unknown = text === undefined ? undefined : JSON.parse(text);
  return fieldsOf('the body of a deletion', body, deletionFields);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
