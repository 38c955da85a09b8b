import type { Client as FetchClient } from 'openapi-fetch';
import type { Answer } from './answer.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import type { paths } from './generated/openapi.ts';
import { fieldsOf, type Scope } from './guard.ts';
import type { Effect } from './outcome.ts';
import { withRepeats } from './repeat.ts';
import { attemptOnce, type Connection } from './transport.ts';

/** What can be set for the client as a whole and for a single call. */
export type Limits = {
  /** Time limit of one attempt in milliseconds, from sending to the last byte of the answer. Default 30 000. */
  timeoutMs?: number;
  /**
   * Time limit of the whole call in milliseconds: attempts, waits, and the list that settles an unknown outcome. Default none.
   */
  totalTimeoutMs?: number;
  /** Attempts after the first, 0 for none. Default 2. What is repeated, and what never, depends on the call. */
  maxRetries?: number;
};

/** Options of every call. */
export type CallOptions = Limits & {
  /** Ends the call at once, also while it waits for a repeat. It then rejects with the signal's reason. */
  signal?: AbortSignal;
};

/** A client's connection with its limits. */
export type Session = Connection & Limits & { timeoutMs: number; maxRetries: number };

/** How many milliseconds are left of a call's whole time. */
export type Remaining = () => number;

/** One call: what it does, and how its answer is read. */
export type Call<Result> = {
  effect: Effect;
  asked?: Scope;
  options: CallOptions;
  request: (client: FetchClient<paths>) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  read: (answer: Answer) => Result;
};

/** Starts the clock of a whole call. */
export function remainingOf(session: Session, options: CallOptions): Remaining {
  const { totalTimeoutMs } = { ...session, ...limitsOf(options) };
  if (totalTimeoutMs === undefined) return () => Number.POSITIVE_INFINITY;
  const end = performance.now() + totalTimeoutMs;
  return () => end - performance.now();
}

/** Makes a call: attempts, repeats where that is safe, and the check of the answer. */
export function perform<Result>(
  session: Session,
  call: Call<Result>,
  remaining: Remaining = remainingOf(session, call.options),
): Promise<Result> {
  const { effect, asked, options } = call;
  const { timeoutMs, maxRetries } = { ...session, ...limitsOf(options) };
  const { signal } = options;
  return withRepeats(effect, { maxRetries, clock: session.clock, signal, remaining }, async (earlierMayHaveLanded) => {
    const limit = Math.max(1, Math.min(timeoutMs, Math.ceil(remaining())));
    const attempt = { effect, timeoutMs: limit, signal, earlierMayHaveLanded, ...(asked && { asked }) };
    const { data, error, response } = await attemptOnce(session, attempt, call.request);
    return call.read({ effect, earlierMayHaveLanded, apiKey: session.apiKey, response, body: data ?? error });
  });
}

/** Checks the options of a call, which a platform without a compiler may fill with anything. */
export function checkedOptions<Options extends CallOptions>(options: Options, more: readonly string[] = []): Options {
  fieldsOf('the options', options, ['signal', 'timeoutMs', 'totalTimeoutMs', 'maxRetries', ...more]);
  return options;
}

/** Checks limits, and leaves out those that are not set. */
export function limitsOf({ timeoutMs, totalTimeoutMs, maxRetries }: Limits): Limits {
  const longest = 2 ** 31 - 1;
  for (const [name, limit] of Object.entries({ timeoutMs, totalTimeoutMs })) {
    if (limit !== undefined && !(limit > 0 && limit <= longest)) {
      throw new InvalidRequestError(name, `must be a number of milliseconds between 1 and ${longest}`);
    }
  }
  if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && maxRetries >= 0)) {
    throw new InvalidRequestError('maxRetries', 'must be a whole number, 0 or more');
  }
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(totalTimeoutMs !== undefined && { totalTimeoutMs }),
    ...(maxRetries !== undefined && { maxRetries }),
  };
}
