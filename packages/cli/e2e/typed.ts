import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { converse } from 'iinked-sign-testing/processes';

const bin = fileURLToPath(new URL('../dist/command.js', import.meta.url));

/** Where and how a command runs. */
export type Where = {
  cwd: string;
  /** Beside what every program needs. */
  env: Record<string, string>;
  /** In a terminal of its own, where a person can be asked. */
  isTerminal?: boolean;
  /** What the shell does before the command, such as `ulimit -f 1`. */
  before?: string;
  /** After this time the command is killed, in milliseconds. */
  timeoutMs?: number;
};

/** A command that was typed. */
export type Typed = {
  pid: number;
  /** What it has shown so far; on a terminal without what only moves the cursor or has a colour. */
  shown: () => string;
  /** Its standard output alone; at a terminal it shows with all else. */
  out: () => string;
  /** Resolves once it has shown a text, and rejects when it ends without. */
  sees: (text: string) => Promise<void>;
  /** Types something: a line, or a key such as Ctrl-C. */
  type: (keys: string) => void;
  /** Sends a signal to the command, or with `SIGHUP` at a terminal takes the terminal away. */
  kill: (signal: NodeJS.Signals) => void;
  /** Its exit code. */
  ended: Promise<number>;
};

/** Ctrl-C. */
export const interrupt = '\u0003';

/** Types a command. It is killed when a test has no time left. */
export function typed(
  args: readonly string[],
  { cwd, env, isTerminal = false, before, timeoutMs = 110_000 }: Where,
): Typed {
  const path = process.env.PATH ?? '';
  const options = { cwd, env: { PATH: path, HOME: cwd, LANG: 'C.UTF-8', ...env }, timeoutMs };
  const command = [process.execPath, bin, ...args].map(quoted).join(' ');
  const codeFile = join(cwd, `.code-${Math.random()}`);
  const line = isTerminal
    ? // The shell outlives its terminal, and says how the command ended; traps are not inherited, as ignored signals would be.
      `trap : HUP INT; stty cols 120 rows 40; ${command}; echo $? > ${quoted(codeFile)}`
    : `exec ${command}`;
  const shell = `${before ? `${before}; ` : ''}${line}`;
  const program = isTerminal
    ? converse('script', ['-qfc', `sh -c ${quoted(shell)}`, '/dev/null'], options)
    : converse('sh', ['-c', shell], options);
  if (!isTerminal) program.stdin.end();

  let [shown, out] = ['', ''];
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    shown += isTerminal ? plain(chunk.toString()) : chunk.toString();
    for (const look of waiting) look();
  };
  program.stdout.on('data', hear).on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  program.stderr.on('data', hear);
  program.stdin.on('error', () => undefined);

  const ended = new Promise<number>((resolve, reject) => {
    program.once('error', reject);
    program.once('close', (code) => {
      if (!isTerminal) return resolve(code ?? -1);
      codeIn(codeFile).then(resolve, () => reject(new Error(`It ended without a code.\n${shown}`)));
    });
  });
  ended.catch(() => undefined);
  return {
    pid: program.pid ?? 0,
    shown: () => shown,
    out: () => out,
    sees: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!shown.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        ended.finally(() => reject(new Error(`It ended without "${text}":\n${shown}`))).catch(() => undefined);
        look();
      }),
    type: (keys) => program.stdin.write(keys),
    kill: (signal) => program.kill(signal),
    ended,
  };
}

/** Types a command, and waits for its end. */
export async function done(
  args: readonly string[],
  where: Where,
): Promise<{ code: number; shown: string; out: string }> {
  const command = typed(args, where);
  const code = await command.ended;
  return { code, shown: command.shown(), out: command.out() };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

// Colours, the moves of the cursor, and the second half of a line end.
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal gets.
  return text.replace(/\u001b(\[[\d;?]*[A-Za-z]|[()][A-Z0-9])|\r/g, '');
}

// After the terminal is gone, the shell writes it as soon as the command has ended.
async function codeIn(file: string): Promise<number> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    try {
      const text = readFileSync(file, 'utf8').trim();
      if (text !== '') return Number(text);
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('No code was written.');
}
