import type { Block, Row, Shown, Text } from './blocks.ts';
import { isRightToLeft } from './rightToLeft.ts';
import { visible } from './visible.ts';

/** Writes a document as plain text in columns, for terminals and mails. What comes from outside can do nothing there. */
export function text({ title, blocks }: Shown, cut: string | undefined): string {
  const first = cut === undefined ? [] : [`${cut}\n`];
  return [...first, `${title}\n${'='.repeat(title.length)}\n`, ...blocks.map(written)].join('\n');
}

function written(block: Block): string {
  if ('heading' in block) return `${block.heading}\n${'-'.repeat(block.heading.length)}\n`;
  if ('text' in block) return `${inline(block.text)}\n`;
  if ('attention' in block) return `NEEDS ATTENTION\n${block.attention.map((each) => `! ${inline(each)}\n`).join('')}`;
  if ('facts' in block) return lines(block.facts.map(([name, value]) => [name, inline(value)]));
  if ('columns' in block) return lines([block.columns, ...block.rows.map((cells) => cells.map(inline))]);
  return videos(block.videoColumns, block.videos);
}

/** The package on a line of its own, its videos below it: ids and times stay in their columns. */
function videos(columns: readonly string[], rows: readonly Row[]): string {
  const table = lines([columns, ...rows.map(({ cells }) => cells.map(inline))]).split('\n');
  const [header = '', ...written] = table;
  const ofPackages = rows.map((row, place) => {
    const isSame = rows[place - 1]?.package.packageId === row.package.packageId;
    return `${isSame ? '' : `${packageLine(row)}\n`}  ${written[place]}\n`;
  });
  return rows.length === 0 ? '' : `  ${header}\n${ofPackages.join('')}`;
}

function packageLine({ package: { name, packageId, matter, client, executed } }: Row): string {
  const more = [
    ['matter', inline(matter)],
    ['client', inline(client)],
    ['executed', inline(executed)],
  ].filter(([, value]) => value !== '');
  return [inline(name), visible(packageId, 1000), ...more.map((each) => each.join(' '))].join(', ');
}

function lines(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((most, cells) => {
    for (const [place, cell] of cells.entries()) most[place] = Math.max(most[place] ?? 0, widthOf(cell));
    return most;
  }, []);
  return rows
    .map((cells) => {
      const padded = cells.map((cell, place) => cell + ' '.repeat(Math.max(0, (widths[place] ?? 0) - widthOf(cell))));
      return `${padded.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function widthOf(cell: string): number {
  return Array.from(cell.replaceAll(isolating, '')).length;
}

function inline(parts: Text): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return isolated('name' in part ? `"${visible(part.name)}"` : visible(part.id, 1000));
    })
    .join('');
}

// Or letters that run from right to left would take what stands beside them along.
function isolated(shown: string): string {
  return isRightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}

const isolating = /[\u2068\u2069]/g;
