import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type InitOptions = {
  folder: string;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: InitOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
