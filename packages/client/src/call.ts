import { requestIdOf } from './apiError.ts';
import { attempt } from './attempt.ts';
import { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import { fieldsOf } from './fields.ts';
import type { Call } from './guard.ts';
import { type OperationId, operations, type Result } from './operations.ts';
import type { Pace } from './pace.ts';
import { isObject } from './response.ts';
import { withRetries } from './retry.ts';
import { type Attempt, type Limits, limitsOf, type Session } from './session.ts';
import { type Signal, signalOf } from './signal.ts';
import type { Received } from './transport.ts';

/** Options of every call. */
export type CallOptions = Limits & {
  /** Ends the call at once, also while it waits for a retry. It then rejects with the signal's reason. */
  signal?: Signal | undefined;
};

/** The options of a call, read once: its limits, when it must have ended, and who may end it. */
export type Terms = {
  timeoutMs: number;
  maxRetries: number;
  deadline: number;
  signal: Signal | undefined;
  /** Set where many calls share what the server allows. */
  pace?: Pace;
  /**
   * Makes sure, right before each attempt, that it still may be made, and throws where it may not.
   *
   * @param landed The error of the latest attempt that may have taken effect, if there is one.
   */
  before?: (landed: unknown) => Promise<void>;
  /** Set where it is part of another call, which has its turn: it does not stand in line for one of its own. */
  hasTurn?: boolean;
};

const optionFields = ['signal', 'timeoutMs', 'totalTimeoutMs', 'maxRetries'] as const satisfies (keyof CallOptions)[];

/**
 * Reads the options of a call into a copy, once.
 *
 * @param more The options that only this call has.
 * @throws {InvalidRequestError} when one is unknown.
 */
export function optionsOf<More extends string = never>(
  options: unknown = {},
  more: readonly More[] = [],
): { [option in keyof CallOptions | More]?: unknown } {
  return fieldsOf<keyof CallOptions | More>('the options', options, [...optionFields, ...more]);
}

/**
 * Starts the time of a call by its options, which were read.
 *
 * @throws {InvalidRequestError} when one cannot be right.
 */
export function termsOf(session: Session, given: { [option in keyof CallOptions]?: unknown }): Terms {
  const { timeoutMs, totalTimeoutMs, maxRetries } = limitsOf(given, session.limits);
  return { timeoutMs, maxRetries, deadline: session.elapsed() + totalTimeoutMs, signal: signalOf(given.signal) };
}

/** Makes a call: attempts, retries where that is safe, and the check of the response. */
export function perform<Id extends OperationId>(session: Session, call: Call<Id>, terms: Terms): Promise<Result<Id>> {
  const { confirm } = operations[call.operation];
  return make(session, call, terms, (received) => confirm(received, call.values));
}

/** Makes a call past every cache, and gives its result beside the response that it was read from. */
export function performUncached<Id extends OperationId>(
  session: Session,
  call: Call<Id>,
  terms: Terms,
): Promise<{ result: Result<Id>; received: Received }> {
  const { confirm } = operations[call.operation];
  const read = (received: Received) => ({ result: confirm(received, call.values), received });
  return make(session, call, { ...terms, isUncached: true }, read);
}

/** Makes one attempt of a call, and gives the response unmodified. */
export function performRaw<Id extends OperationId>(session: Session, call: Call<Id>, terms: Terms): Promise<Received> {
  return make(session, call, { ...terms, maxRetries: 0, hasTurn: true }, (received) => received);
}

async function make<Id extends OperationId, T>(
  session: Session,
  call: Call<Id>,
  { timeoutMs, isUncached = false, ...terms }: Terms & { isUncached?: boolean },
  read: (received: Received) => T,
): Promise<T> {
  const { elapsed, onAttempt } = session;
  const { signal } = terms;
  const effect = operations[call.operation].effect(call.values);
  let began = 0;
  let received: Received | undefined;

  async function run(earlierMayHaveLanded: boolean): Promise<T> {
    received = undefined;
    began = elapsed();
    const limitMs = Math.max(1, Math.round(Math.min(timeoutMs, terms.deadline - began)));
    received = await attempt(session, call, { effect, timeoutMs: limitMs, signal, earlierMayHaveLanded, isUncached });
    return read(received);
  }

  function observe(number: number, error?: unknown, retryInMs?: number): void {
    if (!onAttempt) return;
    const status = received?.status ?? (error instanceof UnexpectedResponseError ? error.status : undefined);
    const requestId = received && requestIdOf(received.headers, session.redact);
    const event: Attempt = {
      operation: call.operation,
      effect,
      ...idsOf(call.values),
      attempt: number,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
      durationMs: Math.round(elapsed() - began),
      ...(error !== undefined && { error }),
      ...(retryInMs !== undefined && { retryInMs }),
    };
    tell(onAttempt, event);
  }

  return withRetries(effect, session, terms, run, observe);
}

function idsOf(values: unknown): Pick<Attempt, 'packageId' | 'meetingVideoId'> {
  if (!isObject(values)) return {};
  const { packageId, body } = values;
  const meetingVideoId = isObject(body) ? body.meetingVideoId : undefined;
  return {
    ...(typeof packageId === 'string' && { packageId }),
    ...(typeof meetingVideoId === 'string' && { meetingVideoId }),
  };
}

// What an observer throws, now or later, changes nothing.
function tell(onAttempt: NonNullable<Session['onAttempt']>, event: Attempt): void {
  try {
    Promise.resolve(onAttempt(event)).catch(() => undefined);
  } catch {}
}
