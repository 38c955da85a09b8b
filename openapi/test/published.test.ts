import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { assumptions } from '../src/assumptions.ts';
import { contract } from '../src/contract.ts';
import { publishedContract } from '../src/published.ts';

const published: unknown = parse(publishedContract());

/** Every object in a value, with the object at its place in another. */
function* pairs(value: unknown, original: unknown): Generator<[Record<string, unknown>, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  yield [Object(value), Object(original)];
  for (const [key, each] of Object.entries(value)) yield* pairs(each, Object(original)[key]);
}

const all = [...pairs(published, contract)];
const assumed = all.filter(([, original]) => 'x-assumed' in original);

describe('the contract as it is published', () => {
  test('says each assumption in the description at its place, after what is documented', () => {
    expect(assumed).toHaveLength(assumptions().length);
    for (const [{ description }, original] of assumed) {
      const documented = original.description === undefined ? '' : `${String(original.description).trim()}\n\n`;
      expect(description).toBe(`${documented}Assumed: ${String(original['x-assumed']).trim()}`);
    }
  });

  test('says nothing else than what is written by hand', () => {
    expect(JSON.stringify(published).match(/Assumed: /g)).toHaveLength(assumed.length);
    for (const [shown, original] of all) {
      const isAssumed = 'x-assumed' in original;
      const added = isAssumed && !('description' in original) ? ['description'] : [];
      expect(Object.keys(shown).sort()).toEqual([...Object.keys(original), ...added].sort());
      if (!isAssumed && typeof original.description === 'string') expect(shown.description).toBe(original.description);
    }
  });
});
