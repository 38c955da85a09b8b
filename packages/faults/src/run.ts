import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { type Fault, type FaultsOf, folderOf } from './fault.ts';
import { everything } from './faults/index.ts';
import type { Verdict } from './plant.ts';

const usage = `Plants faults in the source, one at a time, and tells which test catches each of them.

  npm run faults                plants all of them
  npm run faults -- retention   plants those whose part, file or law has this text

It fails when one survives, or no longer fits its file.
`;

const minuteMs = 60_000;
// A suite that stands still has not caught a fault: nobody would see which.
const limitsMs = { file: 2 * minuteMs, suite: 5 * minuteMs };

type Planted = { part: FaultsOf; fault: Fault; number: number };
type Result = Planted & { verdict: Verdict; isExpected: boolean };

const [, , wanted = ''] = process.argv;
if (wanted === '--help') console.log(usage);
else process.exitCode = await plantAll(wanted);

async function plantAll(text: string): Promise<number> {
  const planted = everything
    .map((each, number): Planted => ({ ...each, number }))
    .filter(({ part, fault }) => [part.part, fault.file, fault.law].some((words) => words.includes(text)));
  if (planted.length === 0) throw new Error(`No fault has "${text}" in its part, file or law. See --help.`);
  const began = performance.now();
  await assertClean(planted);
  const results: Result[] = [];
  const waiting = planted.values();
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (const each of waiting) {
        const result = await plant(each);
        results.push(result);
        console.log(`${results.length} of ${planted.length}  ${lineOf(result)}`);
      }
    }),
  );
  results.sort((one, other) => one.number - other.number);
  console.log(`\n${tableOf(results)}\n`);
  const survivors = results.filter((result) => !isCaught(result));
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${results.length - survivors.length} of ${results.length} faults caught in ${seconds} s.`);
  for (const survivor of survivors) console.log(`NOT CAUGHT: ${lineOf(survivor)}`);
  return survivors.length === 0 ? 0 : 1;
}

/** Makes sure that the tests that should catch the faults pass without any. */
async function assertClean(planted: readonly Planted[]): Promise<void> {
  for (const [part, of] of Map.groupBy(planted, (each) => each.part)) {
    const [each] = of;
    if (!each) continue;
    const tests = new Set(of.map(({ fault }) => fault.test));
    const { caught, problem } = await verdictOf('clean', each, [...tests], limitsMs.suite);
    const failure = problem ?? (caught && `${caught.file} › ${caught.test}: ${caught.message}`);
    if (failure !== undefined) throw new Error(`${part.part} fails without a fault, which proves nothing: ${failure}`);
  }
}

/** Runs the tests that should catch a fault, then all of its package. */
async function plant(planted: Planted): Promise<Result> {
  const expected = await verdictOf('planted', planted, [planted.fault.test], limitsMs.file);
  if (expected.caught) return { ...planted, verdict: expected, isExpected: true };
  const verdict = await verdictOf('planted', planted, [], limitsMs.suite);
  const tookMs = expected.tookMs + verdict.tookMs;
  const clean = verdict.caught && (await verdictOf('clean', planted, [verdict.caught.file], limitsMs.file));
  const problem = clean?.caught && `${clean.caught.file} fails without the fault, too: ${clean.caught.message}`;
  return { ...planted, verdict: { ...verdict, ...(problem && { problem }), tookMs }, isExpected: false };
}

async function verdictOf(
  how: 'planted' | 'clean',
  { part, number }: Planted,
  tests: string[],
  timeoutMs: number,
): Promise<Verdict> {
  const program = fileURLToPath(new URL('plant.ts', import.meta.url));
  const began = performance.now();
  try {
    const output = await run(process.execPath, [program, how, String(number), ...tests], {
      cwd: folderOf(part),
      timeoutMs,
    });
    return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
    return { isPlanted: false, problem, tookMs: Math.round(performance.now() - began) };
  }
}

// Tests that fail without having run the fault prove nothing.
function isCaught({ verdict }: Result): boolean {
  return verdict.caught !== undefined && verdict.isPlanted && verdict.problem === undefined;
}

function lineOf(result: Result): string {
  const { part, fault, verdict } = result;
  return `${part.part}, ${fault.file}: ${fault.law}: ${caughtBy(result)}, ${secondsOf(verdict)} s`;
}

function caughtBy({ verdict, isExpected }: Result): string {
  const { caught, isPlanted, problem } = verdict;
  if (problem !== undefined) return problem;
  if (!caught) return isPlanted ? 'SURVIVED' : 'SURVIVED: no test loads its file';
  if (!isPlanted) return `${caught.file} failed without the fault: ${caught.message}`;
  return `${caught.file} › ${caught.test}${isExpected ? '' : ' (not where it was expected)'}`;
}

function secondsOf({ tookMs }: Verdict): string {
  return (tookMs / 1000).toFixed(1);
}

function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.part.part,
    `${result.fault.file.replace(/^.*\//, '')}: ${result.fault.law}`,
    caughtBy(result),
    secondsOf(result.verdict),
  ]);
  const head = ['part', 'the law that it breaks', 'caught by', 'seconds'];
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
