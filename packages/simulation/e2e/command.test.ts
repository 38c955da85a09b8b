import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { describe, test } from 'vitest';
import { readTable } from '../src/page.ts';

const command = fileURLToPath(new URL('../src/simulate.ts', import.meta.url));
const simulate = (...args: string[]) => run(process.execPath, [command, ...args]);

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
    expect(failure.match(/ s {2}client \d +sends +POST \S+\/videos\/delete /g)).toHaveLength(2);
    expect(failure).toContain('A delete-all request left again, after one that may have taken effect.');
    expect(failure).toContain(`npm run simulate -- --seed ${seed} --bug`);
  });
});
