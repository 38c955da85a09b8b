import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from 'iinked-sign-emulator';
import { aCredential } from 'iinked-sign-testing/n8n/workflow';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { aLease, apiKey, aServer, byId, deleteEach, isElsewhere, useScene } from './scene.mts';

const scene = useScene();

/** Runs Delete on these items, and gives the requests that this made as well. */
async function runDelete(items: unknown[], more: Parameters<typeof scene.workflow>[1] = {}, parameters = {}) {
  const { run } = await scene.workflow({ ...deleteEach, ...parameters }, more);
  const before = scene.emulator.requests.length;
  const ran = await run(items);
  return { ...ran, requests: scene.emulator.requests.slice(before) };
}

describe('Delete', () => {
  test('deletes what each item names, and pairs what comes out with it', async () => {
    const left = aLease(scene.emulator, 'lease-1');
    const { outputs } = await runDelete(['a', 'b'].map((v) => ({ p: 'lease-1', v })));
    expect(outputs[0]).toMatchObject([
      { json: { deleted: true, meetingVideoId: 'a', size: 1000 }, pairedItem: { item: 0 } },
      { json: { deleted: true, meetingVideoId: 'b' }, pairedItem: { item: 1 } },
    ]);
    expect(left()).toEqual(['c']);
  });

  test('takes ids with odd characters as they are', async () => {
    const odd = 'a/b?c#ä 1%2F';
    const left = aLease(scene.emulator, odd, [`${odd} too`, 'other']);
    await runDelete([{ p: odd, v: `${odd} too` }]);
    expect(left()).toEqual(['other']);
  });

  // Two of what test/unusableIds.test.mts tries: real expressions come out the same.
  test.each([
    ['missing', {}],
    ['empty', { v: '' }],
  ])('sends nothing when the id is %s', async (_, item) => {
    const left = aLease(scene.emulator, 'lease-2');
    const { error, requests } = await runDelete([{ p: 'lease-2', ...item }]);
    expect(error?.message).toMatch(/the parameter 'Video'.*nothing was deleted/);
    expect(requests).toEqual([]);
    expect(left()).toHaveLength(3);
  });

  test('works on several items at once, and keeps their order', async () => {
    aLease(scene.emulator, 'lease-3');
    for (const delayMs of [120, 60, 1]) scene.emulator.failNext({ delayMs, on: 'deleteVideos' });
    const items = ['a', 'b', 'c'].map((v) => ({ p: 'lease-3', v }));
    const { outputs } = await runDelete(items, {}, { options: { itemsAtOnce: 3 } });
    expect(outputs[0]?.map(({ json, pairedItem }) => [json.meetingVideoId, pairedItem])).toEqual([
      ['a', { item: 0 }],
      ['b', { item: 1 }],
      ['c', { item: 2 }],
    ]);
  });

  test('confirms a video that is named twice', async () => {
    const left = aLease(scene.emulator, 'lease-4');
    const { outputs } = await runDelete(['a', 'a'].map((v) => ({ p: 'lease-4', v })));
    const server = scene.emulator.url;
    expect(outputs[0]).toMatchObject([
      { json: { deleted: true, alreadyDeleted: false, meetingVideoId: 'a', server } },
      { json: { deleted: true, alreadyDeleted: true, meetingVideoId: 'a', server } },
    ]);
    expect(left()).toEqual(['b', 'c']);
  });
});

describe('Delete All', () => {
  const deleteAll = { operation: 'deleteAll', dryRun: false, packageId: byId('={{ $json.item.p }}') };

  test('deletes every video of the package, once a person has allowed it', async () => {
    const left = aLease(scene.emulator, 'lease-5');
    const { run } = await scene.workflow({ ...deleteAll, allowDeleteAll: true });
    const { outputs } = await run([{ p: 'lease-5' }]);
    expect(outputs[0]).toMatchObject([{ json: { deleted: true, deletedCount: 3, deletedBytes: 3000 } }]);
    expect(left()).toEqual([]);
  });

  test('settles a lost response by the list of the package', async () => {
    aLease(scene.emulator, 'lease-5');
    scene.emulator.failNext({ resetAfter: true, on: 'deleteVideos' });
    const { run } = await scene.workflow({ ...deleteAll, allowDeleteAll: true });
    const { outputs } = await run([{ p: 'lease-5' }]);
    const server = scene.emulator.url;
    expect(outputs[0]).toMatchObject([{ json: { deleted: true, settledByList: true, deletedCount: 3, server } }]);
  });

  test.each([false, '={{ true }}'])('deletes nothing where the switch is %s', async (allowDeleteAll) => {
    const left = aLease(scene.emulator, 'lease-6');
    const { run } = await scene.workflow({ ...deleteAll, allowDeleteAll });
    expect((await run([{ p: 'lease-6' }])).error?.message).toMatch(/not allowed to delete all videos/);
    expect(left()).toHaveLength(3);
  });
});

