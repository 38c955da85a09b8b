import type { Figure } from '../statistics.ts';

/** A table: a heading for each column, and a cell in each row. */
export type Table = { title: string; note: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

/** A figure with its quartiles. */
export function withNoise({ median, low, high }: Figure, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** A table for the terminal. */
export function textTable({ title, note, columns, rows }: Table): string {
  const widths = widthsOf(columns, rows);
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')}`.trimEnd();
  return [`\n${title}`, `  ${note}`, '', line(columns), ...rows.map(line)].join('\n');
}

/** A table for a page. */
export function markdownTable({ title, note, columns, rows }: Table): string {
  const widths = widthsOf(columns, rows);
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [`## ${title}`, '', note, '', line(columns), rule, ...rows.map(line), ''].join('\n');
}

function widthsOf(columns: readonly string[], rows: Table['rows']): number[] {
  return columns.map((name, column) => Math.max(3, name.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
