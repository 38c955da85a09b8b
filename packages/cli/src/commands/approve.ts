import { decide } from '../decide.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

export type ApproveOptions = {
  run: string;
  by: string;
  note?: string | undefined;
  strike?: string[] | undefined;
  json?: boolean | undefined;
};

/** Approves the plan of a run. It sends nothing. */
export async function run(terminal: Terminal, { strike, ...options }: ApproveOptions): Promise<ExitCode> {
  await decide(terminal, options, { decision: 'approve', ...(strike && { strike: { meetingVideoIds: strike } }) });
  return DONE;
}
