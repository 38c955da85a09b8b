import { readFileSync } from 'node:fs';
import { assumptions } from 'iinked-sign-openapi/assumptions';
import { describe, expect, test } from 'vitest';
import { switches } from './switches.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const all = assumptions();

test('the table of assumptions is the one that the contract and the switches make', async () => {
  const rows = all.map(({ about, reason }) => {
    const found = Object.values(switches).find((each) => each.about === about);
    return [`\`${about}\``, reason.replaceAll('|', '\\|'), found ? `\`${found.option}\`, \`${found.flag}\`` : ''];
  });
  const table = tableOf(['about', 'what is assumed', 'to try the opposite on the emulator'], rows);
  const words = `# Assumptions

What the API's documentation does not say, as the contract marks it with \`x-assumed\`. Written by the tests of \`packages/emulator\` (\`pnpm run test -u\` writes it anew).

`;
  await expect(words + table).toMatchFileSnapshot('../../../openapi/assumptions.md');
});

describe('every switch of the emulator', () => {
  test.each(Object.values(switches))('$flag is about something that the contract marks as assumed', ({ about }) => {
    expect(all.map((each) => each.about)).toContain(about);
  });

  test.each(Object.values(switches))('$flag is in the README, as an option of the command and of a program', (each) => {
    expect(readme).toContain(`\`${each.option}\`, \`${each.flag}\``);
  });
});

test('no assumption is named twice', () => {
  expect(new Set(all.map(({ about }) => about)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(30);
});

/** A table in Markdown, with columns of equal width as the formatter writes them. */
function tableOf(head: string[], rows: string[][]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}
