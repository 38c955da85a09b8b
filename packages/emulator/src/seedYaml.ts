import { LineCounter, parseAllDocuments } from 'yaml';
import { fieldName } from './explain.ts';
import { checkSeed, SeedError } from './seed.ts';
import type { SeedPackage } from './state.ts';

/**
 * Reads a seed as YAML, of which JSON is a part.
 *
 * @param name What the text is called in messages.
 * @throws {SeedError} when it is not a seed; the message names the line and the field.
 */
export function readYaml(text: string, name: string): SeedPackage[] {
  const lines = new LineCounter();
  const documents = [parseAllDocuments(text, { lineCounter: lines })].flat();
  const broken = documents.flatMap(({ errors }) => errors)[0];
  if (broken) {
    const [first = ''] = broken.message.split('\n');
    throw new SeedError(`${name} is not JSON or YAML: ${first.replace(/:$/, '')}.`);
  }
  const [document] = documents;
  if (!document?.contents) throw new SeedError(`${name} is empty. Write [] where there are to be no packages.`);
  if (documents.length > 1) {
    throw new SeedError(`${name} holds ${documents.length} YAML documents. Write all packages in one list.`);
  }
  const checked = checkSeed(plain(document, name));
  if ('packages' in checked) return checked.packages;
  const { path, message } = checked.problem;
  // A field that is missing is shown by the line of what it is missing from.
  const node: unknown = document.getIn(path, true) ?? document.getIn(path.slice(0, -1), true);
  const line = hasRange(node) ? `, line ${lines.linePos(node.range[0]).line}` : '';
  throw new SeedError(`${name}${line}: ${fieldName(path) || 'it'} ${message}.`);
}

function plain(document: { toJS: () => unknown }, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new SeedError(`${name} cannot be used: ${error instanceof Error ? error.message : error}.`);
  }
}

function hasRange(node: unknown): node is { range: [number, ...number[]] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
