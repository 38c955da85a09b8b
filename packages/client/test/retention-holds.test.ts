import { describe, expect, test } from 'vitest';
import type { Hold, PlanRefusedError } from '../src/index.ts';
import { applyPlan, auditPlan, type DeletionRules, planDeletion } from '../src/retention.ts';
import { clientOf, pageOf, type Says } from './answeringApi.ts';
import { rejection } from './fixtures.ts';
import { anOldVideo, aPackage, rules } from './retention-fixtures.ts';

const lease = { ...aPackage({ packageId: 'lease', matterNumber: '1', clientNumber: '1' }), videos: undefined };
const video = anOldVideo('a');

/** An API with one package, which says more of what is on hold. */
const oneLease = (says: Says): Says => ({
  page: (query) => (query['allMembers'] ? (says.page?.(query) ?? pageOf([])) : pageOf([lease])),
  details: (id) => (id === 'lease' ? [200, lease] : (says.details?.(id) ?? [404])),
  videos: (id) => (id === 'lease' ? [200, { packageId: id, videos: [video] }] : (says.videos?.(id) ?? [404])),
});

const planned = (says: Says, hold: Hold, more: Partial<DeletionRules> = {}) => {
  const { client, asked } = clientOf(says);
  return { asked, plan: planDeletion(client, { ...rules, hold, ...more }) };
};

async function refusalOf(says: Says, hold: Hold, more?: Partial<DeletionRules>): Promise<PlanRefusedError> {
  const error = await rejection(planned(says, hold, more).plan);
  expect(error).toMatchObject({ name: 'PlanRefusedError', reason: 'hold', mayHaveDeleted: false });
  return error as PlanRefusedError;
}

describe.each([
  ['folderIds', 'folderId', 'folder'],
  ['teamIds', 'teamId', 'team'],
  ['memberIds', 'memberId', 'member'],
] as const)('%s on hold', (field, name, word) => {
  test('is asked for of all members, as it is spelt and then in lower case', async () => {
    const { plan, asked } = planned(oneLease({ page: ({ [name]: id }) => (id === 'f-1' ? pageOf([lease]) : [404]) }), {
      [field]: ['F-1'],
    });
    expect(await plan).toMatchObject({ delete: [], keep: [{ reason: 'held', heldBy: { [name]: 'F-1' } }] });
    const queries = asked.filter((each) => each.includes('allMembers'));
    expect(queries).toEqual(['F-1', 'f-1'].map((id) => expect.stringContaining(`"${name}":"${id}"`)));
  });

  test('is rejected where it lists nothing in either case', async () => {
    const error = await refusalOf(oneLease({ page: () => [404] }), { [field]: ['F-1'] });
    expect(error.message).toContain(`These holds match nothing: ${word} "F-1". Correct them, leave them out`);
    expect(error.unmatchedHolds).toEqual([{ field, value: 'F-1' }]);
  });

  test('ends the plan where a proxy responds in place of the API', async () => {
    const { plan } = planned(oneLease({ page: () => [404, '<html>'] }), { [field]: ['f-1'], unmatched: 'report' });
    expect(await rejection(plan)).toMatchObject({ name: 'ApiError', status: 404, mayHaveDeleted: false });
  });

  test('is asked for without the packages of others where the key may not see them', async () => {
    const says = oneLease({ page: () => [403] });
    const inFolder = { ...lease, [name]: 'other' };
    const page = (query: { [field: string]: unknown }) =>
      query[name] === undefined
        ? (says.page?.(query) ?? pageOf([]))
        : query['allMembers']
          ? ([403] as const)
          : pageOf([inFolder]);
    const { plan } = planned({ ...says, page }, { [field]: ['f-1'] });
    expect(await plan).toMatchObject({ delete: [], keep: [{ reason: 'held', heldBy: { [name]: 'f-1' } }] });
  });

  test('is rejected where the key may see none of it', async () => {
    const page: Says['page'] = (query) => (query[name] === undefined ? pageOf([lease]) : [403]);
    const error = await refusalOf({ ...oneLease({}), page }, { [field]: ['f-1'] });
    expect(error.unmatchedHolds).toEqual([{ field, value: 'f-1' }]);
  });

  test('is rejected where the rules are about all members, and the key may not see them', async () => {
    const packages = { states: ['executed'], allMembers: true };
    const page: Says['page'] = (query) => (query[name] === undefined ? pageOf([lease]) : [403]);
    const error = await refusalOf({ ...oneLease({}), page }, { [field]: ['f-1'] }, { packages });
    expect(error.message).toContain(`may not list the packages of all members in the ${word} "f-1" on hold`);
  });

  test('is not taken for listed where packages go away from each of its pages', async () => {
    let total = 3000;
    const page: Says['page'] = (query) => {
      if (query[name] === undefined) return pageOf([lease]);
      total -= 1;
      const skip = Number(query['skip']);
      const items = Array.from({ length: 50 }, (_, place) => ({ packageId: `of-${skip + place + 3000 - total}` }));
      return [200, { items, total, take: 50, skip }];
    };
    const error = await rejection(planned({ ...oneLease({}), page }, { [field]: ['f-1'] }).plan);
    expect(error).toMatchObject({
      name: 'UnexpectedResponseError',
      mayHaveDeleted: false,
      message: expect.stringContaining(`in the ${word} "f-1" on hold were listed`),
    });
  });

  test.each([true, false])('ends the plan where the API fails, of all members: %j', async (allMembers) => {
    const page: Says['page'] = (query) => {
      if (query[name] === undefined) return pageOf([lease]);
      return query['allMembers'] === true && !allMembers ? [403] : [500];
    };
    const error = await rejection(planned({ ...oneLease({}), page }, { [field]: ['f-1'] }).plan);
    expect(error).toMatchObject({ status: 500, mayHaveDeleted: false });
  });
});

