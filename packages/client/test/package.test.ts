import { readdirSync, readFileSync } from 'node:fs';
import { publishedContract } from 'iinked-sign-openapi/published';
import { expect, test } from 'vitest';

const dist = new URL('../dist/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, dist), 'utf8');
const importsOf = (code: string) =>
  [...code.matchAll(/\bfrom\s*"([^"]+)";|\bimport\("([^"]+)"\)/g)].map((found) => found[1] ?? found[2]);

test('the built client imports nothing but its own parts', () => {
  expect(importsOf(read('index.js'))).toEqual(['./client.js']);
  expect(importsOf(read('client.js'))).toEqual([]);
});

test.each(['client.js', 'retention.js'])('the built %s uses no global of one platform', (file) => {
  // The hash has methods that are called process.
  const code = read(file)
    .replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, '')
    .replaceAll(/\bprocess\(/g, '');
  expect(code.match(/\b(globalThis|process|Buffer|window|Deno|Bun)\b/)?.[0]).toBeUndefined();
});

test('its entry for Node takes undici and streams, and the rest from the client itself', () => {
  expect(new Set(importsOf(read('node.js')))).toEqual(
    new Set(['./client.js', 'node:stream', 'node:util', 'node:zlib', 'undici']),
  );
  expect(read('node.js')).toContain('import("undici")');
});

test('its entry for retention takes everything but its hash from the client itself', () => {
  expect(importsOf(read('retention.js'))).toEqual(['./client.js']);
  expect(read('THIRD-PARTY-LICENSES.txt')).toContain('Name: @noble/hashes');
});

test('the contract ships with it', () => {
  expect(read('iinked-sign.yaml')).toBe(publishedContract());
  expect(readdirSync(dist).sort()).toEqual([
    'PlanRefusedError.d.ts',
    'PlanRefusedError.d.ts.map',
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
    'retention.d.ts',
    'retention.d.ts.map',
    'retention.js',
    'retention.js.map',
  ]);
});
