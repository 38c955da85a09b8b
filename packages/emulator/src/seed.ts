import { readFile } from 'node:fs/promises';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { LineCounter, parseDocument } from 'yaml';
import { contract } from './contract.ts';
import type { SeedPackage } from './state.ts';

/**
 * Reads a seed file: JSON or YAML, a list of packages or `{ packages: [...] }`, each package with its `videos`.
 *
 * @throws {SeedError} when the file cannot be read or does not hold packages as the contract describes them.
 */
export async function readSeed(file: string): Promise<SeedPackage[]> {
  const lines = new LineCounter();
  const document = parseDocument(await textOf(file), { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const [first = ''] = broken.message.split('\n');
    throw new SeedError(`The seed file ${file} is not JSON or YAML: ${first.replace(/:$/, '')}.`);
  }
  const content: unknown = document.toJS();
  const wrapped = Array.isArray(content) ? { packages: content } : content;
  if (isSeed(wrapped)) return wrapped.packages;
  const path = fieldPath(isSeed.errors?.at(0));
  const node: unknown = document.getIn(Array.isArray(content) ? path.slice(1) : path, true);
  const line = hasRange(node) ? `, line ${lines.linePos(node.range[0]).line}` : '';
  throw new SeedError(`The seed file ${file}${line}: ${shown(path)} ${isSeed.errors?.at(0)?.message ?? 'is wrong'}.`);
}

/** What is wrong with a seed file, in one line. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

const isSeed = ajv.compile<{ packages: SeedPackage[] }>({
  type: 'object',
  required: ['packages'],
  properties: {
    packages: {
      type: 'array',
      items: {
        $ref: 'contract#/components/schemas/Package',
        required: ['videos'],
        properties: { videos: { type: 'array', items: { $ref: 'contract#/components/schemas/MeetingVideo' } } },
      },
    },
  },
});

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new SeedError(missing ? `There is no seed file ${file}.` : `The seed file ${file} cannot be read.`);
  }
}

function fieldPath(problem: ErrorObject | undefined): (string | number)[] {
  const steps = problem?.instancePath.split('/').slice(1) ?? [];
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function shown(path: (string | number)[]): string {
  if (path.length === 0) return 'it';
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}

function hasRange(node: unknown): node is { range: [number, ...number[]] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
