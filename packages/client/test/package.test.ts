import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const dist = new URL('../dist/', import.meta.url);
const code = readFileSync(new URL('index.js', dist), 'utf8');

test('the built client imports nothing', () => {
  expect(code).not.toMatch(/^\s*(import|export)\b[^;]*\bfrom\b|\bimport\(|\brequire\(/m);
});

test('the built client uses no global of one platform', () => {
  expect(code.replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, '')).not.toMatch(/\b(globalThis|process|Buffer|window|Deno|Bun)\b/);
});

test('its transport for Node imports undici, and the rest from the client itself', async () => {
  const transport = readFileSync(new URL('node.js', dist), 'utf8');
  expect([...transport.matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, name]) => name).sort()).toEqual([
    './index.js',
    'undici',
  ]);
});

test('the contract ships with it', () => {
  const contract = new URL(import.meta.resolve('iinked-sign-openapi/iinked-sign.yaml'));
  expect(readFileSync(new URL('iinked-sign.yaml', dist), 'utf8')).toBe(readFileSync(contract, 'utf8'));
  expect(readdirSync(dist).sort()).toEqual([
    'THIRD-PARTY-LICENSES.txt',
    'client.d.ts',
    'client.d.ts.map',
    'iinked-sign.yaml',
    'index.d.ts',
    'index.d.ts.map',
    'index.js',
    'index.js.map',
    'node.d.ts',
    'node.d.ts.map',
    'node.js',
    'node.js.map',
  ]);
});
