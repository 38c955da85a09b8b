import { setTimeout as wait } from 'node:timers/promises';
import { NotArchived } from './NotArchived.ts';
import { openLink } from './openLink.ts';
import { store } from './store.ts';

/** A file to download. */
export type Download = {
  link: string;
  /** Gives a new link, with which a download goes on whose connection was lost. */
  newLink: () => Promise<string>;
  /** The server that gave the links. */
  server: string;
  file: string;
  /** How many bytes it has. */
  size: number;
  signal: AbortSignal;
  /** Is told of bytes as they arrive, and takes them back where the file did not arrive whole. */
  onBytes: (count: number) => void;
  /** How long nothing may arrive, in milliseconds. */
  idleMs?: number | undefined;
  /** How long it waits before it goes on, in milliseconds. */
  pauseMs?: number | undefined;
};

/** How often in a row a connection may be lost without a byte in between. */
const mostLosses = 3;

/**
 * Downloads a file without the API key, and proves that it is whole. Where a connection is lost it goes on in the middle, if
 * the server says that the file is still the same.
 *
 * @returns Its SHA-256.
 * @throws {NotArchived} when it is not whole, or cannot be stored. Then nothing of it is left.
 * @throws the reason of the signal.
 */
export async function download({
  link,
  newLink,
  server,
  file,
  size,
  signal,
  onBytes,
  idleMs = 30_000,
  pauseMs = 1000,
}: Download): Promise<string> {
  let count = 0;
  try {
    return await store(file, arriving(), size);
  } catch (error) {
    onBytes(-count);
    throw error;
  }

  async function* arriving() {
    let etag: string | undefined;
    for (let losses = 0; ; await wait(pauseMs, undefined, { signal })) {
      const before = count;
      const url = etag === undefined ? link : await newLink();
      const idle = idleAfter(idleMs);
      const terms = { server, size, signal: AbortSignal.any([signal, idle.signal]) };
      try {
        const opened = await openLink(url, etag === undefined ? terms : { ...terms, from: { offset: count, etag } });
        etag = opened.etag;
        for await (const chunk of opened.body) {
          count += chunk.byteLength;
          onBytes(chunk.byteLength);
          idle.refresh();
          yield chunk;
        }
        return;
      } catch (error) {
        signal.throwIfAborted();
        losses = count > before ? 1 : losses + 1;
        const problem = idle.signal.aborted
          ? `Nothing arrived for ${idleMs / 1000} s.`
          : `The connection was lost after ${count} of ${size} bytes.`;
        const loss = error instanceof NotArchived ? error : new NotArchived('retry', problem);
        if (loss.remedy !== 'retry' || etag === undefined || losses === mostLosses) throw loss;
      } finally {
        idle.end();
      }
    }
  }
}

/** A signal that aborts once nothing has happened for so long, or when it is over: then nobody reads what still arrives. */
function idleAfter(ms: number): { signal: AbortSignal; refresh: () => void; end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return {
    signal: controller.signal,
    refresh: () => void timer.refresh(),
    end() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
