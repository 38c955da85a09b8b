import { CommandError } from '../errors/CommandError.ts';
import type { ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type DeleteAllOptions = {
  packageId: string;
  dryRun?: boolean | undefined;
  confirm?: string | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

export async function run(_terminal: Terminal, _options: DeleteAllOptions): Promise<ExitCode> {
  throw new CommandError('Not built yet.');
}
