import { run as runProgram } from 'iinked-sign-testing/processes';

/** Runs a program with some input, and gives what it writes. Fails when the program does, an unhandled rejection included. */
export function run(binary: string, args: string[], input: string): Promise<string> {
  return runProgram(binary, args, { input, timeoutMs: 5 * 60_000 });
}
