import { performRaw, termsOf } from './call.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf } from './fields.ts';
import type { paths } from './generated/openapi.ts';
import { type OperationId, operations, type Unread } from './operations.ts';
import { isObject, unexpected } from './response.ts';
import type { ErrorBody } from './schemas.ts';
import type { Session } from './session.ts';
import type { Signal } from './signal.ts';
import type { Received } from './transport.ts';

type Method = 'get' | 'post';
type PathWith<M extends Method> = { [Path in keyof paths]: paths[Path][M] extends object ? Path : never }[keyof paths];

/** What a raw call takes: the parameters and the body that the contract names, and a signal. */
export type RawInit<Operation> = (Operation extends { parameters: { path: infer Path } }
  ? { params: { path: Path } }
  : unknown) &
  (Operation extends { requestBody: { content: { 'application/json': infer Body } } } ? { body: Body } : unknown) & {
    signal?: Signal | undefined;
  };

/** What a raw call gives: the JSON of the contract, or the error, and where both came from. */
export type RawResponse<Operation> = {
  data?: Operation extends { responses: { 200: { content: { 'application/json': infer Json } } } } ? Json : never;
  /** The error as the API words it, or the text that came in its place. */
  error?: ErrorBody | string;
  response: { status: number; headers: { get: (name: string) => string | null } };
};

/**
 * The generated client itself: one request, no retries, and the response unmodified. It passes the same guard, and takes
 * `params`, `body` and `signal`.
 */
export type RawClient = {
  GET: <Path extends PathWith<'get'>>(
    path: Path,
    init: RawInit<paths[Path]['get']>,
  ) => Promise<RawResponse<paths[Path]['get']>>;
  POST: <Path extends PathWith<'post'>>(
    path: Path,
    init: RawInit<paths[Path]['post']>,
  ) => Promise<RawResponse<paths[Path]['post']>>;
};

/** The calls of the generated client, on a session. */
export function createRaw(session: Session): RawClient {
  return {
    GET: async (path, init) => outcomeOf(await send(session, idOf('GET', path), init)),
    POST: async (path, init) => outcomeOf(await send(session, idOf('POST', path), init)),
  };
}

function send<Id extends OperationId>(session: Session, operation: Id, init: unknown): Promise<Received> {
  const { params, body, signal } = fieldsOf('a raw call', init, ['params', 'body', 'signal']);
  const { path } = params === undefined ? {} : fieldsOf('params', params, ['path']);
  const given: Unread = path === undefined ? {} : fieldsOf('path', path, ['packageId']);
  const values = operations[operation].read({ ...given, body });
  return performRaw(session, { operation, values }, termsOf(session, { signal }));
}

function idOf(method: 'GET' | 'POST', path: unknown): OperationId {
  for (const id of operationIds) if (operations[id].method === method && operations[id].path === path) return id;
  throw new InvalidRequestError('path', `must be an operation of the API, got ${method} ${String(path)}`);
}

/** The operations that can be called. */
export const operationIds: readonly OperationId[] = Object.keys(operations).filter((id) => isOperation(id));

function isOperation(id: string): id is OperationId {
  return Object.hasOwn(operations, id);
}

function outcomeOf<Operation>(received: Received): RawResponse<Operation> {
  const { status, headers, body } = received;
  const response = { status, headers };
  if (status >= 400) return { error: isErrorBody(body) ? body : textOf(body), response };
  if (typeof body !== 'string' || body === '') return { response };
  try {
    return { data: JSON.parse(body), response };
  } catch {
    throw unexpected(received, 'is not JSON');
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return isObject(body) && typeof body.error === 'string' && typeof body.message === 'string';
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}
