/** A bar chart in which shorter is better. */
export type Chart = { title: string; bars: readonly { name: string; value: number; label: string; ours: boolean }[] };

/** A chart for the terminal. */
export function textChart({ title, bars }: Chart): string {
  const longest = longestOf(bars);
  const names = Math.max(...bars.map(({ name }) => name.length));
  const lines = bars.map(({ name, value, label, ours }) => {
    const length = Math.max(1, Math.round((value / longest) * 40));
    return `  ${name.padEnd(names)}  ${(ours ? '█' : '░').repeat(length)} ${label}`;
  });
  return [`\n${title}`, '', ...lines].join('\n');
}

const row = 22;
const gapBetween = 56;

/** Charts as one SVG file, readable on light and on dark pages. */
export function svgCharts(charts: readonly Chart[]): string {
  let top = 16;
  const parts = charts.map((chart) => {
    const part = panel(chart, top);
    top += chart.bars.length * row + gapBetween;
    return part;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 ${top}" font-family="system-ui, sans-serif" font-size="13">
  <title>Benchmarks: ${charts.map(({ title }) => xml(title)).join('; ')}</title>
  <style>
    text { fill: #1f2937 } .title { font-weight: 600; font-size: 15px } .peer { fill: #94a3b8 } .ours { fill: #2563eb }
    @media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .peer { fill: #64748b } .ours { fill: #60a5fa } }
  </style>
${parts.join('\n')}
</svg>
`;
}

function panel({ title, bars }: Chart, top: number): string {
  const longest = longestOf(bars);
  const lines = bars.map(({ name, value, label, ours }, index) => {
    const y = top + 18 + index * row;
    const width = Math.max(2, (value / longest) * 480);
    return `  <text x="130" y="${y + 13}" text-anchor="end">${xml(name)}</text><rect class="${ours ? 'ours' : 'peer'}" x="140" y="${y}" width="${width.toFixed(1)}" height="16" rx="2"/><text x="${(148 + width).toFixed(1)}" y="${y + 13}">${xml(label)}</text>`;
  });
  return [`  <text class="title" x="16" y="${top + 4}">${xml(title)}</text>`, ...lines].join('\n');
}

function longestOf(bars: Chart['bars']): number {
  return Math.max(...bars.map(({ value }) => value));
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
