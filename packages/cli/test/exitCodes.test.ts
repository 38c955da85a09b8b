import {
  AuthenticationError,
  ConditionNotMetError,
  ConnectionError,
  InvalidRequestError,
  PlanRefusedError,
  ServerError,
  TimeoutError,
} from 'iinked-sign';
import { expect, test } from 'vitest';
import { RefusedError } from '../src/errors/RefusedError.ts';
import { exitCodeOfError, exitCodeOfSignal } from '../src/exitCodes.ts';

test('a signal ends a command as shells have it', () => {
  expect((['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(exitCodeOfSignal)).toEqual([129, 130, 143]);
});

const details = { status: 500, code: undefined, apiMessage: undefined, requestId: undefined, retryAfterMs: undefined };
const lost = { neverSent: false, permanent: false, code: undefined, cause: undefined };

test.each<[what: string, error: unknown, code: number]>([
  ['a refusal', new RefusedError('no'), 3],
  ['a plan that is refused', new PlanRefusedError('age', 'It is too old.'), 3],
  ['a condition that is not met', new ConditionNotMetError('young'), 3],
  ['an argument that cannot be right', new InvalidRequestError('packageId', 'is missing'), 1],
  ['what is no error', 'x', 1],
  ['a failure after which nothing may be deleted', new ServerError('x', { ...details, mayHaveDeleted: false }), 1],
  ['a failure after which something may be deleted', new ServerError('x', { ...details, mayHaveDeleted: true }), 5],
  ['a lost connection to a deletion', new ConnectionError('x', { ...lost, mayHaveDeleted: true }), 5],
  ['a deletion that takes too long', new TimeoutError('x', { mayHaveDeleted: true }), 5],
  ['a key that is refused', new AuthenticationError('x', { ...details, status: 401, mayHaveDeleted: false }), 4],
  [
    'a key that is refused after an attempt that may have deleted',
    new AuthenticationError('x', { ...details, status: 401, mayHaveDeleted: true }),
    5,
  ],
])('a command ends with what may have been deleted, then with why it failed: %s', (_, error, code) => {
  expect(exitCodeOfError(error)).toBe(code);
});
