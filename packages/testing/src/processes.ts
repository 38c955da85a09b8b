// biome-ignore lint/style/noRestrictedImports: the time limits that all others use are set here.
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

/** Where and with what a program runs. */
export type RunOptions = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Written to its standard input, which then ends. */
  input?: string;
  /** Kills the program when it aborts. */
  signal?: AbortSignal;
  /** After this time the program is killed, in milliseconds: one minute unless given. */
  timeoutMs?: number;
};

/**
 * Runs a program to its end.
 *
 * @returns What it wrote to its standard output.
 * @throws when it fails or takes too long, with what it wrote.
 */
export async function run(
  command: string,
  args: readonly string[],
  { input, timeoutMs = 60_000, ...options }: RunOptions = {},
): Promise<string> {
  const limits = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 2 ** 20 } as const;
  const running = promisify(execFile)(command, args, { ...options, ...limits });
  running.child.stdin?.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    const { killed, stdout = '' }: Failure = Object(error);
    const took = killed ? `${command} was killed after ${timeoutMs / 1000} s. ` : '';
    throw new Error(`${took}${error instanceof Error ? error.message : error}\n${stdout.slice(-4000)}`, {
      cause: error,
    });
  }
}

type Failure = { killed?: boolean; stdout?: string };

/** A program that runs, with its two outputs. */
export type Program = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a program that somebody else ends. After its time, half an hour unless given, it is killed. */
export function start(
  command: string,
  args: readonly string[],
  { timeoutMs = 30 * 60_000, ...options }: Omit<RunOptions, 'input'> = {},
): Program {
  const limits = { timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  return spawn(command, args, { ...options, ...limits, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A program that runs, with its input and its two outputs. */
export type Conversation = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts a program that is spoken to. After its time, one minute unless given, it is killed. */
export function converse(
  command: string,
  args: readonly string[],
  { timeoutMs = 60_000, ...options }: Omit<RunOptions, 'input'> = {},
): Conversation {
  const limits = { timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  return spawn(command, args, { ...options, ...limits, stdio: 'pipe' });
}
