import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { assumptions } from '../src/assumptions.ts';
import { contract } from '../src/contract.ts';
import { publishedContract } from '../src/published.ts';

/** Every object of a value, with the object at its place in another. */
function* pairs(value: unknown, original: unknown): Generator<[Record<string, unknown>, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  yield [Object(value), Object(original)];
  for (const [key, each] of Object.entries(value)) yield* pairs(each, Object(original)[key]);
}

const all = [...pairs(parse(publishedContract()), contract)];
const assumed = all.filter(([, original]) => 'x-assumed' in original);
const textOf = (value: unknown) => (value === undefined ? '' : String(value).trim());

describe('the contract as it is published', () => {
  test('says each assumption in the description at its place, after what is documented', () => {
    expect(assumed).toHaveLength(assumptions().length);
    for (const [{ description }, original] of assumed) {
      const said = `${textOf(original.description)}\n\nAssumed: ${textOf(original['x-assumed'])}`.trim();
      expect(textOf(description).slice(0, said.length)).toBe(said);
    }
  });

  test('says what is made up in an example at the response around it, too', () => {
    const codes = all.flatMap(([shown, { content }]) => (content ? [textOf(shown.description)] : []));
    expect(codes.filter((text) => text.includes('”: Code and message are made up.')).length).toBeGreaterThan(7);
    const examples = assumed.filter(([, original]) => 'value' in original);
    expect(codes.join().match(/Assumed in the example “/g)).toHaveLength(examples.length);
  });

  test('says nothing else than what is written by hand', () => {
    for (const [shown, original] of all) {
      const { description = '', ...others } = shown;
      const { description: documented = '', ...handwritten } = original;
      expect(Object.keys(others).sort()).toEqual(Object.keys(handwritten).sort());
      if (typeof description !== 'string') continue;
      const added = description.startsWith(textOf(documented)) && description.slice(textOf(documented).length);
      expect(added).toMatch(/^(\s*Assumed( in the example “[^”]+”)?: .*)?\s*$/s);
    }
  });
});
