import { createClient } from 'iinked-sign';
import { planDeletion } from 'iinked-sign/retention';
import { aPackage, aVideo, type EmulatorOptions } from 'iinked-sign-emulator';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  apply_deletion_plan,
  approve_deletion_plan,
  audit_deletion_plan,
  aZap,
  create_deletion_plan,
  failureOf,
  untyped,
} from './zap.ts';

const rules = { packageState: 'executed', olderThan: '1', olderThanUnit: 'years', maxVideos: '50', allMembers: 'yes' };
const inEditor = { meta: { isLoadingSample: true } };

type Fields = Record<string, unknown>;

function old(packageId: string, ...meetingVideoIds: string[]) {
  return aPackage({
    packageId,
    name: `Lease ${packageId}`,
    matterNumber: `2019-${packageId}`,
    clientNumber: `client-${packageId}`,
    folderId: `folder-${packageId}`,
    teamId: `team-${packageId}`,
    memberId: `member-${packageId}`,
    timeCreated: '2020-04-01T10:00:00.000Z',
    timeExecuted: '2020-06-01T10:00:00.000Z',
    videos: meetingVideoIds.map((meetingVideoId) =>
      aVideo({ meetingVideoId, timeCreated: '2020-05-01T10:00:00.000Z', size: 1000 }),
    ),
  });
}

/** A Zap with two old packages: of three videos, and of one. */
async function aScene(options: EmulatorOptions = {}) {
  const zap = await aZap({ packages: [old('p', 'a', 'b', 'c'), old('q', 'd')], ...options });
  const alive = () =>
    zap.emulator.packages.flatMap(({ videos }) => videos.filter(({ state }) => state !== 'deleted')).map(idOf);
  const run = async (...step: Parameters<typeof zap.run>) => fieldsOf(await zap.run(...step));
  const create = (more: Fields = {}) => run(create_deletion_plan, { ...rules, ...more });
  const approve = (plan: unknown, more: Fields = {}) =>
    run(approve_deletion_plan, { plan, by: 'Jane Doe', decision: 'approve', ...more });
  const apply = (plan: unknown, approvals: unknown, more: Fields = {}) =>
    run(apply_deletion_plan, { plan, approvals, ...more });
  const audit = (plan: unknown, more: Fields = {}) => run(audit_deletion_plan, { plan, ...more });
  const deletions = () => zap.emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos');
  return { ...zap, run, create, approve, apply, audit, alive, deletions };
}

test('a plan is created, approved, applied and audited, each step from the texts of those before it', async () => {
  const { create, approve, apply, audit, alive, deletions } = await aScene();
  const plan = await create();
  expect(plan).toMatchObject({ hasVideos: true, videoCount: 4, packageCount: 2, approvalsNeeded: 1, totalBytes: 4000 });
  expect(plan.message).toBe('4 videos in 2 packages would be deleted, 0 kept. Nothing was deleted.');
  expect(plan.html).toContain('Lease p');
  expect(plan.markdown).toContain('Lease q');
  expect(alive()).toHaveLength(4);

  const approval = await approve(plan.plan, { note: 'LEGAL-123' });
  expect(approval.message).toBe('Jane Doe approves this plan. Nothing was deleted.');

  const report = await apply(plan.plan, [approval.approval]);
  expect(report).toMatchObject({ deletedCount: 4, deletedBytes: 4000, isFinished: true, isTest: false });
  expect(report.message).toBe('Permanently deleted: 4 videos.');
  expect(alive()).toEqual([]);
  expect(deletions()).toHaveLength(4);

  const receipt = await audit(plan.plan, { reports: [report.report], approvals: [approval.approval] });
  expect(receipt).toMatchObject({ isComplete: true, isSettled: true, deletedCount: 4, overdueCount: 0 });
  expect(receipt.page).toContain('LEGAL-123');
});

test('a video of each package is deleted by its id, and a delete-all request is never sent', async () => {
  const { create, approve, apply, deletions } = await aScene();
  const { plan } = await create();
  await apply(plan, [(await approve(plan)).approval]);
  expect(deletions().map(({ body }) => typeof fieldsOf(body).meetingVideoId)).toEqual(Array(4).fill('string'));
});

