import { parseArgs } from 'node:util';
import { type Found, writeTable } from './page.ts';
import { type BugName, bugNames, isBugName, loadClient } from './plantedBugs.ts';
import { rules } from './rules.ts';
import { startSearcher } from './search.ts';
import { callsUpTo, programOf, smallestFailure } from './seeds.ts';
import { simulate } from './simulation.ts';

const usage = `Searches for a program in which the client breaks the law: no video dies by accident.

  npm run simulate -- --seeds 100000 --from 1   search this many seeds on all cores
  npm run simulate -- --seed 4711               run one seed again, and show every step
  npm run simulate -- --bugs                    find each planted bug, and write the table of its README

With --bug NAME the client has a planted bug:

  ${bugNames.join('\n  ')}
`;

Error.stackTraceLimit = 0;
process.setUncaughtExceptionCaptureCallback(({ message }) => {
  console.error(message);
  process.exitCode = 1;
});

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    bug: { type: 'string' },
    bugs: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.help) console.log(usage);
else if (values.bugs) await findBugs();
else if (values.seed !== undefined) process.exitCode = await replay(whole('seed', values.seed), bugOf(values.bug));
else process.exitCode = await search(whole('from', values.from), whole('seeds', values.seeds), bugOf(values.bug));

async function search(from: number, seeds: number, bug: BugName | undefined): Promise<number> {
  await using searcher = startSearcher();
  const began = performance.now();
  let last = began;
  let done = 0;
  const progress = () => {
    const perSecond = done / ((performance.now() - began) / 1000);
    const left = Math.ceil((seeds - done) / perSecond);
    return `${done} of ${seeds} seeds, ${Math.round(perSecond)} a second, ${left} s left`;
  };
  const failed = await searcher.search({
    from,
    seeds,
    bug,
    onProgress(count) {
      done = count;
      const now = performance.now();
      if (now - last < 2000) return;
      last = now;
      console.log(progress());
    },
  });
  if (failed !== undefined) return replay(failed, bug);
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round(seeds / seconds);
  console.log(`${seeds} seeds from ${from} on: no violation. ${seconds.toFixed(1)} s, ${rate} seeds a second.`);
  return 0;
}

/** Runs one seed; where it fails, shows the smallest program that does. Returns an exit code. */
async function replay(seed: number, bug: BugName | undefined): Promise<number> {
  const client = await loadClient(bug);
  const failure = await smallestFailure(seed, client);
  if (!failure) {
    await simulate(programOf(seed), client, console.log);
    console.log(`\nSeed ${seed}: no violation.`);
    return 0;
  }
  const { program, violation, trace } = failure;
  console.log(`Seed ${seed} breaks the law. The smallest program that does:\n`);
  console.log(JSON.stringify(program, undefined, 2));
  console.log(`\n${trace.join('\n')}\n\n${violation.problem}\n${rules[violation.rule]}\n`);
  console.log(`npm run simulate -- --seed ${seed}${bug ? ` --bug '${bug}'` : ''} runs it again.`);
  return 1;
}

async function findBugs(): Promise<void> {
  await using searcher = startSearcher();
  const found: Found = [];
  for (const bug of bugNames) {
    const seed = await searcher.search({ from: 1, seeds: 10_000, bug });
    console.log(`${String(seed ?? 'not found').padStart(9)}  ${bug}`);
    if (seed === undefined) throw new Error(`10000 seeds do not find a client that ${bug}.`);
    found.push({ bug, seeds: seed, calls: callsUpTo(seed) });
  }
  await writeTable(found);
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, got ${text}. See --help.`);
  return Number(text);
}

function bugOf(name: string | undefined): BugName | undefined {
  if (name === undefined || isBugName(name)) return name;
  throw new Error(`--bug must name a planted bug, got ${name}. See --help.`);
}
