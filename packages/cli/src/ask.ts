import type { Key } from 'node:readline';
import { isCancel, text } from '@clack/prompts';

/**
 * Asks a person on the standard error.
 *
 * @returns What they typed, an empty string where they ended the input or pressed Escape, nothing where they interrupted.
 */
export async function ask(message: string, signal: AbortSignal): Promise<string | undefined> {
  const { stdin, stderr } = process;
  // Clack itself waits for ever once the input has ended, and takes Escape for an interruption.
  const left = new AbortController();
  const leave = () => left.abort();
  // A terminal that goes away ends the input, and sends a signal, which says more.
  const ended = () => setTimeout(leave, 200);
  const onKey = (_: string | undefined, { name, ctrl }: Key) => {
    if (name === 'escape' || (ctrl && name === 'd')) leave();
  };
  stdin.prependListener('keypress', onKey).once('end', ended).once('close', ended);
  try {
    const asking = text({ message, output: stderr, signal: AbortSignal.any([signal, left.signal]) });
    // It also listens for errors, and throws them where nobody catches: there is one when the terminal goes away.
    stdin.removeAllListeners('error').on('error', ended);
    const typed: unknown = await asking;
    if (!isCancel(typed)) return String(typed ?? '');
    return left.signal.aborted ? '' : undefined;
  } finally {
    stdin.off('keypress', onKey).off('end', ended).off('close', ended);
  }
}
