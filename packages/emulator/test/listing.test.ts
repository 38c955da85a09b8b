import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const packages = [
  aPackage({ packageId: 'a', name: 'Contract of sale', timeCreated: '2026-01-01T00:00:00Z', state: 'executed' }),
  aPackage({
    packageId: 'b',
    name: 'Lease',
    clientNumber: 'C-17',
    timeCreated: '2026-03-01T00:00:00Z',
    state: 'open',
    isExecuted: false,
  }),
  aPackage({
    packageId: 'c',
    name: 'Subcontract',
    memberId: 'm',
    teamId: 't',
    folderId: 'f',
    timeCreated: '2026-02-01T00:00:00Z',
    timeSignBy: '2030-01-03T00:00:00Z',
    state: 'expired',
    type: 'concurrent',
  }),
];

test('the videos of a package are listed, deleted ones included', async () => {
  const { call, lease } = await start();
  expect(await call('GET', '/packages/lease/videos')).toMatchObject({
    status: 200,
    body: { packageId: 'lease', videos: lease.videos },
  });
  expect(await call('GET', '/packages/unknown/videos')).toMatchObject({ status: 404 });
});

test('a package is returned with its own retention, numbers, folder and videos', async () => {
  const executed = {
    packageId: 'a/b',
    timeExecuted: '2014-03-12T16:45:00Z',
    timeRetention: '2021-03-12T00:00:00Z',
    clientNumber: 'C-1002',
    matterNumber: '2014-0093',
    folderId: 'f',
    teamId: 't',
    memberId: 'm',
  };
  const { call } = await start({ packages: [aPackage({ ...executed, videos: [aVideo({ meetingVideoId: 'v' })] })] });
  const { status, body } = await call('GET', '/packages/a%2Fb');
  expect(status).toBe(200);
  expect(body).toMatchObject({ ...executed, meetings: [{ sessions: [{ videos: [{ meetingVideoId: 'v' }] }] }] });
  expect(await call('GET', '/packages/unknown')).toMatchObject({ status: 404, body: { error: 'package_not_found' } });
});

test('a package is listed without what only Get Package returns', async () => {
  const { call } = await start({ packages: [aPackage({ timeRetention: '2021-03-12T00:00:00Z', keyId: 'k' })] });
  const { body } = await call('POST', '/packages/list', {});
  expect(JSON.stringify(body)).not.toMatch(/timeRetention|keyId|videos/);
});

test.each<[unknown, string[]]>([
  [{}, ['b', 'c', 'a']],
  [{ search: 'contract' }, ['c', 'a']],
  [{ search: 'Contract*' }, ['a']],
  [{ search: 'Contract of s*' }, ['a']],
  [{ search: 'c-17' }, ['b']],
  [{ states: ['open', 'expired'] }, ['b', 'c']],
  [{ types: ['concurrent'] }, ['c']],
  [{ isExecuted: false }, ['b']],
  [{ isExecuted: null }, ['b', 'c', 'a']],
  [{ memberId: 'm' }, ['c']],
  [{ memberId: 'nobody' }, []],
  [{ teamId: 't' }, ['c']],
  [{ teamId: 'nobody' }, []],
  [{ folderId: 'f' }, ['c']],
  [{ folderId: 'nothing' }, []],
  [{ sortBy: 'created' }, ['b', 'c', 'a']],
  [{ allMembers: true }, ['b', 'c', 'a']],
  [{ allMembers: false }, ['b', 'c', 'a']],
  [{ take: 2 }, ['b', 'c']],
  [{ take: 2, skip: 2 }, ['a']],
])('a search for %j finds %j, newest first', async (query, expected) => {
  const { call } = await start({ packages });
  const { body } = await call('POST', '/packages/list', query);
  expect(body).toMatchObject({ items: expected.map((packageId) => ({ packageId })) });
  expect(JSON.stringify(body)).not.toContain('videos');
});

test('packages are listed by the instant of their creation, however it is written', async () => {
  const times: [string, string | null][] = [
    ['sixth', '2026-03-01T08:59:59.9999999Z'],
    ['second', '2026-03-01T09:30:00Z'],
    ['undated', null],
    ['fourth', '2026-03-01T09:00:00.1000001Z'],
    ['fifth', '2026-03-01T10:00:00+01:00'],
    ['first', '2026-03-01T23:00:00-01:00'],
    ['third', '2026-03-01T09:00:00.1000002Z'],
  ];
  const { call } = await start({
    packages: times.map(([packageId, timeCreated]) => aPackage({ packageId, timeCreated })),
  });
  const { body } = await call('POST', '/packages/list', {});
  const ids = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'undated'];
  expect(body).toMatchObject({ items: ids.map((packageId) => ({ packageId })) });
});

test.each<[number, string[]]>([
  [1, []],
  [2, ['c']],
  [30, ['c']],
])("a search for packages to be signed within %j days looks ahead from the emulator's time", async (days, expected) => {
  const { call, clock } = await start({ packages });
  clock.set('2030-01-01T00:00:00Z');
  const { body } = await call('POST', '/packages/list', { days });
  expect(body).toMatchObject({ items: expected.map((packageId) => ({ packageId })) });
  clock.set('2030-02-01T00:00:00Z');
  expect(await call('POST', '/packages/list', { days })).toMatchObject({ body: { items: [] } });
});

describe("a member's key", () => {
  test.each<[unknown, string[]]>([
    [{}, ['c']],
    [{ allMembers: false }, ['c']],
    [{ allMembers: true }, ['b', 'c', 'a']],
    [{ memberId: 'm' }, ['c']],
    [{ memberId: 'other' }, []],
  ])('lists for %j %j', async (query, expected) => {
    const { call } = await start({ packages, memberId: 'm' });
    const { body } = await call('POST', '/packages/list', query);
    expect(body).toMatchObject({ total: expected.length, items: expected.map((packageId) => ({ packageId })) });
  });
});

test('a page says how many there are in all', async () => {
  const { call } = await start({ packages });
  expect(await call('POST', '/packages/list', { take: 1 })).toMatchObject({ body: { total: 3, take: 1, skip: 0 } });
});

test('deleted videos can be left out of the list, and of what Get Package says', async () => {
  const { call, packages } = await start({ deletedVideos: 'hidden' });
  const listed = { body: { videos: [{ meetingVideoId: 'first' }, { meetingVideoId: 'second' }] } };
  expect(await call('GET', '/packages/lease/videos')).toMatchObject(listed);
  await call('POST', '/packages/lease/videos/delete', { packageId: 'lease' });
  expect(await call('GET', '/packages/lease/videos')).toMatchObject({ body: { videos: [] } });
  const meetings = [{ sessions: [{ videos: [] }] }];
  expect(await call('GET', '/packages/lease')).toMatchObject({ body: { meetings } });
  expect(packages[0]?.videos).toHaveLength(3);
});

test('seeding adds packages, and replaces those that are there', async () => {
  const { call, seed } = await start({ packages });
  seed([aPackage({ packageId: 'a', name: 'Replaced' }), aPackage({ packageId: 'd' })]);
  expect(await call('POST', '/packages/list', {})).toMatchObject({ body: { total: 4 } });
  expect(await call('POST', '/packages/list', { search: 'replaced' })).toMatchObject({ body: { total: 1 } });
});
