import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type CheckOptions = {
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: CheckOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
