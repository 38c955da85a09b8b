import type { Block, Shown, ShownPackage, Text } from './blocks.ts';
import { isRightToLeft } from './rightToLeft.ts';
import { visible } from './visible.ts';

/** Writes a document as Markdown. What comes from outside stands in code spans, where nothing is a link or a mention. */
export function markdown({ title, blocks }: Shown, cut: string | undefined): string {
  const first = cut === undefined ? [] : [`**${cut}**\n`];
  return [...first, `# ${title}\n`, ...blocks.map(written)].join('\n');
}

function written(block: Block): string {
  if ('heading' in block) return `## ${block.heading}\n`;
  if ('text' in block) return `${inline(block.text)}\n`;
  if ('attention' in block)
    return `**Needs attention**\n\n${block.attention.map((text) => `- ${inline(text)}\n`).join('')}`;
  if ('facts' in block) return block.facts.map(([name, text]) => `- ${name}: ${inline(text)}\n`).join('');
  if ('columns' in block) return table(block.columns, block.rows);
  const columns = ['Package', 'Package ID', 'Matter', 'Client', 'Executed', ...block.videoColumns];
  return table(
    columns,
    block.videos.map((row) => [...packageCells(row.package), ...row.cells]),
  );
}

function packageCells({ name, packageId, matter, client, executed }: ShownPackage): Text[] {
  return [name, [{ id: packageId }], matter, client, executed];
}

function table(columns: readonly string[], rows: readonly (readonly Text[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map((cells) => line(cells.map(inline)))].join('');
}

function inline(text: Text): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      return codeSpan('name' in part ? visible(part.name) : visible(part.id, 1000));
    })
    .join('');
}

// Its fence is longer than every run of backticks inside. In a table a pipe ends the cell unless it is escaped, which it
// cannot be after a backslash.
function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, { length }) => Math.max(longest, length), 0) + 1);
  const space = /^`|`$/.test(text) ? ' ' : '';
  const inside = text.replace(/\\\|/g, '\\⟨U+007C⟩').replaceAll('|', '\\|');
  const span = `${fence}${space}${inside}${space}${fence}`;
  return isRightToLeft.test(text) ? `\u2068${span}\u2069` : span;
}
