import { afterAll, expect, test } from 'vitest';
import { readTable } from '../src/page.ts';
import { startSearcher } from '../src/search.ts';

const searcher = startSearcher();
afterAll(() => searcher[Symbol.asyncDispose]());

const minute = 60_000;

test('20 000 seeds keep the law', { timeout: 40 * minute }, async () => {
  const began = performance.now();
  expect(await searcher.search({ from: 1, seeds: 20_000 })).toBeUndefined();
  console.log(`${Math.round(20_000 / ((performance.now() - began) / 1000))} seeds a second`);
});

test('no planted bug is found earlier than the README says', { timeout: 30 * minute }, async () => {
  for (const { bug, seeds } of await readTable()) {
    expect(await searcher.search({ from: 1, seeds: 10_000, bug }), bug).toBe(seeds);
  }
});
