import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { IinkedSignApi } from '../credentials/IinkedSignApi.credentials.ts';

const contract = parse(readFileSync(fileURLToPath(import.meta.resolve('iinked-sign/openapi.yaml')), 'utf8'));

test('n8n sends the key in the header of the contract', () => {
  const { authenticate } = new IinkedSignApi();
  expect(contract.components.securitySchemes.apiKey).toMatchObject({ type: 'apiKey', in: 'header' });
  expect(Object.keys(authenticate.properties.headers ?? {})).toEqual([contract.components.securitySchemes.apiKey.name]);
});

test('the test of a credential is a call of the contract, with fields of the contract', () => {
  const { request, rules = [] } = new IinkedSignApi().test;
  const operation = contract.paths[request.url ?? ''][request.method?.toLowerCase() ?? ''];
  const { PackageQuery, PackagePage } = contract.components.schemas;
  expect(operation.operationId).toBe('listPackages');
  expect(Object.keys(PackageQuery.properties)).toEqual(expect.arrayContaining(Object.keys(request.body ?? {})));
  expect(rules).toHaveLength(1);
  expect(Object.keys(PackagePage.properties)).toContain(
    rules.map(({ properties }) => 'key' in properties && properties.key)[0],
  );
});
