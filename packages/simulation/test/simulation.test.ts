import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { afterAll, describe, expect, test } from 'vitest';
import { readTable } from '../src/page.ts';
import { bugNames } from '../src/plantedBugs.ts';
import { startSearcher } from '../src/search.ts';

const searcher = startSearcher();
afterAll(() => searcher[Symbol.asyncDispose]());

const command = fileURLToPath(new URL('../src/simulate.ts', import.meta.url));
const simulate = (...args: string[]) => run(process.execPath, [command, ...args]);

test('2000 seeds keep the law', async () => {
  expect(await searcher.search({ from: 1, seeds: 2000 })).toBeUndefined();
});

describe('a client with a planted bug', async () => {
  const table = await readTable();

  test('is in the table of docs/simulation.md, whatever the bug', () => {
    expect(table.map(({ bug }) => bug)).toEqual(bugNames);
  });

  test.each(table)('breaks the law where the table says so: $bug', async ({ bug, seeds: seed }) => {
    const stale = 'docs/simulation.md is stale: npm run simulate -- --bugs writes it anew.';
    expect(await searcher.search({ from: seed, seeds: 1, bug }), stale).toBe(seed);
    expect(await searcher.search({ from: seed, seeds: 1 })).toBeUndefined();
  });
});

describe.concurrent('npm run simulate', () => {
  test('runs a seed again in exactly the same way, step by step', async ({ expect }) => {
    const [once, again] = await Promise.all([simulate('--seed', '7'), simulate('--seed', '7')]);
    expect(once).toMatch(/client 1 +calls/);
    expect(again).toBe(once);
  });

  test('stops at the first failure with its seed, the smallest program and a trace', async ({ expect }) => {
    const [{ bug = '', seeds: seed = 0 } = {}] = await readTable();
    expect(bug).toBe('retries a delete-all request after an unknown outcome');
    const failure = await simulate('--seeds', '200', '--bug', bug).catch(String);
    expect(failure).toContain(`Seed ${seed} breaks the law. The smallest program that does:`);
    expect(failure).toMatch(/"kind": "deleteAll"/);
    expect(failure).toMatch(/ s {2}client \d +sends +POST .*\n.*(\n.*)? sends +POST /);
    expect(failure).toContain('A delete-all request left again, after one that may have taken effect.');
    expect(failure).toContain(`npm run simulate -- --seed ${seed} --bug`);
  });
});
