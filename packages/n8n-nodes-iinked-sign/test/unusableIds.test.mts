import fc from 'fast-check';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { byId, deleteAll, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

const nothings: [string, IDataObject][] = [
  ['is missing', {}],
  ['is null', { id: null }],
  ['is empty', { id: '' }],
  ['is blank', { id: '  \t ' }],
  ['cannot be seen', { id: '\u200b' }],
  ['is a number', { id: 0 }],
  ['is a boolean', { id: false }],
  ['is a list', { id: [] }],
  ['is an object', { id: {} }],
  ['is a path of dots', { id: '..' }],
];

describe('nothing is sent when the id of the video', () => {
  test.each(nothings)('%s', async (_, item) => {
    const { emulator, run } = await scene();
    const packageId = emulator.packages[0]?.packageId ?? '';
    const attempt = run(deleteOne(packageId, '={{ $json.id }}'), { items: [item] });
    await expect(attempt).rejects.toThrow(
      /Invalid value in the parameter 'Video': .* Nothing was sent and nothing was deleted\./,
    );
    expect(emulator.requests).toEqual([]);
  });

  test('was never filled in', async () => {
    const { emulator, run } = await scene();
    const packageId = byId(emulator.packages[0]?.packageId ?? '');
    await expect(run({ operation: 'delete', dryRun: false, packageId })).rejects.toThrow(
      /'Video': .* nothing was deleted/,
    );
    expect(emulator.requests).toEqual([]);
  });

  test('is whatever an expression may give but a real id', async () => {
    const { emulator, run } = await scene();
    const packageId = emulator.packages[0]?.packageId ?? '';
    const noText = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()), fc.constant({}));
    const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u200b', '\ufeff') });
    await fc.assert(
      fc.asyncProperty(fc.oneof(noText, blank), async (id) => {
        await expect(run(deleteOne(packageId, '={{ $json.id }}'), { items: [{ id }] })).rejects.toThrow('Nothing was');
      }),
    );
    expect(emulator.requests).toEqual([]);
  });
});

describe('nothing is sent when the id of the package', () => {
  test.each(nothings)('%s', async (_, item) => {
    const { emulator, run } = await scene();
    const refusal = /Invalid value in the parameter 'Package': .* Nothing was sent and nothing was deleted\./;
    await expect(run(deleteOne('={{ $json.id }}', 'some-video'), { items: [item] })).rejects.toThrow(refusal);
    await expect(run(deleteAll('={{ $json.id }}'), { items: [item] })).rejects.toThrow(refusal);
    expect(emulator.requests).toEqual([]);
  });
});

test('an item without an id does not keep the others from being deleted, nor delete theirs', async () => {
  const item = aPackage({ videos: [aVideo(), aVideo(), aVideo()] });
  const [first, second, third] = item.videos.map(({ meetingVideoId }) => meetingVideoId);
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, '={{ $json.id }}'), {
    items: [{ id: first }, { id: '' }, { id: third }],
    onError: 'continueRegularOutput',
  });
  expect(jsonOf(output)).toMatchObject([
    { deleted: true, meetingVideoId: first },
    { error: expect.stringContaining("'Video': it is empty") },
    { deleted: true, meetingVideoId: third },
  ]);
  expect(videosLeft(emulator)).toEqual([second]);
});
