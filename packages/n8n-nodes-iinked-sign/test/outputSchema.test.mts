import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { INodeParameters } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { byId, deleteAll, deleteOne, jsonOf, scene } from './scene.mts';

type Schema = { properties: Record<string, { type: string; items?: Schema }> };

const contract = parse(readFileSync(fileURLToPath(import.meta.resolve('iinked-sign/openapi.yaml')), 'utf8'));
const fieldsOf = (schema: 'MeetingVideo' | 'Package') => Object.keys(contract.components.schemas[schema].properties);

/** The schema that n8n shows before the node has run. */
function schemaOf(name: string): Schema {
  const path = new URL(`../nodes/IinkedSign/__schema__/v1.0.0/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

test.each<[string, INodeParameters]>([
  ['video/delete', deleteOne('lease', 'a')],
  ['video/deleteAll', deleteAll('lease')],
  ['video/download', { operation: 'download', packageId: byId('lease'), meetingVideoId: byId('a') }],
  ['video/getMany', { operation: 'getMany', packageId: byId('lease'), returnAll: true }],
])('the schema of %s names the fields that come out, with their types', async (name, parameters) => {
  const { run } = await scene({
    packages: [
      aPackage({
        packageId: 'lease',
        videos: [aVideo({ meetingVideoId: 'a', timeRetention: '2026-12-01T00:00:00Z' })],
      }),
    ],
  });
  const [output = {}] = jsonOf(await run(parameters));
  const { properties } = schemaOf(name);
  expect(Object.keys(properties)).toEqual(Object.keys(output));
  for (const [field, value] of Object.entries(output)) {
    if (value !== null) expect([field, properties[field]?.type]).toEqual([field, typeOf(value)]);
  }
});

test('the schemas name every field of the contract where the node gives it all', () => {
  expect(Object.keys(schemaOf('video/deleteAll').properties.videos?.items?.properties ?? {})).toEqual(
    fieldsOf('MeetingVideo').filter((field) => field !== 'url' && field !== 'timeUrlExpires'),
  );
  expect(Object.keys(schemaOf('package/getMany').properties)).toEqual(fieldsOf('Package'));
});

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
