import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const dist = new URL('../dist/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, dist), 'utf8');
const importsOf = (code: string) =>
  [...code.matchAll(/\bfrom\s*"([^"]+)"|\bimport\("([^"]+)"\)/g)].map((found) => found[1] ?? found[2]);

test('the built client imports nothing but its own parts', () => {
  expect(importsOf(read('index.js'))).toEqual(['./client.js']);
  expect(importsOf(read('client.js'))).toEqual([]);
});

test('the built client uses no global of one platform', () => {
  expect(read('client.js').replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, '')).not.toMatch(
    /\b(globalThis|process|Buffer|window|Deno|Bun)\b/,
  );
});

test('its entry for Node takes undici and streams, and the rest from the client itself', () => {
  expect(new Set(importsOf(read('node.js')))).toEqual(new Set(['./client.js', 'node:stream']));
  expect(read('node.js')).toMatch(/import\(.undici.\)/);
});

test('the contract ships with it', () => {
  const contract = new URL(import.meta.resolve('iinked-sign-openapi/iinked-sign.yaml'));
  expect(read('iinked-sign.yaml')).toBe(readFileSync(contract, 'utf8'));
  expect(readdirSync(dist).sort()).toEqual([
    'THIRD-PARTY-LICENSES.txt',
    'client.d.ts',
    'client.d.ts.map',
    'client.js',
    'client.js.map',
    'iinked-sign.yaml',
    'index.d.ts',
    'index.d.ts.map',
    'index.js',
    'node.d.ts',
    'node.d.ts.map',
    'node.js',
    'node.js.map',
  ]);
});
