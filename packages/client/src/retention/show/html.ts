import type { Block, Row, Shown, Text } from './blocks.ts';
import { visible } from './visible.ts';

/** Writes a document as HTML that stands in a page of somebody else, who may know no style for it. */
export function fragment(shown: Shown, cut: string | undefined): string {
  const lined = '<table border="1" cellpadding="4" style="border-collapse:collapse;text-align:left" ';
  return html(shown, cut, 2).replaceAll('<table ', lined);
}

/** Writes a document as HTML without a page around it. Its headings begin at a level. */
export function html({ title, blocks }: Shown, cut: string | undefined, level: 1 | 2): string {
  const first = cut === undefined ? '' : `<p><strong>${escaped(cut)}</strong></p>\n`;
  const below = `h${level + 1}`;
  return `${first}<h${level}>${escaped(title)}</h${level}>\n${blocks.map((block) => written(block, below)).join('')}`;
}

/** Writes text so that nothing in it is HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function written(block: Block, heading: string): string {
  if ('heading' in block) return `<${heading}>${escaped(block.heading)}</${heading}>\n`;
  if ('text' in block) return `<p>${inline(block.text)}</p>\n`;
  if ('attention' in block) {
    const items = block.attention.map((text) => `<li>${inline(text)}</li>\n`).join('');
    return `<div class="attention">\n<p><strong>Needs attention</strong></p>\n<ul>\n${items}</ul>\n</div>\n`;
  }
  if ('facts' in block) {
    const rows = block.facts.map(
      ([name, text]) => `<tr><th scope="row">${escaped(name)}</th><td>${inline(text)}</td></tr>\n`,
    );
    return `<table class="facts">\n<tbody>\n${rows.join('')}</tbody>\n</table>\n`;
  }
  if ('columns' in block) {
    return table(block.columns, [
      `<tbody>\n${block.rows.map((cells) => rowOf(cells, block.columns)).join('')}</tbody>\n`,
    ]);
  }
  const { videoColumns: columns } = block;
  return table(
    columns,
    packagesOf(block.videos).map((videos) => packageGroup(videos, columns)),
  );
}

function table(columns: readonly string[], bodies: readonly string[]): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  return `<table class="rows">\n<thead>\n<tr>${head}</tr>\n</thead>\n${bodies.join('')}</table>\n`;
}

function packageGroup(videos: readonly Row[], columns: readonly string[]): string {
  const [first] = videos;
  if (first === undefined) return '';
  const { name, packageId, matter, client, executed } = first.package;
  const about: Text = [
    'Package ',
    { id: packageId },
    ', matter ',
    ...matter,
    ', client ',
    ...client,
    ', executed ',
    ...executed,
  ];
  const head = `<th scope="rowgroup" colspan="${columns.length}">${inline(name)}<br><small>${inline(about)}</small></th>`;
  return `<tbody>\n<tr>${head}</tr>\n${videos.map(({ cells }) => rowOf(cells, columns)).join('')}</tbody>\n`;
}

function packagesOf(rows: readonly Row[]): Row[][] {
  const packages = new Map<string, Row[]>();
  for (const row of rows) {
    const known = packages.get(row.package.packageId);
    if (known) known.push(row);
    else packages.set(row.package.packageId, [row]);
  }
  return [...packages.values()];
}

// Where the page is narrow, each cell is a line of its own and shows its column.
function rowOf(cells: readonly Text[], columns: readonly string[]): string {
  const written = cells.map((text, place) => `<td data-column="${escaped(columns[place] ?? '')}">${inline(text)}</td>`);
  return `<tr>${written.join('')}</tr>\n`;
}

// What comes from outside may run from right to left: it must not turn what stands beside it.
function inline(text: Text): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return escaped(part);
      if ('name' in part) return `<bdi>${escaped(visible(part.name))}</bdi>`;
      return `<code><bdi>${escaped(visible(part.id, 1000))}</bdi></code>`;
    })
    .join('');
}
