import { RefusedError } from './errors/RefusedError.ts';
import type { Terminal } from './terminal.ts';

/** What a person types to consent, and how a program does. */
export type Consent = {
  /** What is to be typed, such as `the id of the video`. */
  what: string;
  /** The very characters that consent. */
  expected: string;
  /** What `--confirm` must be, where that differs. */
  expectedOfProgram?: string;
  /** What `--confirm` is. */
  confirm: string | undefined;
};

/**
 * Asks for consent: at a terminal a person types it, elsewhere it is `--confirm`. Nothing typed never consents.
 *
 * @throws {RefusedError} when nobody consents.
 */
export async function consent(
  terminal: Terminal,
  { what, expected, expectedOfProgram = expected, confirm }: Consent,
): Promise<void> {
  if (confirm !== undefined && confirm !== expectedOfProgram) {
    throw new RefusedError(`--confirm is ${JSON.stringify(confirm)}, not ${expectedOfProgram}. Nothing was deleted.`);
  }
  if (terminal.interactive) {
    const typed = await terminal.ask(`Type ${what} to delete: ${expected}`);
    if (typed !== '' && typed === expected) return;
    throw new RefusedError(`${typed === '' ? 'You typed nothing' : 'That is something else'}. Nothing was deleted.`);
  }
  if (confirm !== undefined && confirm !== '') return;
  throw new RefusedError(
    `Nobody can be asked here. Add --confirm ${expectedOfProgram} to delete. Nothing was deleted.`,
  );
}
