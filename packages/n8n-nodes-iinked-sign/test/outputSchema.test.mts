import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { INodeParameters } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { byId, deleteAll, deleteOne, jsonOf, scene } from './scene.mts';

type Schema = { type: string; properties?: Record<string, Schema>; items?: Schema };

const contract = parse(readFileSync(fileURLToPath(import.meta.resolve('iinked-sign/openapi.yaml')), 'utf8'));
const videoFields = Object.keys(contract.components.schemas.MeetingVideo.properties);

/** The schema that n8n shows before the node has run. */
function schemaOf(name: string): Schema {
  const path = new URL(`../nodes/IinkedSign/__schema__/v1.0.0/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

test.each<[string, INodeParameters]>([
  ['video/delete', deleteOne('lease', 'a')],
  ['video/deleteAll', deleteAll('lease')],
  ['video/download', { operation: 'download', packageId: byId('lease'), meetingVideoId: byId('a') }],
  ['package/get', { resource: 'package', operation: 'get', packageId: byId('lease') }],
  ['package/getMany', { resource: 'package', operation: 'getMany' }],
  ['video/getMany', { operation: 'getMany', packageId: byId('lease'), returnAll: true }],
])('the schema of %s names the fields that come out, with their types', async (name, parameters) => {
  const { run } = await scene({
    packages: [
      aPackage({
        packageId: 'lease',
        name: 'Lease',
        type: 'Sequential',
        matterNumber: '2019-0417',
        clientNumber: 'C 1042',
        timeExecuted: '2026-11-03T00:00:00Z',
        isExecuted: true,
        timeRetention: '2026-12-01T00:00:00Z',
        videos: [aVideo({ meetingVideoId: 'a', timeRetention: '2026-12-01T00:00:00Z' })],
      }),
    ],
  });
  const [output = {}] = jsonOf(await run(parameters));
  const { properties = {} } = schemaOf(name);
  expect(Object.keys(properties)).toEqual(Object.keys(output));
  for (const [field, value] of Object.entries(output)) {
    if (value !== null) expect([field, properties[field]?.type]).toEqual([field, typeOf(value)]);
  }
});

test('the schemas name every field of the contract where the node gives it all', () => {
  expect(Object.keys(schemaOf('video/deleteAll').properties?.videos?.items?.properties ?? {})).toEqual(
    videoFields.filter((field) => field !== 'url' && field !== 'timeUrlExpires'),
  );
});

test('the schemas of plans name every field that comes out, however deep, with its type', async () => {
  const old = '2020-01-01T00:00:00Z';
  const videos = ['held', 'gone', 'changed', 'missing', 'left'].map((meetingVideoId) =>
    aVideo({ meetingVideoId, timeCreated: old, timeRetention: old }),
  );
  const numbers = { name: 'Lease', matterNumber: '2019-0417', clientNumber: 'C 1042' };
  const lease = aPackage({ packageId: 'lease', timeCreated: old, timeExecuted: old, ...numbers, videos });
  const young = aPackage({ packageId: 'young' });
  const { run, emulator } = await scene({ packages: [lease, young] });
  const plans = { resource: 'deletionPlan', unmatchedHolds: 'report' };
  const held = { holdMeetingVideoIds: 'lease/held, nothing', holdMatterNumbers: '2019-0418' };
  const rules = { filters: { search: 'Lease*', states: 'executed', allMembers: true }, createdFrom: '2010-01-01' };
  const limits = { maxVideos: 10, maxShare: 1 };
  const items = jsonOf(
    await run({ ...plans, operation: 'create', olderThan: 1, countedFrom: 'executed', ...rules, ...limits, ...held }),
  );
  expectNamed('deletionPlan/create', items);
  const ofPlan = { resource: 'deletionPlan', plan: '={{ $json.plan }}' };
  const approve = { ...ofPlan, operation: 'approve', by: 'Jane Doe', note: 'LEGAL-1', strikePackageIds: 'lease' };
  expectNamed('deletionPlan/approve', jsonOf(await run(approve, { items })));

  emulator.failNext({ on: 'deleteVideos', status: 400 });
  const [inLease] = emulator.packages;
  inLease?.videos.splice(3, 1);
  for (const video of inLease?.videos ?? []) if (video.meetingVideoId === 'changed') video.size = 1;
  const unknown = { holdPackageIds: 'unknown' };
  const apply = { ...ofPlan, ...unknown, operation: 'apply', dryRun: false, options: { atOnce: 1 } };
  expectNamed('deletionPlan/apply', jsonOf(await run({ ...apply, unmatchedHolds: 'report' }, { items })));
  expectNamed('deletionPlan/audit', jsonOf(await run({ ...ofPlan, ...unknown, operation: 'audit' }, { items })));
});

function expectNamed(name: string, output: unknown[]): void {
  expect(output.flatMap((item) => unnamed(schemaOf(name), item, name))).toEqual([]);
}

/** What a value has that a schema does not name, or names with another type. */
function unnamed(schema: Schema | undefined, value: unknown, path: string): string[] {
  if (value === null) return schema ? [] : [path];
  if (schema?.type !== typeOf(value) && !(schema?.type === 'number' && typeof value === 'number')) return [path];
  if (Array.isArray(value)) return value.flatMap((each) => unnamed(schema.items, each, `${path}[]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => unnamed(schema.properties?.[key], each, `${path}.${key}`));
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
