import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The screen, without what differs between two runs. */
const settled = (screen: string) =>
  screen
    .trim()
    .replace(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT')
    .replace(/in [\d.]+ s,/, 'in SECONDS s,');

test('the demo ends well, and its screen is the one that the README shows', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [path('../src/demo.ts')]);
  const readme = await readFile(path('../../../README.md'), 'utf8');
  const [, shown = ''] = /```text\n([\s\S]*?)\n```/.exec(readme) ?? [];
  expect(settled(stdout)).toBe(settled(shown));
  expect(stderr).toBe('');
});