describe('an apply deletes nothing', () => {
  test('without an approval', async () => {
    const { create, apply, alive } = await aScene();
    const { plan } = await create();
    const error = await failureOf(apply(plan, undefined));
    expect(error.message).toContain('needs approvals by 1 different person, and has 0');
    expect(alive()).toHaveLength(4);
  });

  test('with the approval of one person where the plan asks for two', async () => {
    const { create, approve, apply, alive } = await aScene();
    const { plan } = await create({ approvalsNeeded: '2' });
    const [one, again] = [await approve(plan), await approve(plan, { by: ' jane  DOE ' })];
    const error = await failureOf(apply(plan, [one.approval, again.approval]));
    expect(error.message).toContain('needs approvals by 2 different people, and has 1');
    const other = await approve(plan, { by: 'John Roe' });
    expect(alive()).toHaveLength(4);
    expect(await apply(plan, [one.approval, other.approval])).toMatchObject({ deletedCount: 4 });
  });

  test('with a rejection', async () => {
    const { create, approve, apply, alive } = await aScene();
    const { plan } = await create({ approvalsNeeded: '0' });
    const rejection = await approve(plan, { decision: 'Reject' });
    const error = await failureOf(apply(plan, [rejection.approval]));
    expect(error.message).toMatch(/Jane Doe.{0,2}" rejected this plan/);
    expect(alive()).toHaveLength(4);
  });

  test('when the plan was changed', async () => {
    const { create, approve, apply, alive } = await aScene();
    const { plan } = await create();
    const { approval } = await approve(plan);
    const error = await failureOf(apply(String(plan).replace('"Lease q"', '"Lease x"'), [approval]));
    expect(error.message).toMatch(/changed after it was sealed.*Nothing was deleted/);
    expect(alive()).toHaveLength(4);
  });

  test('when it is a dry run, or a test in the editor, whatever is approved', async () => {
    const { create, approve, apply, alive, deletions, run } = await aScene();
    const { plan } = await create();
    const { approval } = await approve(plan);
    expect(await apply(plan, [approval], { dryRun: 'yes' })).toMatchObject({
      isDryRun: true,
      isTest: false,
      wouldDeleteCount: 4,
      message: 'This was a dry run. Nothing was deleted. This would delete 4 videos and keep 0.',
    });
    expect(await run(apply_deletion_plan, { plan, approvals: [approval], dryRun: 'no' }, inEditor)).toMatchObject({
      isDryRun: true,
      isTest: true,
      wouldDeleteCount: 4,
    });
    expect(alive()).toHaveLength(4);
    expect(deletions()).toEqual([]);
  });

  test('when the plan is older than it may be', async () => {
    const { create, approve, apply, alive } = await aScene();
    const { plan } = await create();
    const { approval } = await approve(plan);
    for (const maxAgeHours of ['0', '1.5', 'x', ' ']) {
      const error = await failureOf(apply(plan, [approval], { maxAgeHours }));
      expect(error.message).toContain('Max Age (Hours) must be a whole number above 0');
    }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8 * 86_400_000 });
    onTestFinished(() => void vi.useRealTimers());
    const error = await failureOf(apply(plan, [approval]));
    expect(error.message).toContain('older than 168 hours. Make a new plan. Nothing was deleted.');
    expect(alive()).toHaveLength(4);
    expect(await apply(plan, [approval], { maxAgeHours: '300' })).toMatchObject({ deletedCount: 4 });
  });
});

