import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const spaceless = (text: string) => text.replace(/\s+/g, ' ');

test('the recipe that learns the pace is measured as the README of the client shows it', async () => {
  const readme = await read('../../client/README.md');
  const [, recipe = ''] = /(const pacedFetch = [\s\S]*?\n};)/.exec(readme) ?? [];
  expect(recipe).not.toBe('');
  const measured = (await read('../src/bulk.ts')).replace('(url: string, init: FetchInit)', '(url, init)');
  expect(spaceless(measured)).toContain(spaceless(recipe));
});
