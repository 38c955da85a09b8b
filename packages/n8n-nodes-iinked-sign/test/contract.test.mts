import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ServerName, servers } from 'iinked-sign';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { IinkedSignApi } from '../credentials/IinkedSignApi.credentials.ts';
import { packageFields } from '../nodes/IinkedSign/resources/package/simplified.ts';
import { videoFields } from '../nodes/IinkedSign/resources/video/fields.ts';
import { serverNames } from '../nodes/IinkedSign/shared/credential.ts';

const contract = parse(readFileSync(fileURLToPath(import.meta.resolve('iinked-sign/openapi.yaml')), 'utf8'));

test('n8n sends the key in the header of the contract', async () => {
  const data = { apiKey: 'key', server: 'us' };
  const { headers } = await new IinkedSignApi().authenticate(data, { url: `${servers.us}/packages/list` });
  expect(contract.components.securitySchemes.apiKey).toMatchObject({ type: 'apiKey', in: 'header' });
  expect(headers).toEqual({ [contract.components.securitySchemes.apiKey.name]: 'key' });
});

test('n8n names the servers as the contract does', () => {
  const named: { 'x-name'?: ServerName; description: string }[] = contract.servers;
  expect(serverNames).toEqual(
    Object.fromEntries(named.flatMap(({ 'x-name': name, description }) => (name ? [[name, description]] : []))),
  );
});

test('the test of a credential is a call of the contract, with fields of the contract', () => {
  const { request, rules = [] } = new IinkedSignApi().test;
  const operation = contract.paths[request.url ?? ''][request.method?.toLowerCase() ?? ''];
  const { PackageQuery, PackagePage } = contract.components.schemas;
  expect(operation.operationId).toBe('listPackages');
  expect(Object.keys(PackageQuery.properties)).toEqual(expect.arrayContaining(Object.keys(request.body ?? {})));
  const [first] = rules.map(({ properties }) => 'key' in properties && properties.key);
  expect(Object.keys(PackagePage.properties)).toContain(first);
});

test('an AI agent can be given any field of the contract', () => {
  const { MeetingVideo, Package } = contract.components.schemas;
  expect(videoFields).toEqual(Object.keys(MeetingVideo.properties));
  expect(packageFields).toEqual([...Object.keys(Package.properties), 'timeRetention']);
});
