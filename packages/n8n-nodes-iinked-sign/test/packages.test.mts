import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { byId, jsonOf, scene } from './scene.mts';

const lease = aPackage({
  packageId: 'lease',
  name: 'Lease',
  type: 'Sequential',
  description: 'Of the house',
  folderId: 'leases',
  teamId: 'team-1',
  memberId: 'member-1',
  timeRetention: '2030-01-01T00:00:00Z',
  videos: [aVideo({ meetingVideoId: 'a' })],
});
const will = aPackage({ packageId: 'will', name: 'Will', type: 'concurrent', state: 'draft' });
const get = { resource: 'package', operation: 'get', packageId: byId('lease') };
const getMany = { resource: 'package', operation: 'getMany' };

describe('Get', () => {
  test('gives what matters of a package, with its retention', async () => {
    const { run, emulator } = await scene({ packages: [lease] });
    const [output = {}] = jsonOf(await run(get));
    expect(output).toMatchObject({ packageId: 'lease', name: 'Lease', timeRetention: '2030-01-01T00:00:00Z' });
    expect(output).not.toHaveProperty('description');
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['getPackage']);
  });

  test('gives all of it without Simplify, and no link of a video', async () => {
    const { run } = await scene({ packages: [lease] });
    const [output = {}] = jsonOf(await run({ ...get, simplify: false }));
    expect(output).toMatchObject({ description: 'Of the house', folderId: 'leases' });
    expect(JSON.stringify(output)).not.toContain('access=');
  });

  test.each<[INodeParameters, string[]]>([
    [{ output: 'selected', fields: ['name', 'timeRetention'] }, ['name', 'timeRetention']],
    [{ output: 'selected', fields: '={{ ["name"] }}' }, ['name']],
    [{}, ['packageId', 'name', 'state', 'type', 'timeCreated', 'isExecuted', 'timeRetention']],
  ])('gives an AI agent what is chosen: %j', async (parameters, fields) => {
    const { run } = await scene({ packages: [lease] });
    const [output = {}] = jsonOf(await run({ ...get, ...parameters }, { asTool: true }));
    expect(Object.keys(output).sort()).toEqual(fields.sort());
  });

  test('gives an AI agent all of it with Raw, and rejects a choice that got lost', async () => {
    const { run } = await scene({ packages: [lease] });
    const asked = (more: INodeParameters) => run({ ...get, ...more }, { asTool: true });
    expect(jsonOf(await asked({ output: 'raw' }))).toMatchObject([{ description: 'Of the house' }]);
    await expect(asked({ output: '={{ $json.none }}' })).rejects.toThrow("'Output'");
    await expect(asked({ output: 'selected' })).rejects.toThrow("'Fields'");
  });

  test.each<[string, INodeParameters, string]>([
    ['the id got lost', { packageId: byId('={{ $json.none }}') }, "'Package'"],
    ['Simplify got lost', { simplify: '={{ $json.none }}' }, "'Simplify'"],
  ])('sends nothing when %s', async (_, parameters, name) => {
    const { run, emulator } = await scene({ packages: [lease] });
    await expect(run({ ...get, ...parameters })).rejects.toThrow(name);
    expect(emulator.requests).toEqual([]);
  });
});

describe('Get Many', () => {
  test.each<[string, INodeParameters]>([
    ['the folder', { folderId: 'leases' }],
    ['the team', { teamId: 'team-1' }],
    ['the member', { memberId: 'member-1' }],
    ['the type', { types: 'Sequential, Counterpart' }],
    ['the state', { states: '={{ ["executed"] }}' }],
    ['text', { search: 'Lea*' }],
    ['several of them', { folderId: 'leases', types: 'Sequential', states: 'executed' }],
  ])('finds packages by %s, and so does a plan', async (_, filters) => {
    const { run } = await scene({ packages: [lease, will] });
    expect(jsonOf(await run({ ...getMany, filters }))).toMatchObject([{ packageId: 'lease' }]);
    const rules = { olderThan: 1, olderThanUnit: 'days', maxVideos: 1 };
    const [planned] = jsonOf(await run({ resource: 'deletionPlan', operation: 'create', filters, ...rules }));
    expect(planned).toMatchObject({ totals: { packages: 1 } });
  });

  test.each(['folderId', 'teamId', 'memberId', 'types', 'states', 'search'])('rejects an empty %s', async (name) => {
    const { run, emulator } = await scene({ packages: [lease] });
    for (const value of ['', ' ', '={{ $json.none }}', '={{ null }}']) {
      await expect(run({ ...getMany, filters: { [name]: value } })).rejects.toThrow('Nothing was sent');
    }
    expect(emulator.requests).toEqual([]);
  });
});
