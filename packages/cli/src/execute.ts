import { type ExitCode, exitCodeOfError } from './exitCodes.ts';
import { problemOf } from './problem.ts';
import { createTerminal, endBy, interruptionOf, type Terminal } from './terminal.ts';

/** Runs a command at the terminal of this process, tells what went wrong, and sets the exit code. */
export async function execute(
  options: { quiet?: boolean | undefined },
  run: (terminal: Terminal) => Promise<ExitCode>,
): Promise<void> {
  const terminal = createTerminal(options);
  // Where the output could not be written, that is set already.
  process.exitCode = (await exitCodeOf(terminal, run)) || (process.exitCode ?? 0);
}

async function exitCodeOf(terminal: Terminal, run: (terminal: Terminal) => Promise<ExitCode>): Promise<ExitCode> {
  const code = await run(terminal).catch((error: unknown) => {
    terminal.fail(problemOf(error));
    return exitCodeOfError(error);
  });
  const interruption = interruptionOf(terminal);
  if (interruption) endBy(interruption.signal);
  return code;
}
