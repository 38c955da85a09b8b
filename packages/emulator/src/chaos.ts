import type { Fault } from './faults.ts';

/** What chaos is made of: one request in four fails, in one of these ways. */
const mix: Fault[] = [
  { status: 429, retryAfter: 0 },
  { status: 429, retryAfter: 1 },
  { status: 500 },
  { status: 500, carryOut: true },
  { status: 503, retryAfter: 0 },
  { status: 503, retryAfter: 0, carryOut: true },
  { status: 404 },
  { status: 200, body: '<!doctype html><title>Sign in</title>' },
  { status: 200, body: '<!doctype html><title>Sign in</title>', carryOut: true },
  { delayMs: 200 },
  { reset: true },
  { resetAfter: true },
  { truncate: true },
];

/** Makes faults by chance, the same ones in the same order for the same seed. */
export function createChaos(seed: number): () => Fault | undefined {
  const chance = randomNumbers(seed);
  return () => (chance() < 0.25 ? mix[Math.floor(chance() * mix.length)] : undefined);
}

/** Numbers from 0 to 1 by the generator Mulberry32, which is small and good enough to shuffle faults. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
