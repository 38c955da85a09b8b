import { NotArchived } from './NotArchived.ts';
import { openLink } from './openLink.ts';
import { store } from './store.ts';

/** A file to download. */
export type Download = {
  link: string;
  /** The server that gave the link. */
  server: string;
  file: string;
  /** How many bytes it has. */
  size: number;
  signal: AbortSignal;
  /** Is told of bytes as they arrive, and takes them back where the file did not arrive whole. */
  onBytes: (count: number) => void;
  /** How long nothing may arrive, in milliseconds. */
  idleMs?: number | undefined;
};

/**
 * Downloads a file without the API key, and proves that it is whole.
 *
 * @returns Its SHA-256.
 * @throws {NotArchived} when it is not whole, or cannot be stored. Then nothing of it is left.
 * @throws the reason of the signal.
 */
export async function download({
  link,
  server,
  file,
  size,
  signal,
  onBytes,
  idleMs = 30_000,
}: Download): Promise<string> {
  const ending = new AbortController();
  const idle = setTimeout(() => {
    ending.abort(new NotArchived('retry', `Nothing arrived for ${idleMs / 1000} s.`));
  }, idleMs);
  const either = AbortSignal.any([signal, ending.signal]);
  let count = 0;
  try {
    return await store(file, arriving(await openLink(link, { server, size, signal: either })), size);
  } catch (error) {
    onBytes(-count);
    throw error;
  } finally {
    clearTimeout(idle);
    // Where the response goes on, nobody reads it any more.
    ending.abort();
  }

  async function* arriving(body: ReadableStream<Uint8Array>) {
    try {
      for await (const chunk of body) {
        count += chunk.byteLength;
        onBytes(chunk.byteLength);
        idle.refresh();
        yield chunk;
      }
    } catch {
      either.throwIfAborted();
      throw new NotArchived('retry', `The connection was lost after ${count} of ${size} bytes.`);
    } finally {
      clearTimeout(idle);
    }
  }
}
