import {
  ApiError,
  AuthenticationError,
  ConditionNotMetError,
  IinkedSignError,
  InvalidRequestError,
  PermissionDeniedError,
  RateLimitError,
  UnexpectedResponseError,
} from 'iinked-sign';
import { PlanRefusedError } from 'iinked-sign/retention';
import type { ZObject } from 'zapier-platform-core';
import { addressLabel } from './connection.ts';
import { filterFields, packageField, packageStateField, searchField, videoField } from './fields.ts';
import { isUnknown } from './notFound.ts';
import { planLabels } from './plans/fields.ts';
import { refusalMessage } from './plans/refusal.ts';

/** What a run does: test the connection, read, delete one video or delete all. */
export type Purpose = 'connect' | 'read' | 'delete' | 'deleteAll';

/** How Zapier ends a run: it stops without counting as a failure, asks to reconnect, waits and runs again, or fails. */
type Ending = 'stop' | 'reconnect' | 'wait' | 'fail';

type Rule = [ending: Ending, applies: (error: IinkedSignError, purpose: Purpose) => boolean];

/**
 * How a run ends after an error. The first rule that applies counts; without one, the run fails. Zapier runs again by itself
 * what waits and, with Autoreplay, what fails: a request that may have deleted more than one video must do neither.
 */
const rules: Rule[] = [
  ['stop', mayDeleteMoreWhenRepeated],
  ['reconnect', (error) => error instanceof AuthenticationError],
  ['reconnect', (error, purpose) => error instanceof PermissionDeniedError && purpose === 'connect'],
  ['wait', (error) => error instanceof RateLimitError],
  ['stop', (error) => isUnknown(error) || error instanceof ConditionNotMetError || isRetention(error)],
];

/** Runs a step, and rejects with Zapier's own errors. */
export async function withZapierErrors<Result>(
  z: ZObject,
  purpose: Purpose,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof IinkedSignError ? zapierError(z.errors, error, purpose) : error;
  }
}

function zapierError(errors: ZObject['errors'], error: IinkedSignError, purpose: Purpose): Error {
  const ending = rules.find(([, applies]) => applies(error, purpose))?.[0] ?? 'fail';
  const message = messageOf(error, ending);
  if (ending === 'stop') return withoutContext(new errors.HaltedError(message));
  if (ending === 'reconnect') return withoutContext(new errors.ExpiredAuthError(message));
  if (ending === 'wait') return new errors.ThrottledError(message, delaySecondsAfter(error));
  if (error instanceof InvalidRequestError) return new errors.Error(message, 'invalid_input', 400);
  if (error instanceof PlanRefusedError) return new errors.Error(message, `plan_refused_${error.reason}`, 400);
  if (error.mayHaveDeleted) return new errors.Error(message, 'outcome_unknown');
  if (error instanceof ApiError) return new errors.Error(message, error.code, error.status);
  return new errors.Error(message, 'no_response');
}

// A response that confirms something other than what was asked may come from a server that deletes something else.
function mayDeleteMoreWhenRepeated(error: IinkedSignError, purpose: Purpose): boolean {
  return error.mayHaveDeleted && (purpose === 'deleteAll' || error instanceof UnexpectedResponseError);
}

function isRetention(error: IinkedSignError): boolean {
  return error instanceof ApiError && error.code?.includes('retention') === true;
}

function messageOf(error: IinkedSignError, ending: Ending): string {
  if (error instanceof PlanRefusedError) return refusalMessage(error);
  if (error instanceof InvalidRequestError) return error.message.replace(error.field, labelOf(error.field));
  if (!error.mayHaveDeleted) return error.message;
  const advice =
    ending === 'stop'
      ? 'Look at the videos of the package before you replay this step.'
      : 'A replay of this step deletes no other video, and says so when this one is already deleted.';
  return `${error.message} ${advice}`;
}

const labels = new Map([
  ...planLabels,
  ['packageId', packageField.label],
  ['meetingVideoId', videoField.label],
  ['olderThan', filterFields.olderThan.label],
  ['states', filterFields.states.label],
  ['packages.states', packageStateField.label],
  ['search', searchField.label],
  ['apiKey', 'API Key'],
  // A server that is chosen by its name is always right.
  ['server', addressLabel],
]);

function labelOf(field: string): string {
  return labels.get(field) ?? labels.get(field.replace(/\..*/, '')) ?? field;
}

// Zapier appends what a step sent and received to these errors: ids, and whatever the API wrote, be it the key.
function withoutContext(error: Error): Error {
  return Object.assign(error, { doNotContextify: true });
}

const defaultDelaySeconds = 60;
const longestDelaySeconds = 3600;

/**
 * How long Zapier waits before it runs a step again: at least as long as the API asks, at most an hour, and not as long as
 * the other runs that were throttled at the same time.
 */
function delaySecondsAfter(error: IinkedSignError): number {
  const retryAfterMs = error instanceof RateLimitError ? error.retryAfterMs : undefined;
  const asked = retryAfterMs === undefined ? defaultDelaySeconds : retryAfterMs / 1000;
  const earliest = asked > longestDelaySeconds ? longestDelaySeconds * 0.8 : Math.max(1, asked);
  const latest = Math.min(earliest * 1.2 + 10, longestDelaySeconds);
  return Math.ceil(earliest + Math.random() * (latest - earliest));
}
