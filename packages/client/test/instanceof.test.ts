import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as copy from 'iinked-sign';
import { beforeAll, describe, expect, test } from 'vitest';
import * as source from '../src/index.ts';

type Package = typeof source;

/** The built package, loaded a second time, as where two dependencies of a program bring their own. */
async function secondCopy(): Promise<Package> {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-'));
  try {
    await cp(fileURLToPath(new URL('../dist', import.meta.url)), folder, { recursive: true });
    await cp(fileURLToPath(new URL('../package.json', import.meta.url)), join(folder, 'package.json'));
    return await import(pathToFileURL(join(folder, 'index.js')).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

let one: Package;
let other: Package;
beforeAll(async () => {
  one = copy;
  other = await secondCopy();
});

const details = { mayHaveDeleted: false, status: 418, neverSent: false, permanent: false };

/** Makes an error of each class, and says which classes it is an instance of. */
const makers: Record<string, [(from: Package) => Error, string[]]> = {
  IinkedSignError: [({ IinkedSignError }) => new IinkedSignError('x', details), ['IinkedSignError']],
  InvalidRequestError: [
    ({ InvalidRequestError }) => new InvalidRequestError('x', 'y'),
    ['IinkedSignError', 'InvalidRequestError'],
  ],
  ConditionNotMetError: [
    ({ ConditionNotMetError }) => new ConditionNotMetError('held'),
    ['IinkedSignError', 'ConditionNotMetError'],
  ],
  PlanRefusedError: [
    ({ PlanRefusedError }) => new PlanRefusedError('seal', 'x'),
    ['IinkedSignError', 'PlanRefusedError'],
  ],
  ConnectionError: [({ ConnectionError }) => new ConnectionError('x', details), ['IinkedSignError', 'ConnectionError']],
  TimeoutError: [({ TimeoutError }) => new TimeoutError('x', details), ['IinkedSignError', 'TimeoutError']],
  UnexpectedResponseError: [
    ({ UnexpectedResponseError }) => new UnexpectedResponseError('x', details),
    ['IinkedSignError', 'UnexpectedResponseError'],
  ],
  ApiError: [({ ApiError }) => new ApiError('x', details), ['IinkedSignError', 'ApiError']],
  AuthenticationError: [
    ({ AuthenticationError }) => new AuthenticationError('x', details),
    ['IinkedSignError', 'ApiError', 'AuthenticationError'],
  ],
  PermissionDeniedError: [
    ({ PermissionDeniedError }) => new PermissionDeniedError('x', details),
    ['IinkedSignError', 'ApiError', 'PermissionDeniedError'],
  ],
  NotFoundError: [
    ({ NotFoundError }) => new NotFoundError('x', details),
    ['IinkedSignError', 'ApiError', 'NotFoundError'],
  ],
  RateLimitError: [
    ({ RateLimitError }) => new RateLimitError('x', details),
    ['IinkedSignError', 'ApiError', 'RateLimitError'],
  ],
  ServerError: [({ ServerError }) => new ServerError('x', details), ['IinkedSignError', 'ApiError', 'ServerError']],
};

/** The names of the error classes of a package that a value is an instance of. */
function classesOf(value: unknown, from: Package): string[] {
  return Object.entries(from).flatMap(([name, exported]) =>
    name.endsWith('Error') && typeof exported === 'function' && value instanceof exported ? [name] : [],
  );
}

test('the two copies are two, and every class of errors is tried', () => {
  expect(one.ApiError).not.toBe(other.ApiError);
  expect(Object.keys(makers).sort()).toEqual(
    Object.keys(one)
      .filter((name) => name.endsWith('Error'))
      .sort(),
  );
});

describe.each(Object.entries(makers))('%s', (name, [make, classes]) => {
  test('is an instance of itself and its ancestors, in its own copy of the package and in another', () => {
    for (const from of [source, one, other]) {
      const error = make(from);
      expect(error).toBeInstanceOf(Error);
      expect(error.name).toBe(name);
      for (const asked of [source, one, other]) expect(classesOf(error, asked).sort()).toEqual([...classes].sort());
    }
  });
});

describe('a class that a user derives from one of ours', () => {
  class Mine extends source.ApiError {}
  class MoreMine extends Mine {}
  const mine = new Mine('x', details);
  const moreMine = new MoreMine('x', details);

  test('has its own instances, and they are instances of its ancestors, in every copy', () => {
    expect([mine instanceof Mine, moreMine instanceof Mine, moreMine instanceof MoreMine]).toEqual([true, true, true]);
    for (const asked of [source, one, other]) {
      expect(classesOf(moreMine, asked).sort()).toEqual(['ApiError', 'IinkedSignError']);
    }
  });

  test('has no instance that it did not make', () => {
    expect(mine instanceof MoreMine).toBe(false);
    for (const from of [source, one, other]) {
      expect(new from.ApiError('x', details) instanceof Mine).toBe(false);
      expect(new from.NotFoundError('x', details) instanceof Mine).toBe(false);
    }
  });
});

test.each<[string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['a string', 'ApiError'],
  ['an Error', new Error('x')],
  ['a TypeError', new TypeError('x')],
  ['an object that looks like one', { name: 'ApiError', kind: 'ApiError', mayHaveDeleted: true }],
  ['an Error of the same name', Object.assign(new Error('x'), { name: 'ApiError' })],
  ['an object with a mark that is no list', { [Symbol.for('iinked-sign.kinds')]: 'ApiError' }],
])('%s is an instance of no class of ours', (_, value) => {
  expect(classesOf(value, source)).toEqual([]);
});

test('the mark of its classes is not shown, and cannot be changed', () => {
  const error = new source.NotFoundError('x', details);
  expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
  expect(Reflect.set(error, Symbol.for('iinked-sign.kinds'), [])).toBe(false);
});
