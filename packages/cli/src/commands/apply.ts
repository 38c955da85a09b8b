import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type ApplyOptions = {
  run: string;
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
  dryRun?: boolean | undefined;
  maxAgeHours?: number | undefined;
  confirm?: string | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: ApplyOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
