import { describe, expect, test } from 'vitest';
import { InvalidRequestError } from '../src/index.ts';
import { planDeletion } from '../src/retention.ts';
import { rejection, untyped } from './fixtures.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

const { packages, olderThan, limits } = rules;
const nothingOnHold = {
  packageIds: [],
  videos: [],
  meetingVideoIds: [],
  matterNumbers: [],
  clientNumbers: [],
  folderIds: [],
  teamIds: [],
  memberIds: [],
  unmatched: 'reject',
};

describe('rules that would delete more than was meant are rejected before a request', () => {
  const wrong: [string, unknown][] = [
    ['the rules', undefined],
    ['the rules', null],
    ['the rules', 'all'],
    ['packages', { olderThan, limits }],
    ['olderThan', { packages, limits }],
    ['limits', { packages, olderThan }],
    ['limits.videos', { packages, olderThan, limits: {} }],
    ['dryRun', { ...rules, dryRun: true }],
    ...[undefined, null, [], {}, 'all', { allMembers: true }, { packageIds: [] }].map((value): [string, unknown] => [
      '',
      { ...rules, packages: value },
    ]),
    ...[undefined, null, 'a', [7], [''], ['a', ' '], ['..'], { 0: 'a' }].map((packageIds): [string, unknown] => [
      '',
      { ...rules, packages: { packageIds } },
    ]),
    ['states', { ...rules, packages: { packageIds: ['a'], states: ['executed'] } }],
    ...['memberId', 'teamId', 'folderId', 'search'].flatMap((field) =>
      [undefined, null, '', ' ', 7].map((value): [string, unknown] => [
        field,
        { ...rules, packages: { states: ['executed'], [field]: value } },
      ]),
    ),
    ...['*', ' * ', '**'].map((search): [string, unknown] => ['search', { ...rules, packages: { search } }]),
    ...['types', 'states'].flatMap((field) =>
      [undefined, null, [], [''], [' '], ['open', ''], 'open', [7]].map((value): [string, unknown] => [
        `packages.${field}`,
        { ...rules, packages: { memberId: 'm', [field]: value } },
      ]),
    ),
    ...[undefined, null, 'true', 1].map((isExecuted): [string, unknown] => [
      'isExecuted',
      { ...rules, packages: { memberId: 'm', isExecuted } },
    ]),
    ...[undefined, null, 'yes'].map((allMembers): [string, unknown] => [
      'allMembers',
      { ...rules, packages: { memberId: 'm', allMembers } },
    ]),
    ...[undefined, null, Number.NaN, Number.POSITIVE_INFINITY, -1, '7'].map((days): [string, unknown] => [
      'days',
      { ...rules, packages: { days } },
    ]),
    ...['take', 'skip', 'sortBy', 'state'].map((field): [string, unknown] => [
      field,
      { ...rules, packages: { memberId: 'm', [field]: 1 } },
    ]),
    ...[undefined, null, Number.NaN, Number.POSITIVE_INFINITY, -1, '365'].map((value): [string, unknown] => [
      'olderThanDays',
      { ...rules, olderThanDays: value },
    ]),
    ...[null, [], [' '], 'archived', [7]].map((states): [string, unknown] => ['states', { ...rules, states }]),
    ...[undefined, null, [], 'a'].map((hold): [string, unknown] => ['hold', { ...rules, hold }]),
    ['videoIds', { ...rules, hold: { videoIds: [] } }],
    ['hold.packageIds[0]', { ...rules, hold: { packageIds: [''] } }],
    ['hold.meetingVideoIds', { ...rules, hold: { meetingVideoIds: undefined } }],
    ...[undefined, null, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5'].map((videos): [string, unknown] => [
      'limits.videos',
      { ...rules, limits: { videos } },
    ]),
    ...[undefined, null, -0.1, 1.1, Number.NaN, '0.5'].map((share): [string, unknown] => [
      'limits.share',
      { ...rules, limits: { videos: 1, share } },
    ]),
    ['max', { ...rules, limits: { videos: 1, max: 2 } }],
    ...['*:*', '?*', '%', '.', '""', '\u200b', '\u3164', '\u2800', ' - '].map((search): [string, unknown] => [
      'search',
      { ...rules, packages: { states: ['executed'], search } },
    ]),
    ...['memberId', 'teamId', 'folderId'].map((field): [string, unknown] => [
      field,
      { ...rules, packages: { [field]: '\u3164' } },
    ]),
    ['packages', { ...rules, packages: { createdFrom: '2020-01-01' } }],
    ['packages', { ...rules, packages: { allMembers: true, createdFrom: '2020-01-01' } }],
    ['createdFrom', { ...rules, packages: { packageIds: ['a'], createdFrom: '2020-01-01' } }],
    ...[undefined, null, '2020', '2020-02-30', '2020-1-1', '2020-01-01T00:00:00Z', '1999-12-31', 2020].map(
      (createdFrom): [string, unknown] => ['createdFrom', { ...rules, packages: { memberId: 'm', createdFrom } }],
    ),
    ['states', { ...rules, states: undefined }],
    ['states', { ...rules, states: ['archived', 'Deleted'] }],
    ['states', { ...rules, states: ['executed'] }],
    ['packages.states', { ...rules, packages: { states: ['archived'] } }],
    ['olderThanDays', { ...rules, olderThanDays: 1 }],
    ['olderThan', { packages, limits, olderThan: undefined }],
    ...[undefined, null, -1, 0.5, '1', Number.NaN].map((approvalsNeeded): [string, unknown] => [
      'approvalsNeeded',
      { ...rules, approvalsNeeded },
    ]),
    ...[undefined, null, 'yes', 1].map((requireArchive): [string, unknown] => [
      'requireArchive',
      { ...rules, requireArchive },
    ]),
  ];

  test.each(wrong)('%s in %j', async (field, given) => {
    const { client, requests } = await scene([]);
    const error = await rejection(planDeletion(client, untyped(given)));
    expect(error).toBeInstanceOf(InvalidRequestError);
    if (field !== '') expect(error).toMatchObject({ field });
    expect(requests()).toEqual([]);
  });
});

