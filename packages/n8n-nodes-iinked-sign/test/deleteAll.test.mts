import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { Run } from 'iinked-sign-testing/n8n/runtime';
import { describe, expect, test } from 'vitest';
import { IinkedSign } from '../nodes/IinkedSign/IinkedSign.node.ts';
import { deleteAll, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

test('Delete All deletes every video of the package, and adds up what it deleted', async () => {
  const item = aPackage({ videos: [aVideo({ size: 1_000 }), aVideo({ size: 234 }), aVideo({ size: null })] });
  const other = aPackage();
  const { emulator, run } = await scene({ packages: [item, other] });
  const [output] = await run(deleteAll(item.packageId));
  expect(output).toEqual([
    {
      json: {
        deleted: true,
        settledByList: false,
        server: emulator.url,
        packageId: item.packageId,
        deletedCount: 3,
        deletedBytes: 1_234,
        videos: emulator.packages[0]?.videos.map(({ url: _, timeUrlExpires: __, ...video }) => video),
      },
      pairedItem: { item: 0 },
    },
  ]);
  expect(videosLeft(emulator)).toEqual([other.videos[0]?.meetingVideoId]);
});

test('a package without videos is no failure', async () => {
  const item = aPackage({ videos: [] });
  const { run } = await scene({ packages: [item] });
  expect(jsonOf(await run(deleteAll(item.packageId)))).toMatchObject([
    { deletedCount: 0, deletedBytes: 0, videos: [] },
  ]);
});

describe('when the response is lost, Delete All is sent once and the list of the package decides:', () => {
  test('nothing is left', async () => {
    const item = aPackage();
    const { emulator, run } = await scene({ packages: [item] });
    emulator.failNext({ resetAfter: true });
    expect(jsonOf(await run(deleteAll(item.packageId)))).toMatchObject([
      { deleted: true, settledByList: true, deletedCount: 1 },
    ]);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['deleteVideos', 'listVideos']);
  });

  test('a video is left, so videos may be gone', async () => {
    const item = aPackage();
    const { emulator, run } = await scene({ packages: [item] });
    emulator.failNext({ reset: true });
    await expect(run(deleteAll(item.packageId))).rejects.toThrow(/may have been deleted: list them to see/);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['deleteVideos', 'listVideos']);
  });
});

test.each<[string, Partial<Run>]>([
  ['with Retry On Fail', { retryOnFail: true }],
  ['in the retry of an execution', { mode: 'retry' }],
])('Delete All shows what it would delete %s', async (_, how) => {
  const item = aPackage();
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteAll(item.packageId, { dryRun: true }), how);
  expect(jsonOf(output)).toMatchObject([{ deleted: false, wouldDelete: true }]);
  expect(videosLeft(emulator)).toHaveLength(1);
});

test.each([false, true])('the node offers Delete All, but not as a tool (as a tool: %s)', (asTool) => {
  const { description } = new IinkedSign();
  const offered = description.properties
    .filter(({ name, displayOptions: { show } = {} }) => {
      return name === 'operation' && show?.resource?.includes('video') && show['@tool']?.includes(asTool);
    })
    .map(({ options = [] }) => options.map((option) => ('value' in option ? option.value : undefined)));
  expect(offered).toEqual([
    asTool ? ['delete', 'download', 'getMany'] : ['delete', 'deleteAll', 'download', 'getMany'],
  ]);
});

describe('Delete All is refused, and nothing is sent,', () => {
  test.each([
    ['as long as nobody has allowed it', undefined],
    ['when it is switched off', false],
    ['when an expression would allow it', '={{ true }}'],
    ['when an agent would allow it', "={{ $fromAI('allow', '', 'boolean') }}"],
    ['when a string would allow it', 'true'],
  ])('%s', async (_, allowDeleteAll) => {
    const item = aPackage();
    const { emulator, run } = await scene({ packages: [item] });
    const { allowDeleteAll: _allowed, ...parameters } = deleteAll(item.packageId);
    const given = allowDeleteAll === undefined ? parameters : { ...parameters, allowDeleteAll };
    await expect(run(given)).rejects.toThrow(
      "This call sent nothing and deleted nothing. Switch on 'Allow Deleting All Videos'",
    );
    expect(emulator.requests).toEqual([]);
  });

  const real = deleteAll('some-package');
  test.each<[string, Partial<Run>, string]>([
    ["when n8n's Retry On Fail would run it again", { retryOnFail: true }, "Switch off 'Retry On Fail'"],
    ['in the retry of an execution', { mode: 'retry' }, 'Run the workflow again instead'],
    ['as a tool of an AI agent', { asTool: true }, "Use the operation 'Delete'"],
    ['when an AI agent runs it without a workflow', { mode: 'internal' }, "Use the operation 'Delete'"],
  ])('%s, whatever On Error says', async (_, how, advice) => {
    const { emulator, run } = await scene();
    const refusal = expect.stringMatching(`^Delete All .* This call sent nothing and deleted nothing\\. ${advice}`);
    await expect(run(real, how)).rejects.toMatchObject({ message: refusal, context: { itemIndex: 0 } });
    for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
      const [output = [], failed = []] = await run(real, { ...how, onError });
      expect([...output, ...failed]).toMatchObject([{ json: { error: refusal } }]);
    }
    expect(emulator.requests).toEqual([]);
  });

  test('as a tool of an AI agent even as a dry run', async () => {
    const { emulator, run } = await scene();
    await expect(run({ ...real, dryRun: true }, { asTool: true })).rejects.toThrow('not available to AI agents');
    expect(emulator.requests).toEqual([]);
  });

  test('when an expression would allow it in an n8n that lets one in', async () => {
    const { emulator, run } = await scene();
    const node = new IinkedSign();
    const allow = node.description.properties.find(({ name }) => name === 'allowDeleteAll');
    expect(allow?.noDataExpression).toBe(true);
    Object.assign(allow ?? {}, { noDataExpression: false });
    const parameters = { ...deleteAll('some-package'), allowDeleteAll: '={{ true }}' };
    await expect(run(parameters, { node })).rejects.toThrow('not allowed to delete all videos');
    expect(emulator.requests).toEqual([]);
  });

  test.each(['', 'remove', 'constructor', 'DeleteAll'])('when the operation is called "%s"', async (operation) => {
    const { emulator, run } = await scene();
    const parameters = { ...deleteOne('some-package', 'some-video'), allowDeleteAll: true, operation };
    await expect(run(parameters)).rejects.toThrow(`There is no operation '${operation}'. Nothing was sent`);
    expect(emulator.requests).toEqual([]);
  });

  test.each(['', 'videos', 'constructor', 'Video'])('when the resource is called "%s"', async (resource) => {
    const { emulator, run } = await scene();
    const parameters = { ...deleteAll('some-package'), resource };
    await expect(run(parameters)).rejects.toThrow(`There is no resource '${resource}'. Nothing was sent`);
    expect(emulator.requests).toEqual([]);
  });

  test('when an expression would choose the operation', async () => {
    const { emulator, run } = await scene();
    const parameters = { ...deleteAll('some-package'), operation: "={{ 'deleteAll' }}" };
    await expect(run(parameters)).rejects.toThrow('There is no operation');
    expect(emulator.requests).toEqual([]);
  });
});
