import { readFileSync } from 'node:fs';
import { n8nVersion } from 'iinked-sign-testing/n8n/install';
import { expect, test } from 'vitest';

test('the README names the version of n8n that the tests run in, and no other', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const named = [...readme.matchAll(/n8n (\d+\.\d[\d.]*\d)/g)].map(([, version]) => version);
  expect(new Set(named)).toEqual(new Set([n8nVersion]));
});
