import { describe, expect, test } from 'vitest';
import { type ApplyOptions, applyPlan, auditPlan, type DeletionRules, planDeletion } from '../src/retention.ts';
import { clientOf, pageOf, type Says } from './answeringApi.ts';
import { rejection } from './fixtures.ts';
import { anOldVideo, aPackage, rules } from './retention-fixtures.ts';

const lease = { ...aPackage({ packageId: 'lease', name: 'Lease', type: 'concurrent' }), videos: undefined };
const sha256 = 'a'.repeat(64);
const copy = { packageId: 'lease', meetingVideoId: 'a', size: 1000, sha256 };

/** An API with one package and one video, which says something else after the plan. */
async function planned(more: Partial<DeletionRules> = {}) {
  const says: Required<Omit<Says, 'now'>> = {
    page: () => pageOf([lease]),
    details: () => [200, lease],
    videos: () => [200, { packageId: 'lease', videos: [anOldVideo('a')] }],
    deletion: (packageId) => [200, { packageId, videos: [anOldVideo('a', { state: 'deleted' })] }],
    date: () => new Date().toUTCString(),
    elapsed: () => 0,
  };
  const { client, asked } = clientOf({
    page: (query) => says.page(query),
    details: (id) => says.details(id),
    videos: (id) => says.videos(id),
    deletion: (...ids) => says.deletion(...ids),
    date: () => says.date(),
    elapsed: () => says.elapsed(),
  });
  const plan = await planDeletion(client, { ...rules, ...more });
  expect(plan.delete).toMatchObject([{ meetingVideoId: 'a' }]);
  const apply = async (options?: ApplyOptions) => (await applyPlan(client, plan, options)).videos[0];
  return { says, client, plan, apply, asked };
}

describe('an apply asks again which packages the rules are about', () => {
  test.each<[string, DeletionRules['packages'], object]>([
    ['its state', { states: ['executed'] }, { state: 'draft' }],
    ['its type', { types: ['concurrent'] }, { type: 'sequential' }],
    ['whether it is executed', { isExecuted: true }, { isExecuted: false }],
    [
      'when it was created',
      { states: ['executed'], createdFrom: '2020-01-01' },
      { timeCreated: '2019-12-31T23:59:59Z' },
    ],
  ])('by %s, as Get Package says it', async (_, packages, change) => {
    const { says, apply } = await planned({ packages });
    says.details = () => [200, { ...lease, ...change }];
    expect(await apply()).toMatchObject({ outcome: 'kept', reason: 'scope' });
  });

  test('by the pages of the search, to the last one where the package is gone from them', async () => {
    const { says, apply, asked } = await planned({ packages: { search: 'Lease*' } });
    const others = Array.from({ length: 60 }, (_, place) => ({ packageId: `other-${place}` }));
    says.page = ({ skip }) => [
      200,
      { items: others.slice(Number(skip), Number(skip) + 50), total: 60, take: 50, skip },
    ];
    asked.length = 0;
    expect(await apply()).toMatchObject({ outcome: 'kept', reason: 'scope' });
    expect(asked.filter((each) => each.startsWith('list'))).toHaveLength(2);
  });
});

describe('an archive', () => {
  test('must name each video once', async () => {
    const { apply } = await planned();
    const error = await rejection(apply({ archive: { videos: [copy, copy] } }));
    expect(error).toMatchObject({ field: 'archive.videos', mayHaveDeleted: false });
  });

  test('lets what it names be deleted, and its hash goes into report and receipt', async () => {
    const { apply, client, plan } = await planned({ requireArchive: true });
    expect(await apply({ archive: { videos: [copy] } })).toMatchObject({ outcome: 'deleted', sha256 });
    expect(await auditPlan(client, plan, { archive: { videos: [copy] } })).toMatchObject({ overdue: [{ sha256 }] });
  });

  test('keeps what it does not name, or names in another size, at apply and in an audit', async () => {
    for (const videos of [[], [{ ...copy, size: 999 }]]) {
      const { apply, client, plan } = await planned();
      expect(await apply({ archive: { videos } })).toMatchObject({ outcome: 'kept', reason: 'notArchived' });
      expect((await auditPlan(client, plan, { archive: { videos } })).kept).toMatchObject([{ reason: 'notArchived' }]);
    }
  });

  test('that is missing is named by a dry run', async () => {
    const { apply } = await planned({ requireArchive: true });
    expect(await apply({ dryRun: true })).toMatchObject({
      outcome: 'wouldDelete',
      message: expect.stringContaining('an archive, and has none'),
    });
  });
});

