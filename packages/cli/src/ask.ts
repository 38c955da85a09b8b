import { isCancel, text } from '@clack/prompts';

/** Asks a person on the standard error, and gives what they typed; nothing where they cancelled. */
export async function ask(message: string, signal: AbortSignal): Promise<string | undefined> {
  const typed: unknown = await text({ message, signal, output: process.stderr });
  return isCancel(typed) ? undefined : String(typed ?? '');
}
