import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { IinkedSign } from '../nodes/IinkedSign/IinkedSign.node.ts';
import { deleteAll, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

const lease = () =>
  aPackage({
    packageId: 'lease',
    videos: ['a', 'b', 'c', 'd'].map((id) => aVideo({ meetingVideoId: id, size: 10, duration: 'PT6S' })),
  });
describe('a dry run', () => {
  test('tells in the same shape that the video would be deleted, and deletes nothing', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    const planned = jsonOf(await run(deleteOne('lease', 'a', { dryRun: true })));
    expect(planned).toEqual([
      {
        deleted: false,
        wouldDelete: true,
        alreadyDeleted: false,
        server: emulator.url,
        packageId: 'lease',
        meetingVideoId: 'a',
        timeDeleted: null,
        size: 10,
        duration: 'PT6S',
      },
    ]);
    const done = jsonOf(await run(deleteOne('lease', 'a')));
    expect(Object.keys(planned[0] ?? {}).filter((key) => key !== 'wouldDelete')).toEqual(Object.keys(done[0] ?? {}));
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['listVideos', 'deleteVideos']);
  });

  test('tells when there is nothing to delete', async () => {
    const { run } = await scene({ packages: [lease()] });
    const planned = jsonOf(await run(deleteOne('lease', 'none', { dryRun: true })));
    expect(planned).toMatchObject([{ deleted: false, wouldDelete: false, meetingVideoId: 'none', size: null }]);
  });

  test('tells that a video is deleted already', async () => {
    const { run } = await scene({ packages: [lease()] });
    await run(deleteOne('lease', 'a'));
    const planned = jsonOf(await run(deleteOne('lease', 'a', { dryRun: true })));
    expect(planned).toMatchObject([{ deleted: false, wouldDelete: false, alreadyDeleted: true }]);
  });

  test('of Delete All tells all that would go, and needs no permission', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    expect(jsonOf(await run(deleteAll('lease', { dryRun: true, allowDeleteAll: false })))).toMatchObject([
      {
        deleted: false,
        wouldDelete: true,
        server: emulator.url,
        deletedCount: 4,
        deletedBytes: 40,
        videos: [{}, {}, {}, {}],
      },
    ]);
    expect(videosLeft(emulator)).toHaveLength(4);
  });

  test('is what happens when nobody has chosen', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    const { dryRun: _one, ...one } = deleteOne('lease', 'a');
    const { dryRun: _all, ...all } = deleteAll('lease');
    for (const parameters of [one, all]) {
      expect(jsonOf(await run(parameters))).toMatchObject([{ deleted: false, wouldDelete: true }]);
    }
    expect(videosLeft(emulator)).toHaveLength(4);
  });

  test('is also what happens in an n8n that fills in no defaults', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    const node = new IinkedSign();
    node.description.properties = node.description.properties.filter(({ name }) => name !== 'dryRun');
    const { dryRun: _, ...parameters } = deleteAll('lease');
    expect(jsonOf(await run(parameters, { node }))).toMatchObject([{ deleted: false }]);
    expect(videosLeft(emulator)).toHaveLength(4);
  });

  test.each(['={{ $json.none }}', '={{ "false" }}', '={{ null }}', '={{ 0 }}', 'false', 0])(
    'that is neither true nor false is rejected: %s',
    async (dryRun) => {
      const { run, emulator } = await scene({ packages: [lease()] });
      await expect(run(deleteOne('lease', 'a', { dryRun }))).rejects.toThrow("the parameter 'Dry Run'");
      await expect(run(deleteAll('lease', { dryRun }))).rejects.toThrow("the parameter 'Dry Run'");
      expect(emulator.requests).toEqual([]);
    },
  );

  test('survives options that are given as one expression', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    const options = '={{ { timeout: 1000 } }}';
    await run(deleteOne('lease', 'a', { dryRun: true, options }));
    expect(videosLeft(emulator)).toHaveLength(4);
  });
});
