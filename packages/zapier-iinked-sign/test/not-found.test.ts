import { aPackage, aVideo } from 'iinked-sign-emulator';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  apply_deletion_plan,
  approve_deletion_plan,
  audit_deletion_plan,
  aZap,
  connectionTo,
  create_deletion_plan,
  delete_all_package_videos,
  delete_video,
  failureOf,
  find_package,
  find_package_videos,
  find_video,
  list_videos,
  new_package,
  runStep,
} from './zap.ts';

const lease = { packageId: 'lease' };
const searches = [
  ['Find Package', find_package, { search: 'Lease' }],
  ['Find Package Videos', find_package_videos, lease],
  ['Find Video', find_video, { ...lease, meetingVideoId: 'a' }],
  ['New Package', new_package, {}],
  ['the dropdown of videos', list_videos, lease],
] as const;
const deletions = [
  ['Delete Video', delete_video, { ...lease, meetingVideoId: 'a' }],
  ['Delete All Package Videos', delete_all_package_videos, lease],
] as const;

describe.each([...searches, ...deletions])('%s', (_, step, inputData) => {
  test.each<[string, Parameters<typeof json>[0] | string]>([
    ["a proxy's page", '<html>Not Found</html>'],
    ['a path that the API does not have', { error: 'path_not_found', message: 'There is no path /v2/packages.' }],
    ['JSON without a code', { message: 'Not Found' }],
    ['a code about something else', { error: 'template_not_found', message: 'No such template.' }],
  ])('fails on a 404 with %s, and names the address', async (__, body) => {
    const { url } = await serve((response, request, number) => {
      if (typeof body !== 'string') return json(body, 404)(response, request, number);
      response.writeHead(404, { 'content-type': 'text/html' }).end(body);
    });
    const error = await failureOf(runStep(step, connectionTo(url), inputData));
    expect(error.name).toBe('AppError');
    expect(error.message).toContain(url);
    expect(error.message).toMatch(/deleted nothing|nothing was deleted|deletes nothing/);
  });
});

describe.each(deletions)('%s', (_, step, inputData) => {
  test('stops where the API says that it knows no such package', async () => {
    const { run } = await aZap();
    const error = await failureOf(run(step, { ...inputData, packageId: 'x' }));
    expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringContaining('package_not_found') });
  });
});

test('Delete Video stops where the API says that it knows no such video', async () => {
  const { run } = await aZap();
  const error = await failureOf(run(delete_video, { ...lease, meetingVideoId: 'x' }));
  expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringContaining('meeting_video_not_found') });
});

describe('Deletion plans', () => {
  const page = { status: 404, body: '<html>Not Found</html>', times: 'always' } as const;
  const old = '2009-05-01T10:00:00.000Z';
  const aPlan = async () => {
    const videos = ['a', 'b'].map((meetingVideoId) => aVideo({ meetingVideoId, timeCreated: old }));
    const packages = [aPackage({ packageId: 'lease', timeCreated: old, timeExecuted: old, videos })];
    const zap = await aZap({ packages });
    const rules = { packageIds: ['lease'], olderThan: '10', olderThanUnit: 'years', maxVideos: '9' };
    const plan = textIn(await zap.run(create_deletion_plan, rules), 'plan');
    const decision = { plan, by: 'Jane Doe', decision: 'approve' };
    const approvals = textIn(await zap.run(approve_deletion_plan, decision), 'approval');
    return { ...zap, rules, plan, approvals };
  };

  test.each(['getPackage', 'listVideos'] as const)(
    "fail on a proxy's 404 to %s, which makes no video missing, and delete nothing",
    async (on) => {
      const { run, emulator, left, rules, plan, approvals } = await aPlan();
      emulator.failNext({ ...page, on });
      const errors = [
        await failureOf(run(create_deletion_plan, rules)),
        await failureOf(run(audit_deletion_plan, { plan })),
        await failureOf(run(apply_deletion_plan, { plan, approvals })),
      ];
      const message = expect.stringContaining(`The base URL is ${emulator.url}.`);
      expect(errors).toMatchObject(errors.map(() => ({ name: 'AppError', message })));
      expect(left()).toBe(2);
    },
  );

  test('fail where a proxy says 404 while packages on hold are read: a hold must not be overlooked', async () => {
    const { run, emulator, left, plan, approvals } = await aPlan();
    emulator.failNext({ ...page, on: 'listPackages' });
    const step = { plan, approvals, holdFolderIds: 'a folder', unmatchedHolds: 'report' };
    expect((await failureOf(run(apply_deletion_plan, step))).message).toContain(`The base URL is ${emulator.url}.`);
    expect(left()).toBe(2);
  });

  test.each([404, 500])('report what an apply deleted before a %i of a proxy', async (status) => {
    const { run, emulator, left, plan, approvals } = await aPlan();
    emulator.failNext({ ...page, status, on: 'deleteVideos', meetingVideoId: 'b' });
    const report = await run(apply_deletion_plan, { plan, approvals });
    expect(report).toMatchObject({ deletedCount: 1, isFinished: false });
    expect(left()).toBe(1);
  });

  test('count a video as deleted where the API deleted it and a proxy said 404', async () => {
    const { run, emulator, left, plan, approvals } = await aPlan();
    emulator.failNext({ ...page, on: 'deleteVideos', carryOut: true });
    const report = await run(apply_deletion_plan, { plan, approvals });
    expect(report).toMatchObject({ alreadyDeletedCount: 2, isFinished: true });
    expect(left()).toBe(0);
  });

  test('fail where a proxy says 404 to every deletion', async () => {
    const { run, emulator, left, plan, approvals } = await aPlan();
    emulator.failNext({ ...page, on: 'deleteVideos' });
    const error = await failureOf(run(apply_deletion_plan, { plan, approvals }));
    expect(error.message).toContain(`The base URL is ${emulator.url}.`);
    expect(left()).toBe(2);
  });

  test('name the folder that the API does not know', async () => {
    const { run, emulator, rules } = await aPlan();
    const body = { error: 'folder_not_found', message: 'There is no such folder.' };
    emulator.failNext({ status: 404, body, on: 'listPackages' });
    const { packageIds: _, ...others } = rules;
    const error = await failureOf(run(create_deletion_plan, { ...others, folderId: 'x' }));
    expect(error).toMatchObject({ name: 'AppError', message: expect.stringContaining('There is no such folder.') });
    expect(error.message).not.toContain('says nothing about');
  });
});

test('connecting to an address that is not that of the API fails, and names the address', async () => {
  const { url } = await serve(json({}, 404));
  const { tester, authData } = await aZap();
  const { authentication } = await import('../src/authentication.ts');
  const error = await failureOf(tester(authentication.test, { authData: { ...authData, baseUrl: url } }));
  expect(error.message).toContain(`The base URL is ${url}.`);
});

/** A text in the output of a step. */
function textIn(output: unknown, field: string): string {
  return typeof output === 'object' && output !== null ? `${Reflect.get(output, field)}` : '';
}
