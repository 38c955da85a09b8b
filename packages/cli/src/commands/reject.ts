import { decide } from '../decide.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type RejectOptions = {
  run: string;
  by: string;
  note?: string | undefined;
  json?: boolean | undefined;
};

/** Rejects the plan of a run. It sends nothing. */
export async function run(terminal: Terminal, options: RejectOptions): Promise<ExitCode> {
  await decide(terminal, options, { decision: 'reject' });
  return DONE;
}
