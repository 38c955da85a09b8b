import { fileURLToPath } from 'node:url';
import { aPackage, aVideo, type EmulatorOptions } from 'iinked-sign-emulator';
import { zapierPlatform } from 'iinked-sign-testing/zapierPlatform';
import { describe, expect, test } from 'vitest';
import {
  apply_deletion_plan,
  approve_deletion_plan,
  audit_deletion_plan,
  aZap,
  create_deletion_plan,
  failureOf,
} from '../test/zap.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const rules = { search: 'Lease', olderThan: '10', olderThanUnit: 'years', maxVideos: '100', allMembers: 'yes' };

type Fields = Record<string, unknown>;

const packagesOf = (count: number, videosOfEach: number) =>
  Array.from({ length: count }, (_, number) =>
    aPackage({
      packageId: `p${number}`,
      name: `Lease ${number}`,
      timeCreated: '2009-04-01T10:00:00.000Z',
      timeExecuted: '2009-06-01T10:00:00.000Z',
      videos: Array.from({ length: videosOfEach }, (_, at) =>
        aVideo({ meetingVideoId: `v${number}-${at}`, timeCreated: '2009-05-01T10:00:00.000Z', size: 1000 }),
      ),
    }),
  );

async function aScene(options: EmulatorOptions) {
  const zap = await aZap(options);
  const alive = () =>
    zap.emulator.packages
      .flatMap(({ videos }) => videos)
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
  const run = async (...step: Parameters<typeof zap.run>) => fieldsOf(await zap.run(...step));
  async function approved() {
    const { plan } = await run(create_deletion_plan, rules);
    const { approval } = await run(approve_deletion_plan, { plan, by: 'Jane Doe', decision: 'approve' });
    return { plan, approvals: [approval] };
  }
  return { ...zap, run, alive, approved };
}

