import {
  ApiError,
  AuthenticationError,
  IinkedSignError,
  InvalidRequestError,
  NotFoundError,
  RateLimitError,
} from 'iinked-sign';
import type { ZObject } from 'zapier-platform-core';

const defaultDelaySeconds = 60;

/**
 * Runs a step, and says what goes wrong in Zapier's terms: whether the Zap stops, waits, asks to reconnect or fails.
 */
export async function inZapiersTerms<Result>(z: ZObject, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw zapierError(z.errors, error);
  }
}

function zapierError(errors: ZObject['errors'], error: unknown): unknown {
  if (!(error instanceof IinkedSignError)) return error;
  const { message } = error;
  if (error instanceof AuthenticationError) return new errors.ExpiredAuthError(message);
  if (error instanceof RateLimitError) return new errors.ThrottledError(message, delayOf(error));
  // Running the step again cannot help: it stops, without counting as a failure.
  if (error instanceof NotFoundError || isRetention(error)) return new errors.HaltedError(message);
  if (error instanceof InvalidRequestError) return new errors.Error(message, 'invalid_input', 400);
  if (error instanceof ApiError && !error.mayHaveDeleted) return new errors.Error(message, error.code, error.status);
  const advice = error.mayHaveDeleted ? ' Look at the videos of the package before you replay this step.' : '';
  return new errors.Error(message + advice, error.mayHaveDeleted ? 'outcome_unknown' : 'no_answer');
}

function isRetention(error: unknown): boolean {
  return error instanceof ApiError && error.code?.includes('retention') === true;
}

function delayOf({ retryAfterMs }: RateLimitError): number {
  return retryAfterMs === undefined ? defaultDelaySeconds : Math.ceil(retryAfterMs / 1000);
}