describe('an audit', () => {
  test('refuses the report of another plan', async () => {
    const one = await planned();
    const other = await planned();
    const reports = [await applyPlan(other.client, other.plan)];
    const error = await rejection(auditPlan(one.client, one.plan, { reports }));
    expect(error).toMatchObject({ reason: 'report', message: expect.stringContaining('A report is of another plan.') });
  });

  test('takes a deletion from its report, also one without a time', async () => {
    const { says, client, plan } = await planned();
    const reports = [await applyPlan(client, plan)];
    says.videos = () => [200, { packageId: 'lease', videos: [] }];
    const { deleted } = await auditPlan(client, plan, { reports });
    expect(deleted).toMatchObject([{ meetingVideoId: 'a', confirmedBy: 'response' }]);
    expect(deleted[0]).not.toHaveProperty('timeDeleted');
  });

  test('goes by the newest report, in whatever order they are given', async () => {
    const { says, client, plan } = await planned();
    says.details = () => [200, { ...lease, state: 'draft' }];
    const first = await applyPlan(client, plan);
    says.details = () => [200, lease];
    says.deletion = () => [403];
    const second = await applyPlan(client, plan);
    expect([first, second].map(({ videos }) => videos[0]?.outcome)).toEqual(['kept', 'failed']);
    for (const reports of [
      [first, second],
      [second, first],
    ])
      expect((await auditPlan(client, plan, { reports })).overdue).toHaveLength(1);
  });
});

test('with the execution as the beginning, what was executed lately or not at all is young, and what was executed long ago is not', async () => {
  const executed = (packageId: string, fields: object) => ({ ...lease, packageId, ...fields });
  const packages = [
    executed('long-ago', {}),
    executed('lately', { timeExecuted: new Date().toISOString() }),
    executed('not-yet', { isExecuted: false, timeExecuted: null }),
    executed('undated', { timeExecuted: 'yesterday' }),
  ];
  const { client, asked } = clientOf({
    page: () => pageOf(packages),
    details: (id) => [200, packages.find(({ packageId }) => packageId === id)],
    videos: (packageId) => [200, { packageId, videos: [anOldVideo(`of-${packageId}`)] }],
  });
  const plan = await planDeletion(client, { ...rules, olderThan: { years: 1, since: 'executed' } });
  expect(plan.delete).toMatchObject([{ packageId: 'long-ago' }]);
  expect(plan.keep).toMatchObject([{ packageId: 'undated', reason: 'undated' }]);
  expect(plan.totals.skipped).toBe(2);
  expect(asked.filter((each) => each.endsWith('/videos'))).toHaveLength(2);
});

describe('an apply goes only by what is fresh', () => {
  test('what is older than a minute when the deletion would leave is read again, and then left alone', async () => {
    const { says, apply, asked } = await planned();
    let gained = 0;
    says.elapsed = () => gained;
    says.date = () => new Date(Date.now() + gained).toUTCString();
    says.details = () => {
      gained += 61_000;
      return [200, lease];
    };
    asked.length = 0;
    expect(await apply()).toMatchObject({ outcome: 'failed', message: expect.stringContaining('older than a minute') });
    expect(asked.filter((each) => each.includes('/delete'))).toEqual([]);
  });

  test('a list without a date ends the run before anything is deleted', async () => {
    const { says, apply, asked } = await planned();
    says.date = () => undefined;
    expect(await rejection(apply())).toMatchObject({ reason: 'clock', mayHaveDeleted: false });
    expect(asked.filter((each) => each.includes('/delete'))).toEqual([]);
  });
});

