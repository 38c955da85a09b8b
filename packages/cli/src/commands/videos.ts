import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type VideosOptions = {
  packageId: string;
  server?: string | undefined;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: VideosOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
