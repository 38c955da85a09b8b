import {
  ApiError,
  AuthenticationError,
  IinkedSignError,
  InvalidRequestError,
  NotFoundError,
  RateLimitError,
  UnexpectedResponseError,
} from 'iinked-sign';
import type { ZObject } from 'zapier-platform-core';

/** What it does to run a step again whose first run may have deleted something. */
export type Again = 'harmless' | 'deletesMore';

const defaultDelaySeconds = 60;

/**
 * Runs a step, and says what goes wrong in Zapier's terms: whether the Zap stops, waits, asks to reconnect or fails.
 *
 * @param again Decides how an unknown outcome ends. Zapier replays by itself, up to five times, what failed, where a user
 *   has switched that on; what stopped is replayed by people only.
 */
export async function inZapiersTerms<Result>(
  z: ZObject,
  run: () => Promise<Result>,
  again: Again = 'harmless',
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof IinkedSignError ? zapierError(z.errors, error, again) : error;
  }
}

function zapierError(errors: ZObject['errors'], error: IinkedSignError, again: Again): Error {
  const { message } = error;
  if (error instanceof AuthenticationError) return inOwnWords(new errors.ExpiredAuthError(message));
  if (error instanceof RateLimitError) return new errors.ThrottledError(message, delayOf(error));
  // Running the step again cannot help: it stops, without counting as a failure.
  if (error instanceof NotFoundError || isRetention(error)) return inOwnWords(new errors.HaltedError(message));
  if (error instanceof InvalidRequestError) return new errors.Error(message, 'invalid_input', 400);
  if (error.mayHaveDeleted) return unknownOutcome(errors, error, again);
  if (error instanceof ApiError) return new errors.Error(message, error.code, error.status);
  return new errors.Error(message, 'no_answer');
}

function unknownOutcome(errors: ZObject['errors'], error: IinkedSignError, again: Again): Error {
  // An answer that does not confirm what was asked for may come from a server that deletes something else.
  if (again === 'deletesMore' || error instanceof UnexpectedResponseError) {
    const advice = 'Look at the videos of the package before you replay this step.';
    return inOwnWords(new errors.HaltedError(`${error.message} ${advice}`));
  }
  const advice = 'A replay of this step deletes no other video, and tells when this one is gone already.';
  return new errors.Error(`${error.message} ${advice}`, 'outcome_unknown');
}

// Zapier appends what a step sent and received to these errors: ids, and whatever the API wrote, be it the key.
function inOwnWords(error: Error): Error {
  return Object.assign(error, { doNotContextify: true });
}

function isRetention(error: IinkedSignError): boolean {
  return error instanceof ApiError && error.code?.includes('retention') === true;
}

function delayOf({ retryAfterMs }: RateLimitError): number {
  return retryAfterMs === undefined ? defaultDelaySeconds : Math.ceil(retryAfterMs / 1000);
}
