import stringWidth from 'fast-string-width';
import { visibleText } from 'iinked-sign';

/** Rows as a table for a terminal: columns are aligned, and cells are what can be seen of their texts. */
export function tableOf(header: readonly string[], rows: readonly (readonly (string | null | undefined)[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => visibleText(cell) || '-'));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ''))));
  const line = (row: readonly string[]) => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ');
  return cells.map((row) => line(row).trimEnd()).join('\n');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - stringWidth(cell)));
}
