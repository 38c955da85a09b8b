import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isWhole } from '../files/archive.ts';
import { codeOf, reasonOf } from '../files/systemError.ts';
import { flushFolder, giveName } from '../files/writeNew.ts';
import { NotArchived } from './NotArchived.ts';

/**
 * Stores a file under its name, once every byte of it has arrived, is on the disk, and was read back from there. What is
 * there already stays.
 *
 * @param bytes What arrives. What it throws is thrown as it is.
 * @param size How many bytes the file has.
 * @returns Its SHA-256.
 * @throws {NotArchived} when it is not whole, or cannot be stored. Then nothing of it is left.
 */
export async function store(file: string, bytes: AsyncIterable<Uint8Array>, size: number): Promise<string> {
  const part = `${file}.part`;
  const stored = createWriteStream(part, { flush: true, mode: 0o600 });
  try {
    const arrived = counted(bytes, size);
    await pipeline(arrived.chunks, stored);
    if (arrived.count() !== size) throw new NotArchived('retry', `${arrived.count()} of ${size} bytes arrived.`);
    const sha256 = arrived.sha256();
    if ((await sha256Of(part)) !== sha256)
      throw new NotArchived('retry', 'The disk does not give back what was written.');
    await keep(part, file, { size, sha256 });
    return sha256;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new NotArchived('disk', `${file} cannot be written. ${reasonOf(error)}`, { cause: error });
  } finally {
    // Where the download failed at once, the file is still being made.
    if (!stored.closed) await new Promise<void>((resolve) => stored.once('close', resolve));
    await unlink(part).catch(() => undefined);
  }
}

/** Passes chunks on, and counts and hashes them. One that is beyond the end of the file is not passed on. */
function counted(bytes: AsyncIterable<Uint8Array>, size: number) {
  const hash = createHash('sha256');
  let count = 0;
  return {
    chunks: (async function* () {
      for await (const chunk of bytes) {
        count += chunk.byteLength;
        if (count > size) throw new NotArchived('retry', `More than ${size} bytes arrived.`);
        hash.update(chunk);
        yield chunk;
      }
    })(),
    count: () => count,
    sha256: () => hash.digest('hex'),
  };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function keep(part: string, file: string, copy: { size: number; sha256: string }): Promise<void> {
  try {
    await giveName(part, file);
    await flushFolder(dirname(file));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (await isWhole(file, copy)) return;
    throw new NotArchived('none', `${file} is there already, and is not this video. Move it away, then archive again.`);
  }
}
