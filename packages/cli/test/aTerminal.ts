import type { Emulator } from 'iinked-sign-emulator';
import { Interrupted } from '../src/errors/Interrupted.ts';
import type { Terminal } from '../src/terminal.ts';

/** A terminal that notes what it shows. */
export type NotingTerminal = Terminal & {
  /** The standard output. */
  out: string[];
  /** The standard error. */
  err: string[];
  /** What was asked. */
  asked: string[];
  interrupt: () => void;
};

/** A terminal with a person who types answers, or without anybody. */
export function aTerminal({
  emulator,
  types,
  env = {},
  cwd = '.',
}: {
  emulator?: Emulator;
  /** What a person types when asked; where it is missing, nobody is there. */
  types?: string | (() => string);
  env?: NodeJS.ProcessEnv;
  cwd?: string;
} = {}): NotingTerminal {
  const controller = new AbortController();
  const out: string[] = [];
  const err: string[] = [];
  const asked: string[] = [];
  return {
    cwd,
    env: { ...(emulator && { IINKED_SIGN_API_KEY: emulator.apiKey, IINKED_SIGN_SERVER: emulator.url }), ...env },
    interactive: types !== undefined,
    signal: controller.signal,
    print: (data) => void out.push(data),
    say: (text) => void err.push(text),
    warn: (text) => void err.push(text),
    fail: (text) => void err.push(text),
    progress: () => ({ update: () => undefined, end: () => undefined }),
    ask: answer,
    askSecret: answer,
    out,
    err,
    asked,
    interrupt: () => controller.abort(new Interrupted('SIGINT')),
  };

  async function answer(question: string): Promise<string> {
    asked.push(question);
    return typeof types === 'function' ? types() : (types ?? '');
  }
}
