import fc from 'fast-check';
import type { ClientModule } from './clientModule.ts';
import type { Program } from './program.ts';
import { programs } from './programs.ts';
import type { Violation } from './rules.ts';
import { simulate } from './simulation.ts';
import { situations } from './situations.ts';

/** How fast-check makes the one program of a seed. Its bias is for small values, which are the dull ones here. */
function runOf(seed: number): { seed: number; numRuns: number; unbiased: boolean } {
  return { seed, numRuns: 1, unbiased: true };
}

/** Every twentieth seed stands for a situation that chance hardly ever brings about. */
function programsFor(seed: number): fc.Arbitrary<Program> {
  return seed % 20 === 0 ? situations : programs;
}

/** The program of a seed. */
export function programOf(seed: number): Program {
  const [program] = fc.sample(programsFor(seed), runOf(seed));
  if (!program) throw new Error('fast-check made no program.');
  return program;
}

/** How many calls the programs of all seeds up to one make. */
export function callsUpTo(seed: number): number {
  let calls = 0;
  for (let each = 1; each <= seed; each++) {
    for (const { steps } of programOf(each).clients) calls += steps.length;
  }
  return calls;
}

/** A program that breaks the law, and how. */
export type Failure = { seed: number; program: Program; violation: Violation; trace: string[] };

/** Runs seeds in their order, and gives the first that breaks the law. */
export async function firstFailing(from: number, to: number, client: ClientModule): Promise<number | undefined> {
  for (let seed = from; seed < to; seed++) if (await simulate(programOf(seed), client)) return seed;
  return undefined;
}

/** Runs a seed again; where it breaks the law, finds the smallest program that does. */
export async function smallestFailure(seed: number, client: ClientModule): Promise<Failure | undefined> {
  const holds = fc.asyncProperty(programsFor(seed), async (program) => !(await simulate(program, client)));
  const { counterexample } = await fc.check(holds, runOf(seed));
  if (!counterexample) return undefined;
  const [program] = counterexample;
  const trace: string[] = [];
  const violation = await simulate(program, client, (line) => trace.push(line));
  return violation && { seed, program, violation, trace };
}
