import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type RejectOptions = {
  run: string;
  by: string;
  note?: string | undefined;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: RejectOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
