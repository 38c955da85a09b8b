import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError } from './FileError.ts';
import { codeOf, reasonOf } from './systemError.ts';

/**
 * Writes a new file that only this user can read. Whoever sees it sees all of it, also after a power failure: it is written
 * under another name, flushed to the disk, and then gets its own. What is there already stays.
 *
 * @throws {FileError} when it is there already, or cannot be written. Then nothing of it is left.
 */
export async function writeNew(file: string, contents: string): Promise<void> {
  const part = partOf(file);
  try {
    await writeFlushed(part, contents);
    await giveName(part, file);
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST';
    const problem = isThere ? 'is there already, and is not overwritten.' : `cannot be written. ${reasonOf(error)}`;
    throw new FileError(file, undefined, problem, { cause: error });
  } finally {
    await unlink(part).catch(() => undefined);
  }
  await flushFolder(dirname(file));
}

/**
 * Makes a folder that only this user can open, and those above it.
 *
 * @throws {FileError} when it cannot be made.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first !== undefined) await flushFolder(dirname(first));
  } catch (error) {
    throw new FileError(folder, undefined, `cannot be made. ${reasonOf(error)}`, { cause: error });
  }
}

async function writeFlushed(file: string, contents: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file that only this user can read in place of the one that is there, if one is. Whoever sees it sees all of the old
 * or all of the new one.
 *
 * @throws {FileError} when it cannot be written. Then the old one stays.
 */
export async function replaceFile(file: string, contents: string): Promise<void> {
  const part = partOf(file);
  try {
    await writeFlushed(part, contents);
    await rename(part, file);
  } catch (error) {
    await unlink(part).catch(() => undefined);
    throw new FileError(file, undefined, `cannot be written. ${reasonOf(error)}`, { cause: error });
  }
  await flushFolder(dirname(file));
}

function partOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
}

/**
 * Gives a file its name.
 *
 * A link never replaces what is there, as a rename would. Some file systems have no links; there the lock of the folder keeps
 * others away between the look and the rename.
 *
 * @throws with the code `EEXIST` when there is a file of this name. It stays.
 */
export async function giveName(part: string, file: string): Promise<void> {
  try {
    await link(part, file);
  } catch (error) {
    if (!withoutLinks.has(codeOf(error) ?? '')) throw error;
    const isThere = await stat(file).catch(() => undefined);
    if (isThere) throw Object.assign(new Error('There is a file of this name.'), { code: 'EEXIST' });
    await rename(part, file);
  }
}

const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

/** Flushes a folder: a new name in it survives a power failure then. Windows cannot do this. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
    // The file itself is flushed: the rest is up to the file system.
  } finally {
    await handle?.close();
  }
}
