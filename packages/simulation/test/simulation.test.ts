import { afterAll, describe, expect, test } from 'vitest';
import { readTable } from '../src/page.ts';
import { bugNames } from '../src/plantedBugs.ts';
import { startSearcher } from '../src/search.ts';

const searcher = startSearcher();
afterAll(() => searcher[Symbol.asyncDispose]());

// On a busy machine they take a minute.
test('2000 seeds keep the law', { timeout: 5 * 60_000 }, async () => {
  expect(await searcher.search({ from: 1, seeds: 2000 })).toBeUndefined();
});

describe('a client with a planted bug', async () => {
  const table = await readTable();

  test('is in the table of the README, whatever the bug', () => {
    expect(table.map(({ bug }) => bug)).toEqual(bugNames);
  });

  test.each(table)('breaks the law where the table says so: $bug', async ({ bug, seeds: seed }) => {
    const stale = 'The README is stale: npm run simulate -- --bugs writes it anew.';
    expect(await searcher.search({ from: seed, seeds: 1, bug }), stale).toBe(seed);
    expect(await searcher.search({ from: seed, seeds: 1 })).toBeUndefined();
  });
});
