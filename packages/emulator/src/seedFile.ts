import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { LineCounter, parseDocument } from 'yaml';
import { fieldName } from './explain.ts';
import { checkSeed } from './seed.ts';
import type { SeedPackage } from './state.ts';

/**
 * Reads a seed: JSON or YAML, a list of packages or `{ packages: [...] }`, each package with its `videos`.
 *
 * @param file The file, or `-` for standard input.
 * @throws {SeedError} when it cannot be read or is not a seed; the message names the line and the field.
 */
export async function readSeed(file: string): Promise<SeedPackage[]> {
  const name = file === '-' ? 'The seed on standard input' : `The seed file ${file}`;
  const lines = new LineCounter();
  const document = parseDocument(await contentOf(file), { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const [first = ''] = broken.message.split('\n');
    throw new SeedError(`${name} is not JSON or YAML: ${first.replace(/:$/, '')}.`);
  }
  const seed = checkSeed(document.toJS());
  if ('packages' in seed) return seed.packages;
  const { path, message } = seed.problem;
  // A field that is missing is shown by the line of what it is missing from.
  const node: unknown = document.getIn(path, true) ?? document.getIn(path.slice(0, -1), true);
  const line = hasRange(node) ? `, line ${lines.linePos(node.range[0]).line}` : '';
  throw new SeedError(`${name}${line}: ${fieldName(path) || 'it'} ${message}.`);
}

/** Thrown when a seed cannot be used; the message says why, in one line. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

async function contentOf(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new SeedError(missing ? `There is no seed file ${file}.` : `The seed file ${file} cannot be read.`);
  }
}

function hasRange(node: unknown): node is { range: [number, ...number[]] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
