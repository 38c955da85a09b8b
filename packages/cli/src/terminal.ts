import { Interrupted } from './errors/Interrupted.ts';
import { type EndingSignal, endingSignals, exitCodeOfSignal } from './exitCodes.ts';
import { clearLine, createProgress, type ProgressLine } from './progress.ts';

/**
 * Where a command runs. Nothing else knows the process: its streams, its environment, its signals, and whether a person is
 * there.
 */
export interface Terminal {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether a person is there to be asked: the standard input and the standard error are a terminal. */
  readonly interactive: boolean;
  /** Aborted by the first signal that asks to end; the reason is an {@link Interrupted} that names it. */
  readonly signal: AbortSignal;
  /** Writes data to the standard output, and ends the line. */
  print(data: string): void;
  /** Tells the person something, on the standard error; nothing with `--quiet`. */
  say(text: string): void;
  /** Tells the person something that they must know, also with `--quiet`. */
  warn(text: string): void;
  /** Tells the person why the command failed. */
  fail(text: string): void;
  /**
   * Begins to tell how far something is; nothing with `--quiet`.
   *
   * @param inWords Says how many are meant, such as `4.4 MB`.
   */
  progress(label: string, inWords?: (count: number) => string): ProgressLine;
  /**
   * Asks the person.
   *
   * @returns What they typed, trimmed; an empty string where they typed nothing.
   * @throws {Interrupted} when they interrupt instead.
   */
  ask(question: string): Promise<string>;
  /** Asks for a secret in the same way: what the person types is not shown. */
  askSecret(question: string): Promise<string>;
}

/** The terminal of this process. */
export function createTerminal({ quiet = false }: { quiet?: boolean | undefined }): Terminal {
  const { env, stdin, stdout, stderr } = process;
  // A terminal that does not know how wide it is: a prompt would stand one letter a line.
  if (stderr.isTTY && !stderr.columns) stderr.columns = 80;
  const out = writerTo(stdout);
  const err = writerTo(stderr);
  const { signal, interrupt } = interruptions();
  const write = (text: string) => err(`${stderr.isTTY ? clearLine : ''}${text}\n`);
  const isColoured = hasColour(env, stderr);
  return {
    cwd: process.cwd(),
    env,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    signal,
    print: (data) => out(`${data}\n`),
    say: (text) => void (quiet || write(withoutControls(text))),
    warn: (text) => write(withoutControls(text)),
    fail: (text) => write(isColoured ? red(withoutControls(text)) : withoutControls(text)),
    progress: (label, inWords) =>
      quiet ? noProgress : createProgress(label, { write: err, columns: columnsOf(stderr) }, inWords),
    ask: (question) => askPerson(question, false),
    askSecret: (question) => askPerson(question, true),
  };

  async function askPerson(question: string, isSecret: boolean): Promise<string> {
    const { ask } = await import('./ask.ts');
    const typed = await ask(question, signal, { isSecret });
    if (typed === undefined && !signal.aborted) interrupt('SIGINT');
    signal.throwIfAborted();
    return typed?.trim() ?? '';
  }
}

/** What interrupted the command, if something did. */
export function interruptionOf({ signal }: Terminal): Interrupted | undefined {
  return signal.reason instanceof Interrupted ? signal.reason : undefined;
}

const noProgress: ProgressLine = { update: () => undefined, end: () => undefined };

/** The first signal asks to end, the second one ends at once. */
function interruptions(): { signal: AbortSignal; interrupt: (signal: EndingSignal) => void } {
  const controller = new AbortController();
  const interrupt = (signal: EndingSignal) => {
    if (controller.signal.aborted) endBy(signal);
    controller.abort(new Interrupted(signal));
  };
  for (const signal of endingSignals) process.on(signal, () => interrupt(signal));
  return { signal: controller.signal, interrupt };
}

/**
 * Ends the process as a signal does. Node aborts with a core dump where it ends by itself once its terminal is gone, for it
 * cannot give that terminal its old settings; the signal itself can end it.
 */
export function endBy(signal: EndingSignal): void {
  if (signal !== 'SIGHUP' || !isTerminalGone()) process.exit(exitCodeOfSignal(signal));
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function isTerminalGone(): boolean {
  return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
}

/** Writes until the reader goes away, as in `| head -1`, or the terminal does: the command goes on without them. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isOpen = false;
    // A full disk: what was to be written is not there.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') process.exitCode ||= 1;
  });
  return (text) => void (isOpen && stream.write(text));
}

function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}

/** A text without what could move the cursor or change the screen: some of it comes from the API. */
function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '');
}

function columnsOf({ isTTY, columns }: NodeJS.WriteStream): number | undefined {
  return isTTY ? columns : undefined;
}

function hasColour({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv, stream: NodeJS.WriteStream): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return !NO_COLOR && stream.isTTY === true && stream.hasColors();
}
