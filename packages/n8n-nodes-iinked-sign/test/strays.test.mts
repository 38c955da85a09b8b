import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { deleteAll, deleteOne, scene, videosLeft } from './scene.mts';

const old = '2020-01-01T00:00:00Z';
const lease = aPackage({
  packageId: 'lease',
  timeCreated: old,
  videos: ['a', 'b'].map((meetingVideoId) => aVideo({ meetingVideoId, timeCreated: old })),
});
const create = {
  resource: 'deletionPlan',
  operation: 'create',
  filters: { states: 'executed' },
  olderThan: 1,
  maxVideos: 10,
};
const apply = { resource: 'deletionPlan', operation: 'apply', plan: '={{ $json.plan }}' };

describe('nothing is sent when a workflow states what the node does not take:', () => {
  const one = deleteOne('lease', 'a');
  test.each<[string, INodeParameters, string]>([
    ['conditions as one expression', { ...one, onlyIf: '={{ { olderThanDays: 9 } }}' }, 'onlyIf'],
    ['conditions as a JSON text', { ...one, onlyIf: '{"olderThanDays":9}' }, 'onlyIf'],
    ['conditions as an object', { ...one, onlyIf: { olderThanDays: 9 } }, 'onlyIf'],
    ['conditions as a list', { ...one, onlyIf: [] }, 'onlyIf'],
    ['a condition of the client', { ...one, retentionOver: true }, 'retentionOver'],
    ['the age of a plan in Delete', { ...one, olderThan: 9 }, 'olderThan'],
    ['the unit of a plan in Delete', { ...one, olderThanUnit: 'days' }, 'olderThanUnit'],
    ['states in Delete', { ...one, states: ['failed'] }, 'states'],
    ['a hold in Delete', { ...one, holdPackageIds: 'lease' }, 'holdPackageIds'],
    ['a condition in Delete All', { ...deleteAll('lease'), onlyIfOlderThan: 9 }, 'onlyIfOlderThan'],
    ['a retention in Delete All', { ...deleteAll('lease'), onlyIfRetentionOver: true }, 'onlyIfRetentionOver'],
    ['a video in Delete All', { ...deleteAll('lease'), meetingVideoId: one.meetingVideoId }, 'meetingVideoId'],
    ['options as a list', { ...one, options: [1] }, 'Options'],
    ['options as a text', { ...one, options: 'timeout' }, 'Options'],
    ['an option that is not known', { ...one, options: { dryRun: true } }, "a field 'dryRun'"],
    ['a hold as one expression', { ...create, hold: '={{ { packageIds: ["lease"] } }}' }, 'hold'],
    ['a hold as a list', { ...create, hold: ['lease'] }, 'hold'],
    ['a hold of one id', { ...create, holdPackageId: 'lease' }, 'holdPackageId'],
    ['the limits as one object', { ...create, limits: { share: 0.1 } }, 'limits'],
    ['a filter that is not known', { ...create, filters: { states: 'executed', folder: 'x' } }, "a field 'folder'"],
    ['filters as a JSON text', { ...create, filters: '{"states":"executed"}' }, 'Filters'],
    ['filters beside ids', { ...create, packagesBy: 'ids', packageIds: 'lease' }, 'filters'],
    ['ids beside filters', { ...create, packageIds: 'lease' }, 'packageIds'],
    ['the age of Delete in Create', { ...create, onlyIfOlderThan: 9 }, 'onlyIfOlderThan'],
    ['a hold in Apply as one object', { ...apply, hold: { packageIds: ['lease'] } }, 'hold'],
    ['a limit in Apply', { ...apply, maxVideos: 1 }, 'maxVideos'],
    ['Dry Run under another name', { ...one, dry_run: true }, 'dry_run'],
    ['Dry Run in Create', { ...create, dryRun: false }, 'dryRun'],
    ['an age for packages', { resource: 'package', operation: 'getMany', olderThan: 9 }, 'olderThan'],
  ])('%s', async (_, parameters, name) => {
    const { emulator, run } = await scene({ packages: [lease] });
    await expect(run(parameters)).rejects.toThrow(name);
    await expect(run(parameters)).rejects.toThrow(/Nothing was sent and nothing was deleted/);
    expect(emulator.requests).toEqual([]);
    expect(videosLeft(emulator)).toHaveLength(2);
  });
});

test('each item comes out with the reason, where the node is set to go on', async () => {
  const { emulator, run } = await scene({ packages: [lease] });
  const parameters = { ...deleteOne('lease', 'a'), onlyIf: '={{ $json.only }}' };
  const [output, failed] = await run(parameters, { items: [{}, {}], onError: 'continueErrorOutput' });
  expect(output).toEqual([]);
  expect(failed?.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
    [expect.stringContaining("'onlyIf'"), { item: 0 }],
    [expect.stringContaining("'onlyIf'"), { item: 1 }],
  ]);
  expect(emulator.requests).toEqual([]);
});

test('options as one expression arrive', async () => {
  const { emulator, run } = await scene({ packages: [lease] });
  emulator.failNext({ stall: true, times: 9 });
  const options = '={{ { timeout: 50 } }}';
  await expect(run(deleteAll('lease', { options }))).rejects.toThrow('within 50 ms');
});