describe('an id on hold that no list of the rules shows', () => {
  const elsewhere = { ...lease, packageId: 'elsewhere' };
  const lists = (id: string): Says => ({
    details: (asked) => (asked === id ? [200, elsewhere] : [404]),
    videos: (asked) => (asked === id ? [200, { packageId: id, videos: [anOldVideo('x')] }] : [404]),
  });
  const pair = (packageId: string, meetingVideoId = 'x') => ({ videos: [{ packageId, meetingVideoId }] });

  test.each<[string, Says, Hold]>([
    ['a package that is there', lists('elsewhere'), { packageIds: ['elsewhere'] }],
    ['a package that is there in lower case', lists('elsewhere'), { packageIds: ['ELSEWHERE'] }],
    ['a package that is out of reach for this key', { details: () => [403] }, { packageIds: ['elsewhere'] }],
    ['a video that is there', lists('elsewhere'), pair('elsewhere')],
    ['a video whose package is there in lower case', lists('elsewhere'), pair('ELSEWHERE')],
    ['a video of a package that is out of reach', { videos: () => [403] }, pair('elsewhere')],
  ])('is taken: %s', async (_, says, hold) => {
    expect(await planned(oneLease(says), hold).plan).toMatchObject({
      delete: [{ meetingVideoId: 'a' }],
      unmatchedHolds: [],
    });
  });

  test.each<[string, Says, Hold, string]>([
    ['a package that is not there', {}, { packageIds: ['elsewhere'] }, 'package "elsewhere"'],
    ['a video that its package does not list', lists('elsewhere'), pair('elsewhere', 'y'), 'video "elsewhere/y"'],
    ['a video of a package that is not there', {}, pair('elsewhere'), 'video "elsewhere/x"'],
    ['a long id', {}, { packageIds: ['e'.repeat(80)] }, `package "${'e'.repeat(60)}…"`],
    ['a video without its package', {}, { meetingVideoIds: ['x'] }, 'video "x". Give a video with its package'],
  ])('is rejected, and named: %s', async (_, says, hold, words) => {
    expect((await refusalOf(oneLease(says), hold)).message).toContain(`These holds match nothing: ${words}`);
    expect(await planned(oneLease(says), { ...hold, unmatched: 'report' }).plan).toMatchObject({
      delete: [{ meetingVideoId: 'a' }],
      unmatchedHolds: [{}],
    });
  });

  test('is named, up to ten of them', async () => {
    const packageIds = Array.from({ length: 12 }, (_, place) => `gone-${place}`);
    expect((await refusalOf(oneLease({}), { packageIds })).message).toMatch(/"gone-9" and 2 more\./);
  });

  test.each<[string, Says, Hold]>([
    ['a package', { details: () => [500] }, { packageIds: ['elsewhere'] }],
    ['a video', { videos: () => [500] }, pair('elsewhere')],
  ])('ends the plan where the API fails: %s', async (_, says, hold) => {
    const error = await rejection(planned(oneLease(says), hold).plan);
    expect(error).toMatchObject({ status: 500, mayHaveDeleted: false });
  });
});

