import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { aZap, delete_all_package_videos, delete_video, find_package_videos } from './zap.ts';

const contract = parse(readFileSync(fileURLToPath(import.meta.resolve('iinked-sign/openapi.yaml')), 'utf8'));
const ajv = addFormats.default(new Ajv.default({ strict: false })).addSchema(contract, 'contract');

const lease = { packageId: 'lease' };
const steps = [
  ['Delete Video', delete_video, { ...lease, meetingVideoId: 'a' }, 'VideoDeletion'],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'VideoDeletion'],
  ['Find Package Videos', find_package_videos, lease, 'VideoList'],
] as const;

describe.each(steps)('the output of %s', (_, step, inputData, schema) => {
  const { sample = {}, outputFields = [] } = step.operation;
  const fields = outputFields.flatMap((field) => (typeof field === 'object' && 'key' in field ? [field] : []));

  test('has the shape of its sample, with a label for each field', async () => {
    const { run } = await aZap();
    const output = await run(step, inputData);
    expect(leaves(Array.isArray(output) ? output[0] : output)).toEqual(leaves(sample));
    expect(fields.map(({ key }) => key).toSorted()).toEqual(leaves(sample));
    expect(fields.filter(({ label }) => !label)).toEqual([]);
  });

  test('has a sample that the contract allows', () => {
    const validate = ajv.compile({ $ref: `contract#/components/schemas/${schema}` });
    validate(sample);
    expect(validate.errors).toBeNull();
  });

  test('has every field of the contract as a line item, of the type of the contract', () => {
    const properties: Record<string, Property> = contract.components.schemas.MeetingVideo.properties;
    const ofVideos = fields.filter(({ key }) => key.startsWith('videos[]'));
    expect(Object.fromEntries(ofVideos.map(({ key, type }) => [key.replace('videos[]', ''), type]))).toEqual(
      Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, typeOf(property)])),
    );
  });

  test('has the types of its sample', () => {
    const own = fields.filter(({ key }) => !key.startsWith('videos[]'));
    const said = own.map(({ key, type }) => [key, type === 'integer' ? 'number' : type]);
    expect(said).toEqual(own.map(({ key }) => [key, typeof (key in sample ? sample[key] : undefined)]));
  });
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
