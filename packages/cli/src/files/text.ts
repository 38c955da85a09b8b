import { readFile } from 'node:fs/promises';
import { FileError } from './FileError.ts';
import { reasonOf } from './systemError.ts';

/**
 * Reads a file of text: UTF-8, with or without a byte order mark, or UTF-16 with one.
 *
 * @throws {FileError} when it cannot be read, or is in another encoding: half of its letters would be wrong.
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new FileError(file, undefined, `cannot be read. ${reasonOf(error)}`, { cause: error });
  });
  return textOf(file, bytes);
}

/**
 * Decodes the bytes of a file.
 *
 * @throws {FileError} when they are no text, with the line.
 */
export function textOf(file: string, bytes: Uint8Array): string {
  const wide = wideEncodingOf(bytes);
  const text = wide === undefined ? utf8Of(file, bytes) : wideTextOf(file, bytes, wide);
  const nul = text.indexOf('\0');
  if (nul === -1) return text;
  throw new FileError(file, lineAt(text, nul), `contains a NUL, which no text has. ${advice}`);
}

/** The line of a place in a text, counted from 1, whichever system's line ends it has. */
export function lineAt(text: string, place: number): number {
  return text.slice(0, place).split(/\r\n|\r|\n/).length;
}

const advice = 'Save it as UTF-8.';

function wideEncodingOf([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function wideTextOf(file: string, bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError(file, undefined, `begins as UTF-16 and is not, or was cut off. ${advice}`, { cause: error });
  }
}

function utf8Of(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const problem = `has letters in another encoding than UTF-8, such as Latin-1. ${advice}`;
    throw new FileError(file, firstWrongLine(bytes), problem, { cause: error });
  }
}

// A line break is the same byte in every encoding that is mistaken for UTF-8.
function firstWrongLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let start = 0, line = 1; ; line += 1) {
    const lineFeed = bytes.indexOf(0x0a, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (lineFeed === -1) return line;
    start = end + 1;
  }
}