describe('Dry Run', () => {
  const { dryRun: _, ...unchosen } = deleteEach;
  const deleteAll = { operation: 'deleteAll', packageId: deleteEach.packageId, allowDeleteAll: true };

  test.each<[string, object]>([
    ['Delete', { ...deleteEach, dryRun: true }],
    ['Delete', unchosen],
    ['Delete', { ...unchosen, options: '={{ { timeout: 9999 } }}' }],
    ['Delete All', { ...deleteAll, dryRun: true }],
    ['Delete All', deleteAll],
  ])('of %s deletes nothing, also where it was not chosen: %j', async (_, parameters) => {
    const left = aLease(scene.emulator, 'lease-14');
    const { run } = await scene.workflow(parameters);
    const { outputs } = await run([{ p: 'lease-14', v: 'a' }]);
    expect(outputs[0]).toMatchObject([{ json: { deleted: false, wouldDelete: true, server: scene.emulator.url } }]);
    expect(left()).toHaveLength(3);
  });

  test.each(['={{ $json.none }}', '={{ "false" }}', '={{ 0 }}', '={{ null }}'])('rejects %s', async (dryRun) => {
    const left = aLease(scene.emulator, 'lease-14');
    for (const parameters of [deleteEach, deleteAll]) {
      const { run } = await scene.workflow({ ...parameters, dryRun });
      const { error } = await run([{ p: 'lease-14', v: 'a' }]);
      expect(error?.message).toMatch(/the parameter 'Dry Run'.* nothing was deleted/);
    }
    expect(left()).toHaveLength(3);
  });
});

describe('Get Many', () => {
  test.each<[object, string[]]>([
    [{}, ['a', 'b']],
    [{ states: ['archived'] }, ['a', 'b']],
    [{ states: ['deleted'] }, ['c']],
    [{ includeDeleted: true }, ['a', 'b', 'c']],
  ])('lists videos by the filters %j', async (filters, found) => {
    aLease(scene.emulator, 'lease-7');
    await runDelete([{ p: 'lease-7', v: 'c' }]);
    const { run } = await scene.workflow({ operation: 'getMany', packageId: byId('lease-7'), ...filters });
    expect((await run([{}])).outputs[0]?.map(({ json }) => json.meetingVideoId)).toEqual(found);
  });

  test('lists packages', async () => {
    aLease(scene.emulator, 'lease-7', ['a']);
    const packages = await scene.workflow({ resource: 'package', operation: 'getMany', returnAll: true });
    const found = (await packages.run([{}])).outputs[0]?.map(({ json }) => json.packageId);
    expect(found).toContain('lease-7');
  });
});

