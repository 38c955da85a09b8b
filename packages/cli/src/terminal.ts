import { Interrupted } from './errors/Interrupted.ts';
import { type EndingSignal, endingSignals, exitCodeOfSignal } from './exitCodes.ts';
import { createProgress, type ProgressLine } from './progress.ts';

/** Where a command runs. Nothing else knows the process: its streams, its environment, its signals and the person in front of it. */
export interface Terminal {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether a person is there to be asked. */
  readonly interactive: boolean;
  /** Aborted by the first signal that asks to end; the reason is an {@link Interrupted} that names it. */
  readonly signal: AbortSignal;
  /** Writes data to the standard output, and ends the line. */
  print(data: string): void;
  /** Tells the person something, on the standard error; nothing with `--quiet`. */
  say(line: string): void;
  /** Tells the person something that they must know, also with `--quiet`. */
  warn(line: string): void;
  /** Begins to tell how far something is. */
  progress(label: string): ProgressLine;
  /**
   * Asks the person, and gives what they typed, trimmed; nothing where they typed nothing.
   *
   * @throws {Interrupted} when they interrupt instead.
   */
  ask(question: string): Promise<string>;
  /** Bold, where the standard error shows it. */
  bold(text: string): string;
}

/** The terminal of this process. */
export function createTerminal({ quiet = false }: { quiet?: boolean | undefined }): Terminal {
  const { env, stdin, stdout, stderr } = process;
  const interactive = stdin.isTTY === true && stderr.isTTY === true;
  const out = writerTo(stdout);
  const err = writerTo(stderr);
  const { signal, interrupt } = interruptions();
  const isColoured = hasColour(env, stderr);
  return {
    cwd: process.cwd(),
    env,
    interactive,
    signal,
    print: (data) => out(`${data}\n`),
    say: (line) => void (quiet || err(`${line}\n`)),
    warn: (line) => err(`${line}\n`),
    progress: (label) => createProgress(label, { write: quiet ? () => undefined : err, isTTY: stderr.isTTY === true }),
    async ask(question) {
      const { ask } = await import('./ask.ts');
      const typed = await ask(question, signal);
      if (typed === undefined) interrupt('SIGINT');
      signal.throwIfAborted();
      return (typed ?? '').trim();
    },
    bold: (text) => (isColoured ? `\u001b[1m${text}\u001b[22m` : text),
  };
}

/** What interrupted the command, if something did. */
export function interruptionOf({ signal }: Terminal): Interrupted | undefined {
  return signal.reason instanceof Interrupted ? signal.reason : undefined;
}

/** The first signal asks to end, the second one ends at once. */
function interruptions(): { signal: AbortSignal; interrupt: (signal: EndingSignal) => void } {
  const controller = new AbortController();
  const interrupt = (signal: EndingSignal) => {
    if (controller.signal.aborted) process.exit(exitCodeOfSignal(signal));
    controller.abort(new Interrupted(signal));
  };
  for (const signal of endingSignals) process.on(signal, () => interrupt(signal));
  return { signal: controller.signal, interrupt };
}

/** Writes until the reader goes away, as in `| head -1`, or the terminal does: the command goes on without them. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let isOpen = true;
  stream.on('error', () => {
    isOpen = false;
  });
  return (text) => void (isOpen && stream.write(text));
}

function hasColour({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv, stream: NodeJS.WriteStream): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return !NO_COLOR && stream.isTTY === true && stream.hasColors();
}
