import { readFile, writeFile } from 'node:fs/promises';
import { type BugName, isBugName } from './plantedBugs.ts';

/** The page about the simulation, with the table of planted bugs. */
const page = new URL('../README.md', import.meta.url);

const begin = '<!-- Written by npm run simulate -- --bugs -->';
const end = '<!-- End of the table -->';

/** After how many seeds each planted bug was found, and how many calls of clients these are. */
export type Found = { bug: BugName; seeds: number; calls: number }[];

/** Writes the table of planted bugs into the page. */
export async function writeTable(found: Found): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before = ''] = text.split(begin);
  const [, after = ''] = text.split(end);
  await writeFile(page, `${before}${begin}\n\n${tableOf(found)}\n\n${end}${after}`);
}

/** Reads the table of planted bugs from the page. */
export async function readTable(): Promise<Found> {
  const text = await readFile(page, 'utf8');
  const [, table = ''] = text.slice(0, text.indexOf(end)).split(begin);
  return table.split('\n').flatMap((line) => {
    const [, bug = '', seeds = '', calls = ''] = line.split('|').map((cell) => cell.trim());
    return isBugName(bug) ? [{ bug, seeds: Number(seeds), calls: Number(calls) }] : [];
  });
}

function tableOf(found: Found): string {
  const rows = [
    ['a client that', 'found after seeds', 'and calls'],
    ...found.map(({ bug, seeds, calls }) => [bug, String(seeds), String(calls)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
