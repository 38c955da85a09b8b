import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { start } from 'iinked-sign-testing/processes';
import { expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The screen, without what differs between two runs. */
const settled = (screen: string) =>
  screen
    .trim()
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/(?<=[Pp]lan )[\da-f]{32}/g, 'PLAN')
    .replace(/(?<=fingerprint )[\da-f]{12}/, 'SEAL')
    .replace(/(?<=recorded before ).+(?= at 00:00 UTC)/, 'DATE')
    .replace(/in [\d.]+ s,/, 'in SECONDS s,');

test('the demo succeeds, and prints what its README shows', async () => {
  const demo = start(process.execPath, [path('../src/demo.ts')], { timeoutMs: 50_000 });
  const [screen, problems] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
  const page = await readFile(path('../README.md'), 'utf8');
  const [, shown = ''] = /```text\n([\s\S]*?)\n```/.exec(page) ?? [];
  expect(settled(screen)).toBe(settled(shown));
  expect(problems).toBe('');
});
