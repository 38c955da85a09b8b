import { appendFile, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../files/FileError.ts';
import { codeOf, reasonOf } from '../files/systemError.ts';
import { replaceFile } from '../files/writeNew.ts';
import { NotArchived } from './NotArchived.ts';

/** The checksums of an archive, as `sha256sum -c` reads them. They are also its journal: a file counts once its line is there. */
export type Checksums = {
  /** The SHA-256 of a file, if it has a line. */
  of: (file: string) => string | undefined;
  /**
   * Gives a file its line, flushed to the disk.
   *
   * @throws {NotArchived} when it cannot be written. Then it has none.
   */
  add: (file: string, sha256: string) => Promise<void>;
};

/**
 * Opens the checksums of an archive, in the file `SHA256SUMS` of its folder. Lines of others stay.
 *
 * @throws {FileError} when they cannot be read or written.
 */
export async function openChecksums(folder: string): Promise<Checksums> {
  const path = join(folder, 'SHA256SUMS');
  const before = await textOf(path);
  // A line without an end may be cut off: it was being written when the power failed.
  let text = before.slice(0, before.lastIndexOf('\n') + 1);
  if (text !== before) await replaceFile(path, text);
  const known = new Map(text.split('\n').flatMap(entryOf));

  async function add(file: string, sha256: string): Promise<void> {
    if (known.get(file) === sha256) return;
    const line = `${sha256}  ${file}\n`;
    try {
      if (known.has(file)) text = await replaced(withoutLineOf(file) + line);
      else text = await appended(line);
      known.set(file, sha256);
    } catch (error) {
      throw new NotArchived('disk', error instanceof FileError ? error.message : problemWith(path, error));
    }
  }

  const withoutLineOf = (file: string) =>
    text.replace(/.*\n/g, (line) => (entryOf(line.trimEnd())[0]?.[0] === file ? '' : line));

  async function replaced(contents: string): Promise<string> {
    await replaceFile(path, contents);
    return contents;
  }

  async function appended(line: string): Promise<string> {
    try {
      await appendFile(path, line, { flush: true, mode: 0o600 });
      return text + line;
    } catch (error) {
      // The disk may have had room for half of it.
      await truncate(path, Buffer.byteLength(text)).catch(() => undefined);
      throw error;
    }
  }

  let last = Promise.resolve();
  return {
    of: (file) => known.get(file),
    add(file, sha256) {
      const added = last.then(() => add(file, sha256));
      last = added.catch(() => undefined);
      return added;
    },
  };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw new FileError(path, undefined, `cannot be read. ${reasonOf(error)}`, { cause: error });
  }
}

// `sha256sum` puts an asterisk before the name of a file that it read in binary mode.
function entryOf(line: string): [file: string, sha256: string][] {
  const [, sha256, file] = /^([\da-f]{64}) [ *](.+)$/i.exec(line) ?? [];
  return sha256 === undefined || file === undefined ? [] : [[file, sha256.toLowerCase()]];
}

function problemWith(path: string, error: unknown): string {
  return `${path} cannot be written. ${reasonOf(error)}`;
}
