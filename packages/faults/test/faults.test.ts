import { existsSync, readFileSync } from 'node:fs';
import { withFault } from 'iinked-sign-testing/plantedFault';
import { expect, test } from 'vitest';
import { folderOf } from '../src/fault.ts';
import { everything } from '../src/faults/index.ts';

const rows = everything.map(({ part, fault }) => ({ part, fault, name: `${part.part}: ${fault.file}: ${fault.law}` }));

test.each(rows)('the source still has what the fault replaces, once: $name', ({ part, fault }) => {
  const text = readFileSync(`${folderOf(part)}/${fault.file}`, 'utf8');
  expect(withFault(text, fault)).not.toBe(text);
  expect(existsSync(`${folderOf(part)}/test/${fault.test}`), `test/${fault.test}`).toBe(true);
});

test('no fault is there twice', () => {
  const texts = rows.map(({ fault }) => `${fault.file}: ${fault.wrong} for ${fault.right}`);
  expect(new Set(texts).size).toBe(texts.length);
});
