import { afterEach, expect, test, vi } from 'vitest';
import { elapsedOfRuntime } from '../src/timer.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('without a monotonic clock, time is made of the one that may be set: it goes on, and never back', () => {
  vi.stubGlobal('performance', undefined);
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
  const began = elapsedOfRuntime();
  vi.setSystemTime(1_000_500);
  expect(elapsedOfRuntime() - began).toBe(500);
  vi.setSystemTime(0);
  expect(elapsedOfRuntime() - began).toBe(500);
  vi.setSystemTime(700);
  expect(elapsedOfRuntime() - began).toBe(1200);
});