test('what an approver strikes is kept', async () => {
  const { create, approve, apply, alive } = await aScene();
  const { plan } = await create();
  const approval = await approve(plan, { strikePackageIds: 'q', strikeMeetingVideoIds: ['b'] });
  expect(approval.message).toBe('Jane Doe approves this plan. Struck, and so kept: 2. Nothing was deleted.');
  expect(await apply(plan, [approval.approval])).toMatchObject({ deletedCount: 2, keptCount: 2, isFinished: true });
  expect(alive()).toEqual(['b', 'd']);
  const wrong = await failureOf(approve(plan, { strikeMeetingVideoIds: 'stranger' }));
  expect(wrong.message).toMatch(/^\{"message":"Strike Video IDs names .*stranger/);
});

describe('holds', () => {
  const kinds: [string, Fields, string[]][] = [
    ['a package', { holdPackageIds: 'P' }, ['a', 'b', 'c']],
    ['a video', { holdMeetingVideoIds: ['b'] }, ['b']],
    ['a pair', { holdMeetingVideoIds: 'q/d' }, ['d']],
    ['a client', { holdClientNumbers: 'Client q' }, ['d']],
    ['a folder', { holdFolderIds: 'folder-q' }, ['d']],
    ['a team', { holdTeamIds: 'team-q' }, ['d']],
    ['a member', { holdMemberIds: 'member-q' }, ['d']],
    ['several kinds at once', { holdMeetingVideoIds: 'p/a', holdMatterNumbers: '2019 q' }, ['a', 'd']],
    ['line items', { holdMatterNumbers: ['2019-p', '2019/q'] }, ['a', 'b', 'c', 'd']],
  ];

  test.each(kinds)('of %s keep it, in the plan', async (_, hold, kept) => {
    const { create, approve, apply, alive } = await aScene();
    const { plan, videoCount } = await create(hold);
    expect(videoCount).toBe(4 - kept.length);
    await apply(plan, [(await approve(plan)).approval]);
    expect(alive()).toEqual(kept);
  });

  test.each(kinds)('of %s keep it, when they come after the approval', async (_, hold, kept) => {
    const { create, approve, apply, audit, alive } = await aScene();
    const { plan } = await create();
    const { approval } = await approve(plan);
    const report = await apply(plan, [approval], hold);
    expect(report).toMatchObject({ keptCount: kept.length, deletedCount: 4 - kept.length });
    expect(alive()).toEqual(kept);
    const receipt = await audit(plan, { reports: [report.report], ...hold });
    expect(receipt).toMatchObject({ isComplete: false, isSettled: true, keptCount: kept.length });
  });

  const fields = [
    'PackageIds',
    'MeetingVideoIds',
    'MatterNumbers',
    'ClientNumbers',
    'FolderIds',
    'TeamIds',
    'MemberIds',
  ];
  test.each(fields.map((name) => `hold${name}`))(
    'that are mapped and turn out empty are rejected: %s',
    async (field) => {
      const { run, create, approve, alive, emulator } = await aScene();
      const { plan } = await create();
      const { approval } = await approve(plan);
      const before = emulator.requests.length;
      const lost: [unknown, unknown][] = [
        ['', '{{1__hold}}'],
        [[''], ['{{1__hold}}']],
        [undefined, '{{1__hold}}'],
        [null, '{{1__hold}}'],
        ['a,,b', '{{1__hold}}'],
        ['{{1__hold}}', '{{1__hold}}'],
        [
          ['a', ''],
          ['{{1__one}}', '{{1__two}}'],
        ],
        [{}, '{{1__hold}}'],
      ];
      for (const [value, raw] of lost) {
        for (const [step, inputData] of [
          [create_deletion_plan, rules],
          [apply_deletion_plan, { plan, approvals: [approval] }],
          [audit_deletion_plan, { plan }],
        ] as const) {
          const inputDataRaw = { ...inputData, [field]: raw };
          const given = { ...inputData, ...(value !== undefined && { [field]: value }) };
          const error = await failureOf(run(step, given, { inputDataRaw: untyped(inputDataRaw) }));
          expect(error.message, JSON.stringify([value, raw])).toMatch(
            /Hold .* contains an empty value.*nothing was deleted/s,
          );
        }
      }
      expect(emulator.requests).toHaveLength(before);
      expect(alive()).toHaveLength(4);
    },
  );

  test('that match nothing fail the step, or are named', async () => {
    const { create } = await aScene();
    const error = await failureOf(create({ holdPackageIds: 'stranger' }));
    expect(error.message).toMatch(/match nothing: package .{0,2}"stranger.*choose Report in Unmatched Holds/);
    expect(await create({ holdPackageIds: 'stranger', unmatchedHolds: 'Report' })).toMatchObject({
      unmatchedHolds: 'stranger',
      message: expect.stringContaining('1 on hold match nothing'),
    });
  });
});

describe('a plan is not made', () => {
  test.each<[string, Fields, RegExp]>([
    [
      'for more videos than a step can delete',
      { maxVideos: '101' },
      /Max Videos must be at most 100\. Narrow it .*command iinked-sign/,
    ],
    ['for all packages', { packageState: undefined }, /Package IDs or one of Search Text/],
    ['for a search that says nothing', { packageState: undefined, search: '*' }, /Search Text must/],
    ['for packages that are chosen twice', { packageIds: 'p' }, /Package IDs must stand alone/],
    ['without an age', { olderThan: '' }, /Older Than (is empty|must)/],
    ['for half a share', { maxShare: '50%' }, /Max Share must be a number from 0 to 1/],
    [
      'when more videos meet the rules than it may have',
      { maxVideos: '3' },
      /4 videos meet the rules, and the limit is 3\..*Older Than.*4 in 2020/,
    ],
    ['when a larger share of the packages would lose videos', { maxShare: '0.5' }, /the limit is a share of 0\.5/],
    ['from a day that is none', { createdFrom: '31.12.2019' }, /Created From must/],
  ])('%s', async (_, more, message) => {
    const { create, alive } = await aScene();
    const error = await failureOf(create(more));
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/[Nn]othing was deleted/);
    expect(alive()).toHaveLength(4);
  });
});

test('the refusal of a plan with too many videos does not advise more than a step takes', async () => {
  const { create } = await aScene({ packages: [old('p', ...Array.from({ length: 101 }, (_, at) => `v${at}`))] });
  const { message } = await failureOf(create({ maxVideos: '100' }));
  expect(message).toMatch(/101 videos meet the rules.*raise Max Videos \(to 100 at most\), or use the command/);
});

test('a larger plan, as other integrations make it, is approved here and not applied', async () => {
  const { create, approve, apply, alive, emulator } = await aScene({
    packages: [old('p', ...Array.from({ length: 101 }, (_, at) => `v${at}`))],
  });
  const { plan: small } = await create({ maxVideos: '100', holdMeetingVideoIds: ['v0'] });
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
  const rules = { packages: { states: ['executed'] }, olderThan: { years: 1 }, limits: { videos: 101 } };
  const plan = JSON.stringify(await planDeletion(client, rules));
  const { approval } = await approve(plan);
  const error = await failureOf(apply(plan, [approval]));
  expect(error.message).toMatch(/Plan has 101 videos, and a step applies at most 100\. .*use the command iinked-sign/);
  expect(alive()).toHaveLength(101);
  expect(await apply(small, [(await approve(small)).approval])).toMatchObject({ deletedCount: 100 });
});

test('a plan is about videos in the states that are chosen', async () => {
  const { create, emulator } = await aScene();
  for (const { videos } of emulator.packages) Object.assign(videos[0] ?? {}, { state: 'failed' });
  expect(await create()).toMatchObject({ videoCount: 2 });
  const { plan, videoCount } = await create({ states: ['failed'] });
  expect(videoCount).toBe(2);
  expect(JSON.parse(String(plan)).delete).toMatchObject([{ meetingVideoId: 'a' }, { meetingVideoId: 'd' }]);
});

test('an audit keeps what an approval struck, and takes the word of a report for what is no longer listed', async () => {
  const { create, approve, apply, audit } = await aScene({ deletedVideos: 'hidden' });
  const { plan } = await create();
  const { approval } = await approve(plan, { strikeMeetingVideoIds: ['b'] });
  expect(await audit(plan, { approvals: [approval] })).toMatchObject({ keptCount: 1, overdueCount: 3 });
  const { report } = await apply(plan, [approval]);
  expect(await audit(plan)).toMatchObject({ missingCount: 3, isSettled: false });
  expect(await audit(plan, { reports: [report] })).toMatchObject({ deletedCount: 3, keptCount: 1, isSettled: true });
});

test('a plan of packages by their ids is about these', async () => {
  const { create } = await aScene();
  const { packageState: _, allMembers: __, ...others } = rules;
  const { run } = await aScene();
  expect(await run(create_deletion_plan, { ...others, packageIds: ['q'] })).toMatchObject({ videoCount: 1 });
  expect(await create({ search: 'Lease' })).toMatchObject({ videoCount: 4 });
});

test('a month in which nothing was found says so', async () => {
  const { create } = await aScene({ packages: [] });
  expect(await create()).toMatchObject({
    hasVideos: false,
    message: 'No package was found. Check the fields that choose packages. Nothing was deleted.',
  });
});

test('an apply that runs again finds what was deleted before, and deletes nothing else', async () => {
  const { create, approve, apply, alive } = await aScene();
  const { plan } = await create({ holdPackageIds: 'q' });
  const { approval } = await approve(plan);
  await apply(plan, [approval]);
  expect(await apply(plan, [approval])).toMatchObject({ deletedCount: 0, alreadyDeletedCount: 3, isFinished: true });
  expect(alive()).toEqual(['d']);
});

test('failures are in the output, with the videos that were not started', async () => {
  const { create, approve, apply, emulator, alive } = await aScene({
    packages: [old('p', ...Array.from({ length: 12 }, (_, at) => `v${at}`))],
  });
  const { plan } = await create();
  const { approval } = await approve(plan);
  emulator.failNext({ status: 500, on: 'deleteVideos', times: 'always' });
  const report = await apply(plan, [approval]);
  expect(report).toMatchObject({ deletedCount: 0, isFinished: false });
  expect(Number(report.failedCount) + Number(report.unknownCount) + Number(report.notStartedCount)).toBe(12);
  expect(report.message).toMatch(/stopped after failures in a row\. Look at them, then apply the same plan again\./);
  expect(alive()).toHaveLength(12);
});

test('documents that Zapier joined with commas are read one by one', async () => {
  const { create, approve, apply, alive } = await aScene();
  const { plan } = await create({ approvalsNeeded: '2' });
  const [one, other] = [await approve(plan), await approve(plan, { by: 'John Roe' })];
  expect(await apply(plan, `${one.approval},${other.approval}`)).toMatchObject({ deletedCount: 4 });
  expect(alive()).toEqual([]);
});

test.each([['', '{{1__plan}}'], ['{}'], ['no JSON'], ['[]'], [null], [7], ['{{1__plan}}']])(
  'a plan that got lost is rejected before anything is sent: %j',
  async (plan, raw = '{{1__plan}}') => {
    const { run, emulator } = await aScene();
    for (const step of [approve_deletion_plan, apply_deletion_plan, audit_deletion_plan]) {
      const inputData = { plan, ...(step === approve_deletion_plan && { by: 'Jane Doe', decision: 'approve' }) };
      const error = await failureOf(run(step, inputData, { inputDataRaw: { plan: raw } }));
      expect(error.message).toMatch(/Plan must be .*nothing was deleted/s);
    }
    expect(emulator.requests).toEqual([]);
  },
);

test('no output of a plan has the key or a link', async () => {
  const { create, approve, apply, audit, emulator } = await aScene();
  const plan = await create();
  const approval = await approve(plan.plan);
  const report = await apply(plan.plan, [approval.approval]);
  const receipt = await audit(plan.plan, { reports: [report.report] });
  const all = JSON.stringify([plan, approval, report, receipt]);
  expect(all).not.toContain(emulator.apiKey);
  expect(all).not.toMatch(/access=|\/files\//);
});

describe.each([
  ['Create', 'create_deletion_plan'],
  ['Approve', 'approve_deletion_plan'],
  ['Apply', 'apply_deletion_plan'],
  ['Audit', 'audit_deletion_plan'],
])('the output of %s Deletion Plan', (_, key) => {
  test('has the shape of its sample, with a label for each field', async () => {
    const { create, approve, apply, audit } = await aScene();
    const plan = await create();
    const approval = await approve(plan.plan);
    const report = await apply(plan.plan, [approval.approval]);
    const outputs: Record<string, Fields> = {
      create_deletion_plan: plan,
      approve_deletion_plan: approval,
      apply_deletion_plan: report,
      audit_deletion_plan: await audit(plan.plan, { reports: [report.report] }),
    };
    const steps: Record<string, { operation: { sample?: object; outputFields?: object } }> = {
      create_deletion_plan,
      approve_deletion_plan,
      apply_deletion_plan,
      audit_deletion_plan,
    };
    const { sample, outputFields } = steps[key]?.operation ?? {};
    const labelled = [outputFields].flat().map((field) => `${fieldsOf(field).key}`.replace(/\[\].*/, ''));
    expect(Object.keys(outputs[key] ?? {}).toSorted()).toEqual(Object.keys(sample ?? {}).toSorted());
    expect([...new Set(labelled)].toSorted()).toEqual(Object.keys(sample ?? {}).toSorted());
  });
});

function idOf({ meetingVideoId }: { meetingVideoId: string }): string {
  return meetingVideoId;
}

/** The output of a step: one object, or the first that a search found. */
function fieldsOf(output: unknown): Fields {
  const [first] = [output].flat();
  return typeof first === 'object' && first !== null ? { ...first } : {};
}