test.each([
  [
    { packages: {} },
    'packages',
    'must be { packageIds } or narrow by one of memberId, teamId, folderId, search, types,',
  ],
  [{ packages: { packageIds: ['a'], take: 1 } }, 'take', 'packages'],
  [{ packages: { packageIds: [] } }, 'packageIds', 'must name at least one'],
  [{ packages: { packageIds: ['..'] } }, 'packageId', 'packageId'],
  [{ packages: { memberId: undefined } }, 'memberId', 'must be given, or left out'],
  [{ packages: { days: -1 } }, 'days', 'must be a number of 0 or more'],
  [{ packages: { search: '*' } }, 'search', "must narrow: '*' has no letter and no digit"],
  [{ limits: { videos: 0 } }, 'limits.videos', 'must be a whole number of 1 or more'],
  [{ limits: { videos: 1, share: 2 } }, 'limits.share', 'must be a number from 0 to 1'],
])('the rejection of %j names %s, and says what it must be', async (given, field, message) => {
  const { client } = await scene([]);
  const error = await rejection(planDeletion(client, untyped({ ...rules, ...given })));
  expect(error).toMatchObject({ field, message: expect.stringContaining(message) });
});

test('every way to narrow packages is one that the API is asked for', async () => {
  const { client, emulator } = await scene([]);
  const queries = [
    { memberId: 'm' },
    { teamId: 't' },
    { folderId: 'f' },
    { search: 'Contract*' },
    { types: ['concurrent'] },
    { states: ['executed', 'expired'], allMembers: true },
    { isExecuted: true },
    { isExecuted: false },
    { days: 7 },
    { days: 0 },
    { memberId: '*' },
  ] as const;
  for (const packages of queries) {
    const plan = await planDeletion(client, { ...rules, packages });
    expect(plan.rules.packages).toEqual(packages);
  }
  expect(emulator.requests.map(({ body }) => body)).toEqual(queries.map((query) => ({ ...query, take: 50, skip: 0 })));
});

test('a plan keeps its rules complete, each thing named once', async () => {
  const { client } = await scene([aPackage({ packageId: 'a', videos: [] })]);
  const given = {
    packages: { packageIds: ['a', 'a'] },
    olderThan: { days: 1, since: 'created' as const },
    limits: { videos: 1, share: 0 },
  };
  const plan = await planDeletion(client, { ...given, hold: { packageIds: ['a', 'a'] } });
  expect(plan.rules).toEqual({
    packages: { packageIds: ['a'] },
    olderThan: { days: 1, since: 'created' as const },
    states: ['archived'],
    hold: { ...nothingOnHold, packageIds: ['a'] },
    limits: { videos: 1, share: 0 },
    approvalsNeeded: 0,
    requireArchive: false,
  });
});

test('a hold of videos alone holds no packages', async () => {
  const { client } = await scene([aPackage({ videos: [anOldVideo('x'), anOldVideo('y')] })]);
  const plan = await planDeletion(client, { ...rules, hold: { meetingVideoIds: ['x'] } });
  expect(plan.delete).toMatchObject([{ meetingVideoId: 'y' }]);
  expect(plan.rules.hold).toEqual({ ...nothingOnHold, meetingVideoIds: ['x'] });
});

test('rules are read once: what changes while packages are listed changes nothing', async () => {
  const { client } = await scene([aPackage({ packageId: 'a', videos: [anOldVideo('held'), anOldVideo('v')] })]);
  const meetingVideoIds = ['held'];
  const mine = { ...rules, packages: { packageIds: ['a'] }, hold: { meetingVideoIds } };
  const planning = planDeletion(client, mine);
  meetingVideoIds.length = 0;
  mine.packages.packageIds.length = 0;
  const plan = await planning;
  expect(plan.delete.map(({ meetingVideoId }) => meetingVideoId)).toEqual(['v']);
  expect(plan.rules.hold.meetingVideoIds).toEqual(['held']);
});

test.each([undefined, null, {}, 'client'])('%j is no client', async (client) => {
  expect(await rejection(planDeletion(untyped(client), rules))).toMatchObject({ field: 'client' });
});

test('a copy of a client is no client: what is changed in it would be ignored', async () => {
  const { client } = await scene([]);
  expect(await rejection(planDeletion({ ...client }, rules))).toMatchObject({ field: 'client' });
});
