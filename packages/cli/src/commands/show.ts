import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type ShowOptions = {
  file: string;
  format: 'text' | 'markdown' | 'page' | 'csv' | 'json';
  timeZone: string;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: ShowOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
