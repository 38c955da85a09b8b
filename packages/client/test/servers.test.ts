import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { baseUrlOf, InvalidRequestError, servers } from '../src/index.ts';

test('the servers are those of the contract', () => {
  const file = new URL(import.meta.resolve('iinked-sign-openapi/iinked-sign.yaml'));
  const contract: { servers: { url: string; 'x-name'?: string }[] } = parse(readFileSync(file, 'utf8'));
  const named = contract.servers.flatMap(({ url, 'x-name': name }) => (name === undefined ? [] : [[name, url]]));
  expect(servers).toEqual(Object.fromEntries(named));
});

describe('an address', () => {
  test.each([
    ['sandbox-us', 'https://sandbox.syngrafii.com/api/v1'],
    ['https://sign.example.com/api/v1', 'https://sign.example.com/api/v1'],
    ['https://sign.example.com/api/v1/', 'https://sign.example.com/api/v1'],
    ['HTTPS://Sign.Example.com:8443/api/v1//', 'https://sign.example.com:8443/api/v1'],
    ['https://sign.example.com', 'https://sign.example.com'],
    ['http://localhost:4000/api/v1', 'http://localhost:4000/api/v1'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://127.1:4000', 'http://127.0.0.1:4000'],
    ['http://[::1]:4000/', 'http://[::1]:4000'],
  ])('%s is taken as %s', (server, baseUrl) => {
    expect(baseUrlOf(server)).toBe(baseUrl);
  });

  test.each<[unknown]>([
    [undefined],
    [null],
    [''],
    [7],
    ['US'],
    ['toString'],
    ['__proto__'],
    ['sign.syngrafii.com'],
    ['http://sign.syngrafii.com/api/v1'],
    ['http://127.0.0.1.example.com/'],
    ['http://localhost.example.com/'],
    ['http://192.168.0.1/'],
    ['ftp://sign.example.com/'],
    ['javascript:alert(1)'],
    ['https://user@sign.example.com/'],
    ['https://user:password@sign.example.com/'],
    ['https://sign.example.com/?a=1'],
    ['https://sign.example.com/?'],
    ['https://sign.example.com/#a'],
    ['https://sign.example.com/a b'],
    [' https://sign.example.com/'],
    ['https://sign.exa\nmple.com/'],
    ['https:\\\\sign.example.com'],
    ['https://'],
  ])('%j is refused', (server) => {
    expect(() => baseUrlOf(server)).toThrow(InvalidRequestError);
    expect(() => baseUrlOf(server)).toThrow(/^server .* Nothing was sent and nothing was deleted\.$/);
  });
});
