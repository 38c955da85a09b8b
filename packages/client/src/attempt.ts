import { connectionError } from './connectionFailure.ts';
import { IinkedSignError } from './errors/IinkedSignError.ts';
import { TimeoutError } from './errors/TimeoutError.ts';
import { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import { assertMayLeave, type Call } from './guard.ts';
import type { CoreResponse, Prepared } from './openapiFetch.ts';
import { type OperationId, operations } from './operations.ts';
import { type Effect, outcome } from './outcome.ts';
import { momentOf } from './serverTime.ts';
import type { Session } from './session.ts';
import { onAbort, type Signal, throwIfAborted } from './signal.ts';
import type { IncomingResponse, OutgoingRequest, Received } from './transport.ts';

/** What one attempt must know beside its call. */
export type Circumstances = {
  effect: Effect;
  timeoutMs: number;
  signal: Signal | undefined;
  /** Whether an earlier attempt of the same call may have taken effect. */
  earlierMayHaveLanded: boolean;
  /** Whether no cache on the way may respond. */
  isUncached: boolean;
};

/**
 * Makes one attempt: one request at most, no redirect, one time limit from sending to the last byte.
 *
 * @returns The response, whatever its status.
 * @throws {InvalidRequestError} when the request may not leave.
 * @throws {ConnectionError} when no complete response arrived.
 * @throws {TimeoutError} when the response was not complete in time.
 * @throws {UnexpectedResponseError} when the response is a redirect.
 */
export async function attempt<Id extends OperationId>(
  session: Session,
  call: Call<Id>,
  { effect, timeoutMs, signal, earlierMayHaveLanded, isUncached }: Circumstances,
): Promise<Received> {
  const { baseUrl, redact, now, serverTime } = session;
  const askedAt = momentOf(session);
  let wasSent = false;
  // A request that ended well is not aborted, and no signal ends the timer: an abort costs a tenth of a whole request.
  const stop = new AbortController();

  async function sendPrepared(prepared: Prepared): Promise<CoreResponse> {
    assertMayLeave(prepared, baseUrl, call);
    const headers = { ...(isUncached && { 'cache-control': 'no-cache' }), api_key: session.apiKey };
    const request = requestOf(prepared, headers, effect === 'deleteAll', stop.signal);
    const sent = session.send(request);
    wasSent = true;
    const response = await sent;
    if (isRedirect(response)) throw redirectRefused(response.status, effect);
    return coreResponseOf(response);
  }

  const timer = session.startTimer(timeoutMs);
  const ignoreAbort = onAbort(signal, timer.stop);
  try {
    const { request } = operations[call.operation];
    const result = await Promise.race([request(session.core, call.values, sendPrepared), timer.end]);
    if (result) {
      const { status, headers } = result.response;
      serverTime.see(headers.get('date'));
      const body: unknown = result.data ?? result.error;
      return { status, headers, body, effect, earlierMayHaveLanded, baseUrl, redact, askedAt, now };
    }
    throw timedOut(effect, timeoutMs);
  } catch (error) {
    stop.abort('The attempt failed.');
    throwIfAborted(signal);
    if (error instanceof IinkedSignError) throw error;
    throw connectionError(error, { effect, earlierMayHaveLanded, wasSent, baseUrl, redact });
  } finally {
    timer.stop();
    ignoreAbort();
  }
}

function requestOf(
  { url, method, body }: Prepared,
  own: Record<string, string>,
  sendOnce: boolean,
  signal: OutgoingRequest['signal'],
): OutgoingRequest {
  const headers = { accept: 'application/json', ...own };
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    url,
    ...(body === undefined ? { headers } : { headers: { ...headers, 'content-type': 'application/json' }, body }),
    sendOnce,
    signal,
  };
}

function coreResponseOf(response: IncomingResponse): CoreResponse {
  const { status, headers } = response;
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name) => headers.get(name) ?? null },
    text: () => response.text(),
  };
}

function isRedirect({ status, redirected }: IncomingResponse): boolean {
  return redirected === true || (status >= 300 && status < 400);
}

function redirectRefused(status: number, effect: Effect): UnexpectedResponseError {
  const mayHaveDeleted = effect !== 'read';
  const message = 'The response is a redirect, which is never followed: the API key must not reach another address.';
  const advice = 'Check the address of the server.';
  return new UnexpectedResponseError(`${message} ${outcome(effect, mayHaveDeleted)} ${advice}`, {
    mayHaveDeleted,
    status,
  });
}

function timedOut(effect: Effect, timeoutMs: number): TimeoutError {
  const mayHaveDeleted = effect !== 'read';
  const message = `No complete response arrived within ${timeoutMs} ms. ${outcome(effect, mayHaveDeleted)}`;
  return new TimeoutError(message, { mayHaveDeleted });
}
