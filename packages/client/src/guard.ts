import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import type { Prepared } from './openapiFetch.ts';
import { type Arguments, type OperationId, operations, type Unread } from './operations.ts';

/** A call that is about to be made: its operation, and the plain copy of what was given. */
export type Call<Id extends OperationId = OperationId> = { operation: Id; values: Arguments<Id> };

/** Fills `{packageId}` into a path, as one segment, encoded once. */
export function pathOf(path: string, values: Record<string, unknown>): string {
  return path.replace('{packageId}', encodeURIComponent(String(values.packageId)));
}

/**
 * The last check before a request leaves, on the bytes that leave. They must say exactly what was called: its method, the
 * address of its package, and its body, read back from the bytes. Another run of the serializer that made them would say the
 * same as the first, whatever a program has done to it. What an operation does not allow never leaves, whoever made the call.
 *
 * @throws {InvalidRequestError} when it is anything else.
 */
export function assertMayLeave<Id extends OperationId>(request: Prepared, baseUrl: string, call: Call<Id>): void {
  const { method, path, read } = operations[call.operation];
  const { packageId, body }: Unread = read(call.values);
  if (request.method !== method || request.url !== baseUrl + pathOf(path, { packageId })) {
    throw new InvalidRequestError('path', 'of the request does not match the operation');
  }
  if (!says(request.body, body)) {
    throw new InvalidRequestError('body', 'of the request does not match the call');
  }
}

function says(text: string | undefined, body: unknown): boolean {
  if (text === undefined || body === undefined) return text === body;
  try {
    return isSame(JSON.parse(text), body) && text.length === lengthOf(body);
  } catch {
    return false;
  }
}

/** Whether two values of JSON are the same, by their own keys: what they inherit was not sent. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const keys = Reflect.ownKeys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Reflect.ownKeys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(Reflect.get(one, key), Reflect.get(other, key)))
  );
}

/** How long a value is in JSON. A longer text says something twice, or in a way of which nobody knows how a server reads it. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return lengthOfString(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const lengths = Array.isArray(value)
    ? value.map(lengthOf)
    : Object.entries(value).map(([key, each]) => lengthOfString(key) + 1 + lengthOf(each));
  return lengths.reduce((sum, length) => sum + length + 1, lengths.length === 0 ? 2 : 1);
}

function lengthOfString(text: string): number {
  return text.replace(/["\\\b\t\n\f\r]/g, '--').replace(/\p{Cs}|(?![\x7f-\x9f])\p{Cc}/gu, '------').length + 2;
}
