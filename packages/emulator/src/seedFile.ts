import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { checkSeed, SeedError } from './seed.ts';
import type { SeedPackage } from './state.ts';

/**
 * Reads a seed: JSON or YAML, a list of packages or `{ packages: [...] }`, each package with its `videos`.
 *
 * @param file The file, or `-` for standard input.
 * @throws {SeedError} when it cannot be read or is not a seed; the message names the line and the field.
 */
export async function readSeed(file: string): Promise<SeedPackage[]> {
  const name = file === '-' ? 'The seed on standard input' : `The seed file ${file}`;
  const text = textOf(await contentOf(file), name);
  const json = jsonOf(text);
  const checked = json === undefined ? undefined : checkSeed(json);
  if (checked && 'packages' in checked) return checked.packages;
  // Reading YAML takes many times as long. It finds the lines of what is wrong in JSON, too.
  const { readYaml } = await import('./seedYaml.ts');
  return readYaml(text, name);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function contentOf(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new SeedError(missing ? `There is no seed file ${file}.` : `The seed file ${file} cannot be read.`);
  }
}

/** The text of a file, which has to be UTF-8, with or without a byte order mark. */
function textOf(content: Buffer, name: string): string {
  if (/^(\xff\xfe|\xfe\xff)/.test(content.toString('latin1', 0, 2)) || content.includes(0)) {
    throw new SeedError(`${name} is UTF-16, or no text at all. Save it as UTF-8.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new SeedError(`${name} is not UTF-8, but in an older encoding such as Latin-1. Save it as UTF-8.`);
  }
}