test("a plan goes through Zapier's own command: create, approve with a strike, apply, audit", {
  timeout: 120_000,
}, async () => {
  const { authData, alive } = await aScene({ packages: packagesOf(2, 3) });
  const connection = Object.fromEntries(Object.entries(authData).map(([field, value]) => [`authData_${field}`, value]));
  async function invoke(kind: string, key: string, inputData: Fields, ...more: string[]) {
    const given = ['invoke', kind, key, '--inputData', JSON.stringify(inputData), '--non-interactive', ...more];
    const printed = await zapierPlatform(folder, given, connection);
    return fieldsOf(JSON.parse(printed.slice(printed.search(/[[{]/))));
  }

  const { plan, message } = await invoke('create', 'create_deletion_plan', rules);
  expect(message).toBe('6 videos in 2 packages would be deleted, 0 kept. Nothing was deleted.');
  const decision = { plan, by: 'Jane Doe', decision: 'approve', note: 'LEGAL-123', strikeMeetingVideoIds: ['v1-2'] };
  const { approval } = await invoke('create', 'approve_deletion_plan', decision);
  const step = { plan, approvals: [approval], holdPackageIds: ['p0'] };
  const tried = await invoke('create', 'apply_deletion_plan', step, '--isLoadingSample');
  expect(tried).toMatchObject({ isTest: true, wouldDeleteCount: 2 });
  expect(alive()).toHaveLength(6);

  const { report, ...applied } = await invoke('create', 'apply_deletion_plan', step);
  expect(applied).toMatchObject({ deletedCount: 2, keptCount: 4, isFinished: true });
  expect(alive()).toEqual(['v0-0', 'v0-1', 'v0-2', 'v1-2']);
  const documents = { plan, reports: [report], approvals: [approval], holdPackageIds: ['p0'] };
  const receipt = await invoke('search', 'audit_deletion_plan', documents);
  expect(receipt).toMatchObject({ isSettled: true, isComplete: false, deletedCount: 2, keptCount: 4 });
  expect(receipt.message).toBe('2 of 6 videos are deleted, 4 kept. Nothing is left to do.');
});

describe('within the time of a step', { timeout: 60_000 }, () => {
  test('a plan that takes longer is not made, not even in part', async () => {
    const { emulator, run } = await aScene({ packages: packagesOf(600, 0) });
    emulator.failNext({ on: 'listPackages', delayMs: 3000, times: 'always' });
    const { message } = await failureOf(run(create_deletion_plan, rules));
    expect(message).toMatch(
      /The plan could not be made in 20 seconds, and none is made in part\. Nothing was deleted\./,
    );
    expect(message).toContain('command iinked-sign');
  });

  test('a receipt that takes longer is not made, not even in part', async () => {
    const { emulator, run, approved } = await aScene({ packages: packagesOf(100, 1) });
    const { plan } = await approved();
    emulator.failNext({ on: 'listVideos', delayMs: 4000, times: 'always' });
    const { message } = await failureOf(run(audit_deletion_plan, { plan }));
    expect(message).toMatch(
      /The receipt could not be made in 20 seconds, and none is made in part\..* Run the step again later/,
    );
  });

  test('an apply that cannot read packages in 10 seconds deletes nothing, and says so', async () => {
    // On the last page, since the newest come first.
    const oldest = packagesOf(1, 3).map((each) => ({ ...each, timeCreated: '2008-04-01T10:00:00.000Z' }));
    const { emulator, run, alive, approved } = await aScene({ packages: [...oldest, ...packagesOf(300, 0).slice(1)] });
    const step = await approved();
    emulator.failNext({ on: 'listPackages', delayMs: 3000, times: 'always' });
    const report = await run(apply_deletion_plan, step);
    expect(report).toMatchObject({ deletedCount: 0, notStartedCount: 3, isFinished: false });
    expect(report.message).toContain('The packages and holds could not be read in 10 seconds.');
    expect(alive()).toHaveLength(3);
  });

  test('an apply begins nothing after 20 seconds, and the next one goes on', async () => {
    const { emulator, run, alive, approved } = await aScene({ packages: packagesOf(1, 60) });
    const step = await approved();
    emulator.failNext({ on: 'deleteVideos', delayMs: 3000, times: 'always' });
    const report = await run(apply_deletion_plan, step);
    expect(report.message).toMatch(/The time of the step was over\. Apply the same plan again/);
    expect(report).toMatchObject({ failedCount: 0, unknownCount: 0, isFinished: false });
    expect(Number(report.deletedCount)).toBeGreaterThan(0);
    expect(alive()).toHaveLength(Number(report.notStartedCount));
    emulator.clearFaults();
    const rest = await run(apply_deletion_plan, step);
    expect(rest).toMatchObject({ deletedCount: report.notStartedCount, isFinished: true });
    expect(alive()).toEqual([]);
  });
});

test('the largest plan of a step, with all its tables, is far below what a step may put out', {
  timeout: 60_000,
}, async () => {
  const { run } = await aScene({ packages: packagesOf(100, 1) });
  const output = await run(create_deletion_plan, rules);
  expect(output).toMatchObject({ videoCount: 100 });
  expect(JSON.stringify(output).length).toBeLessThan(1_000_000);
});

test('a plan that keeps too much to list is not made', { timeout: 60_000 }, async () => {
  const young = { timeRetention: '2099-01-01T00:00:00.000Z' };
  const packages = packagesOf(40, 100).map((each) => ({
    ...each,
    videos: each.videos.map((video) => ({ ...video, ...young })),
  }));
  const { run } = await aScene({ packages });
  const { message } = await failureOf(run(create_deletion_plan, rules));
  expect(message).toMatch(/The plan has [\d.]+ MB, and a step takes 1 MB\. Nothing was deleted\. Narrow it/);
});

/** The output of a step: one object, or the first that a search found. */
function fieldsOf(output: unknown): Fields {
  const [first] = [output].flat();
  return typeof first === 'object' && first !== null ? { ...first } : {};
}
