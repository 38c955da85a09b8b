import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import type { Prepared } from './openapiFetch.ts';
import { type Arguments, type OperationId, operations } from './operations.ts';

/** A call that is about to be made: its operation, and the plain copy of what was given. */
export type Call<Id extends OperationId = OperationId> = { operation: Id; values: Arguments<Id> };

/** Fills `{packageId}` into a path, as one segment, encoded once. */
export function pathOf(path: string, values: Record<string, unknown>): string {
  return path.replace('{packageId}', () => encodeURIComponent(String(values.packageId)));
}

/**
 * The last check before a request leaves, on the bytes that leave. What they say is read from them again, by the operation
 * that method and path name, and must be exactly what was called. A path that no operation has never leaves.
 *
 * @throws {InvalidRequestError} when it is anything else.
 */
export function assertMayLeave<Id extends OperationId>(request: Prepared, baseUrl: string, call: Call<Id>): void {
  const { method, path, read } = operations[call.operation];
  const packageId = request.method === method ? filledIn(path, request.url, baseUrl) : undefined;
  if (packageId === undefined) throw new InvalidRequestError('path', 'of the request is not that of the operation');
  const said = read({ ...(packageId !== '' && { packageId }), body: parsed(request.body) });
  if (JSON.stringify(said) !== JSON.stringify(call.values)) {
    throw new InvalidRequestError('body', 'of the request does not say what was called');
  }
}

/** What a URL has in place of `{packageId}`, decoded; an empty string where the path has no such place. */
function filledIn(path: string, url: string, baseUrl: string): string | undefined {
  const [before = '', after] = `${baseUrl}${path}`.split('{packageId}');
  if (after === undefined) return url === before ? '' : undefined;
  const segment = url.slice(before.length, url.length - after.length);
  const isFilled = url === before + segment + after && /^[^/?#]+$/.test(segment);
  return isFilled ? decodeURIComponent(segment) : undefined;
}

function parsed(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  const value: unknown = JSON.parse(body);
  // A field that is there twice reads differently from server to server.
  if (JSON.stringify(value) !== body) throw new InvalidRequestError('body', 'of the request is ambiguous');
  return value;
}
