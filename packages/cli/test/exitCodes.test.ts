import { InvalidRequestError } from 'iinked-sign';
import { expect, test } from 'vitest';
import { RefusedError } from '../src/errors/RefusedError.ts';
import { exitCodeOfError, exitCodeOfSignal } from '../src/exitCodes.ts';

test('a signal ends a command as shells have it', () => {
  expect((['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(exitCodeOfSignal)).toEqual([129, 130, 143]);
});

test('an error says how the command ends', () => {
  expect(exitCodeOfError(new RefusedError('no'))).toBe(3);
  expect(exitCodeOfError(new InvalidRequestError('packageId', 'is missing'))).toBe(1);
  expect(exitCodeOfError('what is no error')).toBe(1);
});