test('a video is judged by the earlier time of its list and of Get Package', async () => {
  const { says, apply } = await planned();
  const listedAt = Math.floor(Date.now() / 1000) * 1000 - 50_000;
  const timeRetention = new Date(listedAt + 20_000).toISOString();
  const dates = [listedAt, listedAt + 40_000];
  says.date = () => new Date(dates.shift() ?? Date.now()).toUTCString();
  says.videos = () => [200, { packageId: 'lease', videos: [anOldVideo('a', { timeRetention })] }];
  expect(await apply()).toMatchObject({ outcome: 'kept', reason: 'underRetention' });
});

test('an apply whose first deletion is yet to come is refused where a later list has no date', async () => {
  const other = { ...lease, packageId: 'other' };
  const videos = (packageId: string): [number, object] => [
    200,
    { packageId, videos: [anOldVideo(packageId === 'lease' ? 'a' : 'b')] },
  ];
  let asked = '';
  let hasDate = true;
  const { client } = clientOf({
    page: () => pageOf([lease, other]),
    details: (packageId) => [200, { ...lease, packageId }],
    videos: (packageId) => {
      asked = packageId;
      return videos(packageId);
    },
    date: () => (hasDate || asked !== 'other' ? new Date().toUTCString() : undefined),
  });
  const plan = await planDeletion(client, rules);
  hasDate = false;
  const error = await rejection(applyPlan(client, plan, { atOnce: 1, hold: { packageIds: ['lease'] } }));
  expect(error).toMatchObject({ name: 'PlanRefusedError', reason: 'clock', mayHaveDeleted: false });
});

test('a hold by a number that the API does not say of any package is refused when it is added to an apply', async () => {
  const { says, client, plan } = await planned();
  const { matterNumber: _, ...without } = lease;
  says.details = () => [200, without];
  const error = await rejection(applyPlan(client, plan, { hold: { matterNumbers: ['2019-0417'] } }));
  expect(error).toMatchObject({ name: 'PlanRefusedError', reason: 'hold', mayHaveDeleted: false });
});

test('an empty time of deletion is none in a report', async () => {
  const { says, apply } = await planned();
  says.deletion = (packageId) => [200, { packageId, videos: [anOldVideo('a', { state: 'deleted', timeDeleted: '' })] }];
  const video = await apply();
  expect(video).toMatchObject({ outcome: 'deleted' });
  expect(video).not.toHaveProperty('timeDeleted');
});

test('a clock that is set back dates no report before its beginning, and no receipt before what it goes by', async () => {
  const { plan, says } = await planned();
  const moment = Date.now();
  let shift = 0;
  const { client: late } = clientOf({
    ...says,
    now: () => moment + shift,
    videos: (id) => {
      shift -= 600_000;
      return says.videos(id);
    },
  });
  const report = await applyPlan(late, plan);
  expect(Date.parse(report.finishedAt)).toBeGreaterThanOrEqual(Date.parse(report.startedAt));
  shift = 0;
  const receipt = await auditPlan(late, plan);
  expect(Date.parse(receipt.checkedAt)).toBe(moment - 600_000);
});

test('a clock that is set back after the last list dates no receipt before that list', async () => {
  const { plan, says } = await planned();
  const moment = Date.now();
  let shift = 0;
  const { client } = clientOf({
    ...says,
    now: () => moment + shift,
    details: (id) => {
      shift = -600_000;
      return says.details(id);
    },
  });
  const receipt = await auditPlan(client, plan);
  expect(Date.parse(receipt.checkedAt)).toBe(moment);
});

test('a clock that leaves the calendar after the last deletion ends a run when it began', async () => {
  const { says, plan } = await planned();
  let isGone = false;
  const { client } = clientOf({
    ...says,
    now: () => (isGone ? 8e15 : Date.now()),
    deletion: (...ids) => {
      isGone = true;
      return says.deletion(...ids);
    },
  });
  const report = await applyPlan(client, plan);
  expect(report.finishedAt).toBe(report.startedAt);
});
