import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import { neverReached, withoutSecret } from './cause.ts';
import { ConnectionError } from './errors/ConnectionError.ts';
import { IinkedSignError } from './errors/IinkedSignError.ts';
import { TimeoutError } from './errors/TimeoutError.ts';
import { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import type { paths } from './generated/openapi.ts';
import { assertMayLeave, jsonOf, pathOf, type Scope } from './guard.ts';
import { type Effect, outcome } from './outcome.ts';
import type { Clock, Send } from './platform.ts';

/** Where requests go, and with what. */
export type Connection = { baseUrl: string; apiKey: string; send: Send; clock: Clock };

/** What one attempt must know about the call that it belongs to. */
export type Attempt = {
  effect: Effect;
  timeoutMs: number;
  signal?: AbortSignal | null | undefined;
  /** Whether an earlier attempt of the same call may have taken effect. */
  earlierMayHaveLanded?: boolean;
  /** The deletion that was asked for. A raw call has no other word for it than its body. */
  asked?: Scope;
};

/**
 * Runs one attempt of a call: one request at most, no redirect, one time limit from sending to the last byte.
 *
 * @param run Makes the request, on a client whose transport belongs to this attempt.
 * @throws {InvalidRequestError} when the request may not leave.
 * @throws {ConnectionError} when no usable answer arrived.
 * @throws {TimeoutError} when the answer was not complete in time.
 * @throws {UnexpectedResponseError} when the answer is a redirect, or not the JSON that it should be.
 */
export async function attemptOnce<T extends object>(
  connection: Connection,
  attempt: Attempt,
  run: (client: FetchClient<paths>) => Promise<T>,
): Promise<T> {
  const { signal } = attempt;
  signal?.throwIfAborted();
  // A request that ended well is not aborted, and no signal ends the timer: an abort costs a tenth of a whole request.
  const stop = new AbortController();
  const seen: { status?: number } = {};
  const limit = connection.clock(attempt.timeoutMs);
  signal?.addEventListener('abort', limit.stop);
  try {
    const result = await Promise.race([run(clientFor(connection, attempt, stop.signal, seen)), limit.end]);
    if (result) return result;
    signal?.throwIfAborted();
    throw timedOut(attempt);
  } catch (error) {
    stop.abort('The attempt failed.');
    if (signal?.aborted) throw signal.reason;
    throw error instanceof IinkedSignError ? error : unusable(error, connection, attempt, seen.status);
  } finally {
    limit.stop();
    signal?.removeEventListener('abort', limit.stop);
  }
}

function clientFor(
  { baseUrl, apiKey, send }: Connection,
  { effect, asked }: Attempt,
  signal: AbortSignal,
  seen: { status?: number },
): FetchClient<paths> {
  let url = '';
  let method = '';
  let body: string | undefined;
  return createFetchClient<paths>({
    baseUrl,
    pathSerializer: pathOf,
    querySerializer: () => '',
    bodySerializer: jsonOf,
    // openapi-fetch builds a Request only to hand it to the function below. A real one costs more than all the rest of a
    // call, so its ingredients are noted instead.
    Request: new Proxy(Request, {
      construct(_, [address, init]: [string, RequestInit]) {
        url = address;
        method = init.method ?? '';
        body = typeof init.body === 'string' ? init.body : undefined;
        return { method };
      },
    }),
    async fetch() {
      assertMayLeave(url, body, asked);
      const headers = { accept: 'application/json', api_key: apiKey };
      const response = await send(url, {
        method,
        ...(body === undefined ? { headers } : { headers: { ...headers, 'content-type': 'application/json' }, body }),
        redirect: 'manual',
        signal,
      });
      seen.status = response.status;
      if (isRedirect(response)) throw redirectRefused(response, effect);
      return response;
    },
  });
}

function timedOut({ effect, timeoutMs }: Attempt): TimeoutError {
  const mayHaveDeleted = effect !== 'read';
  const message = `No complete answer came within ${timeoutMs} ms. ${outcome(effect, mayHaveDeleted)}`;
  return new TimeoutError(message, { mayHaveDeleted });
}

// Browsers hide a redirect behind an opaque answer; a transport that follows one all the same says so in `redirected`.
function isRedirect({ type, status, redirected }: Response): boolean {
  return type === 'opaqueredirect' || redirected || (status >= 300 && status < 400);
}

function redirectRefused({ status }: Response, effect: Effect): UnexpectedResponseError {
  const mayHaveDeleted = effect !== 'read';
  const message = 'The answer was a redirect, which is never followed: the API key must not reach another place.';
  const advice = 'Check the address of the server.';
  return new UnexpectedResponseError(`${message} ${outcome(effect, mayHaveDeleted)} ${advice}`, {
    mayHaveDeleted,
    status,
  });
}

function unusable(
  error: unknown,
  { apiKey }: Connection,
  { effect, earlierMayHaveLanded = false }: Attempt,
  status: number | undefined,
): IinkedSignError {
  const cause = withoutSecret(error, apiKey);
  const unreached = status === undefined && neverReached(error);
  const mayHaveDeleted = effect !== 'read' && (!unreached || earlierMayHaveLanded);
  const consequence = outcome(effect, mayHaveDeleted);
  if (status !== undefined && error instanceof SyntaxError) {
    const message = `The answer was not JSON. ${consequence}`;
    return new UnexpectedResponseError(message, { mayHaveDeleted, status, cause });
  }
  const message = unreached
    ? 'The server could not be reached. Check its address, and the network.'
    : 'The connection broke before a complete answer came.';
  return new ConnectionError(`${message} ${consequence}`, { mayHaveDeleted, neverReached: unreached, cause });
}