test.each([
  ['matterNumbers', 'matterNumber', 'matter number'],
  ['clientNumbers', 'clientNumber', 'client number'],
] as const)('%s are rejected where no package has such a field', async (field, name, words) => {
  const { [name]: _, ...bare } = lease;
  const says: Says = { ...oneLease({}), page: () => pageOf([bare]), details: () => [200, bare] };
  const error = await refusalOf(says, { [field]: ['2019-0417'], unmatched: 'report' });
  expect(error.message).toContain(`No package that was read has a ${words}, so a hold by it cannot hold anything.`);
});

describe('a video that two packages list', () => {
  const other = { ...lease, packageId: 'other' };
  const both = (first: object[], second: object[]): Says => ({
    page: () => pageOf([lease, other]),
    details: (id) => [200, id === 'lease' ? lease : other],
    videos: (id) => [200, { packageId: id, videos: id === 'lease' ? first : second }],
  });

  test('is doubtful in both, whichever is read first, and what is beside it is deleted', async () => {
    const { plan } = planned(both([video, anOldVideo('b')], [anOldVideo('A')]), {});
    const { delete: toDelete, keep } = await plan;
    expect(toDelete.map(({ meetingVideoId }) => meetingVideoId)).toEqual(['b']);
    expect(keep.map(({ meetingVideoId, reason }) => [meetingVideoId, reason]).sort()).toEqual([
      ['A', 'doubtful'],
      ['a', 'doubtful'],
    ]);
  });

  test('is doubtful where the second list is read to prove a hold', async () => {
    const says = { ...both([video], [anOldVideo('x'), anOldVideo('a')]), page: () => pageOf([lease]) };
    const hold = { videos: [{ packageId: 'OTHER', meetingVideoId: 'x' }] };
    expect(await planned(says, hold).plan).toMatchObject({ delete: [], keep: [{ reason: 'doubtful' }] });
    const { client } = clientOf(says);
    const plan = await planDeletion(client, rules);
    const { videos } = await applyPlan(client, plan, { hold });
    expect(videos).toMatchObject([{ outcome: 'kept', reason: 'doubtful' }]);
    expect((await auditPlan(client, plan, { hold })).kept).toMatchObject([{ reason: 'doubtful' }]);
  });

  test('is not doubtful because a hold spells the package another way', async () => {
    const echoed: Says = {
      ...oneLease({}),
      videos: (id) => [200, { packageId: id, videos: [video, anOldVideo('b')] }],
    };
    const hold = { videos: [{ packageId: 'LEASE', meetingVideoId: 'b' }] };
    expect(await planned(echoed, hold).plan).toMatchObject({
      delete: [{ meetingVideoId: 'a' }],
      keep: [{ meetingVideoId: 'b', reason: 'held' }],
    });
  });

  test('is doubtful before it is anything else that keeps it', async () => {
    const young = anOldVideo('a', { timeCreated: new Date().toISOString() });
    const { plan } = planned(both([video, anOldVideo('c')], [young]), { meetingVideoIds: ['c'] });
    const { delete: toDelete, keep } = await plan;
    expect(toDelete).toEqual([]);
    expect(keep.map(({ reason }) => reason).sort()).toEqual(['doubtful', 'doubtful', 'held']);
    expect(keep.find(({ reason }) => reason === 'held')?.heldBy).toEqual({ meetingVideoId: 'c' });
  });
});

test.each([
  ['a package whose Get Package is no object', { details: () => [200, 'gone'] as const }],
  ['a package that Get Package does not know', { details: () => [404] as const }],
])('%s is kept as unreadable', async (_, says) => {
  const { plan } = planned({ ...oneLease({}), ...says }, {});
  expect(await plan).toMatchObject({ delete: [], keep: [{ reason: 'unreadable' }] });
});

test("a video whose every entry is deleted is not read as another package's", async () => {
  const again = anOldVideo('a', { state: 'deleted' });
  const says: Says = { ...oneLease({}), videos: () => [200, { packageId: 'lease', videos: [video, again] }] };
  expect(await planned(says, {}).plan).toMatchObject({ delete: [], keep: [{ reason: 'doubtful' }] });
});