describe('an answer that is none', () => {
  test.each<[string, Fault, RegExp, number]>([
    [
      '400',
      { status: 400, body: { error: 'bad', message: 'Bad.' } },
      /400 \(bad\): Bad\. This call deleted nothing/,
      1,
    ],
    ['401', { status: 401 }, /401.*Check the API key/, 1],
    ['403', { status: 403 }, /403.*permission/, 1],
    [
      '404',
      { status: 404, body: { error: 'package_not_found', message: 'No.' } },
      /404 \(package_not_found\): No\..*Check the ids/,
      1,
    ],
    [
      '404 of a proxy',
      { status: 404, body: '<h1>Not found</h1>' },
      /server responded with 404\..*says nothing about a package/,
      1,
    ],
    ['429', { status: 429, retryAfter: 0, times: 9 }, /429.*Wait before calling again/, 3],
    ['500', { status: 500, times: 9 }, /500.*may have been deleted/, 3],
    ['HTML', { status: 200, body: '<h1>Sign in</h1>' }, /not JSON.*may have been deleted/, 1],
    ['empty', { status: 200, body: '' }, /is empty.*may have been deleted/, 1],
    ['a broken connection', { reset: true, times: 9 }, /connection broke.*may have been deleted/, 3],
  ])('%s stops the node in words, and after as many requests as is safe', async (_, fault, message, sent) => {
    aLease(scene.emulator, 'lease-8');
    scene.emulator.failNext({ ...fault, on: 'deleteVideos' });
    const { error, requests } = await runDelete([{ p: 'lease-8', v: 'a' }]);
    expect(error?.message).toMatch(message);
    expect(error?.context?.itemIndex ?? 0).toBe(0);
    expect(requests.filter(({ operationId }) => operationId === 'deleteVideos')).toHaveLength(sent);
  });

  test('no answer in time ends at the limit, and says that it is not known what happened', async () => {
    aLease(scene.emulator, 'lease-9');
    scene.emulator.failNext({ stall: true, times: 3, on: 'deleteVideos' });
    scene.emulator.failNext({ status: 400, on: 'listVideos' });
    const { error } = await runDelete([{ p: 'lease-9', v: 'a' }], {}, { options: { timeout: 200 } });
    expect(error?.message).toMatch(/within 200 ms.*may have been deleted/);
  });

  test.each([301, 302, 303, 307, 308])(
    'a redirect with %i is not followed: the other place gets nothing',
    async (status) => {
      const other = await aServer((response) => response.end());
      const redirecting = await aServer((response) => response.writeHead(status, { location: other.url }).end());
      onTestFinished(() => {
        other.close();
        redirecting.close();
      });
      const credentialId = await aCredential(scene.rest, redirecting.url, apiKey);
      const { error } = await runDelete([{ p: 'p', v: 'v' }], { credentialId });
      expect(error?.message).toMatch(/redirect, which is never followed/);
      expect(redirecting.received).toHaveLength(1);
      expect(other.received).toEqual([]);
    },
  );
});

describe('On Error', () => {
  const mixed = [
    { p: 'lease-10', v: 'a' },
    { p: 'lease-10', v: '' },
    { p: 'lease-10', v: 'none' },
    { p: 'lease-10', v: 'c' },
  ];

  test('Stop Workflow tells what had been deleted before', async () => {
    aLease(scene.emulator, 'lease-10');
    const { error } = await runDelete(mixed);
    expect(error?.description).toMatch(/Videos deleted so far \(1\): a\./);
    expect(error?.context?.itemIndex).toBe(1);
  });

  test('Continue gives failed items in their place', async () => {
    aLease(scene.emulator, 'lease-10');
    const { outputs } = await runDelete(mixed, { onError: 'continueRegularOutput' });
    expect(outputs[0]).toMatchObject([
      { json: { deleted: true } },
      { json: { error: expect.stringContaining('is empty') }, pairedItem: { item: 1 } },
      { json: { error: expect.stringContaining('404') }, pairedItem: { item: 2 } },
      { json: { deleted: true }, pairedItem: { item: 3 } },
    ]);
  });

  test('Continue (using error output) gives failed items, with their input, on the second output', async () => {
    aLease(scene.emulator, 'lease-10');
    const { outputs } = await runDelete(mixed, { onError: 'continueErrorOutput' });
    expect(outputs[0]?.map(({ json }) => json.meetingVideoId)).toEqual(['a', 'c']);
    expect(outputs[1]).toMatchObject([
      { json: { item: { v: '' }, error: expect.stringContaining('is empty') } },
      { json: { item: { v: 'none' }, error: expect.stringContaining('404') } },
    ]);
  });
});

// After all the errors above.
afterAll(() => {
  if (isElsewhere) return;
  const files = readdirSync(scene.n8n.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules') && !entry.name.endsWith('.tgz'))
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.some((file) => file.endsWith('database.sqlite'))).toBe(true);
  const leaking = files.filter((file) => readFileSync(file).includes(apiKey));
  expect(leaking, 'The key shows in the database or a log').toEqual([]);
});
