import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  aZap,
  connectionTo,
  delete_all_package_videos,
  delete_video,
  find_package,
  find_package_videos,
  find_video,
  new_package,
  runStep,
} from './zap.ts';

const contract = parse(readFileSync(fileURLToPath(import.meta.resolve('iinked-sign/openapi.yaml')), 'utf8'));
const ajv = addFormats.default(new Ajv.default({ strict: false })).addSchema(contract, 'contract');

const lease = { packageId: 'lease' };
const steps = [
  ['Delete Video', delete_video, { ...lease, meetingVideoId: 'a' }, 'VideoDeletion'],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'VideoDeletion'],
  ['Find Package Videos', find_package_videos, lease, 'VideoList'],
  ['Find Video', find_video, lease, 'MeetingVideo'],
  ['Find Package', find_package, { search: 'agreement' }, 'Package'],
  ['New Package', new_package, { createdInLast: '3000' }, 'Package'],
] as const;

describe.each(steps)('the output of %s', (_, step, inputData, schema) => {
  const { sample = {}, outputFields = [] } = step.operation;
  const fields = outputFields.flatMap((field) => (typeof field === 'object' && 'key' in field ? [field] : []));

  test('has the shape of its sample, with a label for each field', async () => {
    const { run } = await aZap();
    const output = await run(step, inputData);
    expect(leaves([output].flat()[0])).toEqual(leaves(sample));
    expect(fields.map(({ key }) => key).toSorted()).toEqual(leaves(sample));
    expect(fields.filter(({ label }) => !label)).toEqual([]);
  });

  test('has a sample that the contract allows', () => {
    const validate = ajv.compile({ $ref: `contract#/components/schemas/${schema}` });
    validate(sample);
    expect(validate.errors).toBeNull();
  });

  test('has every field of the contract, of the type of the contract', () => {
    const ofContract = schema === 'Package' ? 'Package' : 'MeetingVideo';
    const properties: Record<string, Property> = contract.components.schemas[ofContract].properties;
    const types = new Map(fields.map(({ key, type }) => [key.replace('videos[]', ''), type]));
    for (const [name, property] of Object.entries(properties))
      expect([name, types.get(name)]).toEqual([name, typeOf(property)]);
  });

  test('shows a value of every field in its sample, but of what such a video cannot have', () => {
    const [shown] = 'videos' in sample && Array.isArray(sample.videos) ? sample.videos : [sample];
    const without = Object.entries(shown).flatMap(([key, value]) => (value === null ? [key] : []));
    const isDeletion = schema === 'VideoDeletion';
    expect(without).toEqual(schema === 'Package' ? [] : isDeletion ? ['url', 'timeUrlExpires'] : ['timeDeleted']);
  });

  test('has the types of its sample', () => {
    const own = fields.filter(({ key }) => !key.startsWith('videos[]'));
    const values = own.map(({ key, type }) => ({ key, type, value: key in sample ? sample[key] : undefined }));
    const shown = values.filter(({ value }) => value !== null);
    expect(shown.map(({ key, type }) => [key, javaScriptTypes[type ?? ''] ?? type])).toEqual(
      shown.map(({ key, value }) => [key, typeof value]),
    );
  });
});

const javaScriptTypes: Record<string, string> = { integer: 'number', datetime: 'string' };

// What the API's documentation shows leaves fields out: ids, the source, and in a list all of the deletion.
const example = (path: string, method: 'get' | 'post') => {
  const { examples } = contract.paths[path][method].responses['200'].content['application/json'];
  const [first] = Object.values<{ value: { packageId: string; videos: { meetingVideoId: string }[] } }>(examples);
  if (!first) throw new Error(`The contract has no example of ${path}.`);
  return first.value;
};
const examples = {
  videos: example('/packages/{packageId}/videos', 'get'),
  deletion: example('/packages/{packageId}/videos/delete', 'post'),
  packages: example('/packages/list', 'post'),
};
const { packageId } = examples.videos;
const documented = [
  ['Delete Video', delete_video, { packageId, meetingVideoId: examples.deletion.videos[0]?.meetingVideoId }],
  ['Delete All Package Videos', delete_all_package_videos, { packageId }],
  ['Find Package Videos', find_package_videos, { packageId }],
  ['Find Video', find_video, { packageId }],
  ['Find Package', find_package, { state: 'executed', ifSeveralMatch: 'all' }],
  ['New Package', new_package, { createdInLast: '30000' }],
] as const;

test.each(documented)('%s gives the documented example the keys of its sample', async (_, step, inputData) => {
  const { url } = await serve((response, request, number) => {
    const example =
      request.method === 'GET'
        ? examples.videos
        : request.path.endsWith('/list')
          ? examples.packages
          : examples.deletion;
    json(example)(response, request, number);
  });
  const [output] = [await runStep(step, connectionTo(url), inputData)].flat();
  expect(leaves(output)).toEqual(leaves(step.operation.sample));
});

type Property = { type?: string | string[]; format?: string };

/** Zapier's name for the type of a property. A property without a type is a string from an open list. */
function typeOf({ type = 'string', format }: Property): string | undefined {
  if (format === 'date-time') return 'datetime';
  return [type].flat().find((each) => each !== 'null');
}

/** The fields of an output as Zapier names them: line items with brackets. */
function leaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return leaves(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  const join = path === '' || path.endsWith('[]') ? path : `${path}.`;
  return Object.entries(value)
    .flatMap(([key, each]) => leaves(each, join + key))
    .toSorted();
}
