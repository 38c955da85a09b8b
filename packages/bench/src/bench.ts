// Measures the deletion of one video and of many, by our client and by its peers, and says who is ahead. `--quick` measures less, and
// writes nothing.
import { writeFile } from 'node:fs/promises';
import { measureBulk } from './measures/bulk.ts';
import { measureColdImport } from './measures/coldImport.ts';
import { measureCommandStart } from './measures/commandStart.ts';
import { measureFootprint } from './measures/footprint.ts';
import { measureHeap } from './measures/heap.ts';
import { measureLoopback } from './measures/loopback.ts';
import { measureN8n, whyNoN8n } from './measures/n8n.ts';
import { measureOwnTime } from './measures/ownTime.ts';
import { measureRetention } from './measures/retention.ts';
import type { Effort, Progress } from './measures/rounds.ts';
import { everythingKB, measureSize } from './measures/size.ts';
import { svgCharts, textChart } from './report/chart.ts';
import { pageOf } from './report/page.ts';
import { aheadOf, chartsOf, goalsOf, type Results, tablesOf } from './report/results.ts';
import { textTable } from './report/table.ts';

const effort: Effort = process.argv.includes('--quick') ? 'quick' : 'full';
const began = Date.now();
let steps = 0;

/** Carries a step out, and shows how far it is. */
async function step<Result>(title: string, work: (progress: Progress) => Result | Promise<Result>): Promise<Result> {
  steps += 1;
  const show = (text: string) => {
    const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(3);
    console.error(`${seconds} s  ${steps} of 11  ${title}${text}`);
  };
  show('');
  return work((text) => show(`: ${text}`));
}

const results: Results = {
  size: await step('size', measureSize),
  everythingKB: await step('size of everything', everythingKB),
  footprint: await step('installation', measureFootprint),
  coldImport: await step('cold import', (progress) => measureColdImport(effort, progress)),
  ownTime: await step('own time', (progress) => measureOwnTime(effort, progress)),
  loopback: await step('over loopback', (progress) => measureLoopback(effort, progress)),
  heap: await step('heap', (progress) => measureHeap(effort, progress)),
  bulk: await step('many videos', (progress) => measureBulk(effort, progress)),
  retention: await step('retention', (progress) => measureRetention(effort, progress)),
  commandStart: await step('start of the command', (progress) => measureCommandStart(effort, progress)),
  n8n: await step('in n8n', async (progress): Promise<Results['n8n']> => {
    const reason = effort === 'quick' ? 'the quick run does without it' : whyNoN8n();
    if (reason === undefined) return measureN8n(progress);
    progress(`left out, ${reason}`);
    return reason;
  }),
};

for (const table of [...tablesOf(results), goalsOf(results)]) console.log(textTable(table));
for (const chart of chartsOf(results)) console.log(textChart(chart));
console.log(['\nWhere a peer is ahead', '', ...aheadOf(results).map((line) => `  ${line}`)].join('\n'));
if (effort === 'full' && results.loopback.voidLevels.length > 0) {
  console.log(
    '\nVoid: bare fetch differs from itself by more than 3 %. Nothing was written. Try again on a quiet machine.',
  );
  process.exitCode = 1;
} else if (effort === 'full') {
  const docs = new URL('../../../docs/', import.meta.url);
  await writeFile(new URL('benchmarks.md', docs), pageOf(results));
  await writeFile(new URL('benchmarks.svg', docs), svgCharts(chartsOf(results)));
  console.log('\nWritten to docs/benchmarks.md and docs/benchmarks.svg.');
}
console.log(`\nMeasured in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
