import { expect, test } from 'vitest';
import { ConnectionError } from '../src/errors/ConnectionError.ts';
import { RateLimitError } from '../src/errors/RateLimitError.ts';
import { createGate } from '../src/gate.ts';
import type { Effect } from '../src/outcome.ts';
import { NotBegunError, type Pace } from '../src/pace.ts';
import { withRetries } from '../src/retry.ts';
import { rejection } from './fixtures.ts';

const details = { mayHaveDeleted: false };
const limited = new RateLimitError('too soon', { ...details, status: 429, retryAfterMs: 3000 });
const limitedWithoutWords = new RateLimitError('too soon', { ...details, status: 429 });
const lost = new ConnectionError('lost', { ...details, neverSent: false, permanent: false });

type Told = [number: number, error?: unknown, retryInMs?: number | undefined];

/** Makes a call whose attempts end so, with a pace that gives so many turns. */
async function paced(effect: Effect, ends: (Error | string)[], { turns = 99, patient = true, stop = false } = {}) {
  const stopping = new AbortController();
  const seen: unknown[] = [];
  const told: Told[] = [];
  let given = 0;
  const pace: Pace = {
    stop: stopping.signal,
    isPatient: () => patient,
    turn: async () => {
      if (given === turns || stopping.signal.aborted) return undefined;
      given += 1;
      return { taken: () => seen.push('taken'), refused: (ms) => seen.push(`refused: ${ms}`) };
    },
  };
  const startTimer = (milliseconds: number) => {
    seen.push(`waits ${milliseconds}`);
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    if (stop) queueMicrotask(() => stopping.abort());
    else end();
    return { end: ended, stop: end };
  };
  const session = { elapsed: () => 0, random: () => 0.5, startTimer, gate: createGate(startTimer) };
  const patience = { maxRetries: 2, deadline: 1e9, signal: undefined, pace };
  const call = withRetries(
    effect,
    session,
    patience,
    async () => {
      const end = ends.length > 1 ? ends.shift() : ends[0];
      if (end instanceof Error) throw end;
      return end;
    },
    (...attempt) => told.push(attempt),
  );
  const result = await call.catch((error: unknown) => error);
  return { result, seen, told };
}

test('an attempt that succeeds or fails was taken, one with a 429 was refused, for as long as it asks', async () => {
  expect(await paced('delete', ['done'])).toEqual({ result: 'done', seen: ['taken'], told: [[1]] });
  expect((await paced('delete', [limited])).seen).toEqual(['refused: 3000']);
  expect((await paced('delete', [limitedWithoutWords])).seen).toEqual(['refused: undefined']);
  expect((await paced('delete', [lost, 'done'])).seen).toEqual(['taken', 'waits 250', 'taken']);
});

test('a list that is refused is made again at its next turn, however often, and tells for how long', async () => {
  const { result, seen, told } = await paced('read', [...Array<Error>(5).fill(limited), 'done']);
  expect(result).toBe('done');
  expect(seen).toEqual([...Array<string>(5).fill('refused: 3000'), 'taken']);
  expect(told).toEqual([...[1, 2, 3, 4, 5].map((number) => [number, limited, 3000]), [6]]);
});

test('a list that is refused ends where the pace has no patience, and so does a deletion', async () => {
  expect((await paced('read', [limited], { patient: false })).told).toEqual([[1, limited, undefined]]);
  expect((await paced('delete', [limited])).told).toEqual([[1, limited, undefined]]);
  expect((await paced('deleteAll', [limited])).result).toBe(limited);
});

test('a refusal does not count as one of the retries, nor into the waits', async () => {
  const { result, seen } = await paced('read', [limited, lost, limited, lost, 'done']);
  expect(result).toBe('done');
  expect(seen).toEqual(['refused: 3000', 'taken', 'waits 250', 'refused: 3000', 'taken', 'waits 500', 'taken']);
  expect((await paced('read', [limited, lost])).told).toHaveLength(4);
});

test('where no turn is left, nothing begins: the error is that of the attempt before, if there was one', async () => {
  expect(await paced('read', ['done'], { turns: 0 })).toEqual({
    result: expect.any(NotBegunError),
    seen: [],
    told: [],
  });
  expect((await paced('read', [limited], { turns: 1 })).result).toBe(limited);
  expect((await paced('delete', [lost], { turns: 1 })).result).toBe(lost);
});

test('a pace that stops ends a wait at once, and nothing more begins', async () => {
  const { result, seen } = await paced('delete', [lost], { stop: true });
  expect([result, seen]).toEqual([lost, ['taken', 'waits 250']]);
});

test('a clock that fails is no wait: the call ends with the error before it', async () => {
  const startTimer = () => ({ end: Promise.reject(new Error('clock')), stop: () => undefined });
  const session = { elapsed: () => 0, random: () => 0.5, startTimer, gate: createGate(startTimer) };
  let attempts = 0;
  const run = async () => {
    attempts += 1;
    throw lost;
  };
  const call = withRetries('read', session, { maxRetries: 2, deadline: 1e9, signal: undefined }, run, () => undefined);
  expect(await rejection(call)).toBe(lost);
  expect(attempts).toBe(1);
});
