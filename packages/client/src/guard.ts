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
 * The last check before a request leaves, on the bytes that leave. They must be exactly those of the call: its method, the
 * address of its package, and its body, character for character. What an operation does not allow never leaves, whoever
 * made the call.
 *
 * @throws {InvalidRequestError} when it is anything else.
 */
export function assertMayLeave<Id extends OperationId>(request: Prepared, baseUrl: string, call: Call<Id>): void {
  const { method, path, read } = operations[call.operation];
  const { packageId, body }: Unread = read(call.values);
  if (request.method !== method || request.url !== baseUrl + pathOf(path, { packageId })) {
    throw new InvalidRequestError('path', 'of the request is not that of the operation');
  }
  if (request.body !== JSON.stringify(body)) {
    throw new InvalidRequestError('body', 'of the request does not say what was called');
  }
}
