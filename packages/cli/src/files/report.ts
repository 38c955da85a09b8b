import { access, constants, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Terminal } from '../terminal.ts';
import { FileError } from './FileError.ts';
import { reasonOf } from './systemError.ts';

const usualName = 'iinked-sign-report.md';

/**
 * The file for a new report: the one that is named, else the usual one, with a number where that is there already.
 *
 * @throws {FileError} when the named one is there already, or nothing can be written to its folder.
 */
export async function newReport({ cwd }: Terminal, name: string | undefined): Promise<string> {
  const file = resolve(cwd, name ?? usualName);
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw new FileError(file, undefined, `cannot be written. ${reasonOf(error)} Nothing was sent.`, { cause: error });
  }
  if (!(await isThere(file))) return file;
  if (name !== undefined) throw new FileError(file, undefined, 'is there already. Choose another. Nothing was sent.');
  for (let number = 2; ; number += 1) {
    const next = numbered(file, number);
    if (!(await isThere(next))) return next;
  }
}

function numbered(file: string, number: number): string {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}-${number}${extension}`;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
