import type { Key } from 'node:readline';
import { isCancel, password, text } from '@clack/prompts';

/**
 * Asks a person on the standard error. A secret is not shown while it is typed, not even how long it is.
 *
 * @returns What they typed, an empty string where they ended the input or pressed Escape, nothing where they interrupted.
 */
export async function ask(
  message: string,
  signal: AbortSignal,
  { isSecret }: { isSecret: boolean },
): Promise<string | undefined> {
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
    const options = { message, output: stderr, signal: AbortSignal.any([signal, left.signal]) };
    const asking = isSecret ? password({ ...options, mask: '' }) : text(options);
    // It also listens for errors, and throws them where nobody catches: there is one when the terminal goes away.
    stdin.removeAllListeners('error').on('error', ended);
    const typed: unknown = await asking;
    if (!isCancel(typed)) return String(typed ?? '');
    return left.signal.aborted ? '' : undefined;
  } finally {
    stdin.off('keypress', onKey).off('end', ended).off('close', ended);
  }
}
