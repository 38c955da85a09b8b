import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { deleteAll, deleteOne, scene, videosLeft } from './scene.mts';

const lease = () =>
  aPackage({
    packageId: 'lease',
    videos: ['a', 'b', 'c', 'd'].map((id) => aVideo({ meetingVideoId: id, size: 10, duration: 'PT6S' })),
  });
const items = ['a', 'b', 'c', 'd'].map((id) => ({ id }));

describe('several items at once', () => {
  const atOnce = (itemsAtOnce: number | string) => deleteOne('lease', '={{ $json.id }}', { options: { itemsAtOnce } });

  test('take the time of one, and come out in the order of the input, paired with it', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    for (const delayMs of [90, 60, 30, 1]) emulator.failNext({ delayMs });
    const [output] = await run(atOnce(4), { items });
    expect(output?.map(({ json, pairedItem }) => [json.meetingVideoId, pairedItem])).toEqual(
      ['a', 'b', 'c', 'd'].map((id, item) => [id, { item }]),
    );
    expect(emulator.requests).toHaveLength(4);
  });

  test('come out in order with failures between them', async () => {
    const { run } = await scene({ packages: [lease()] });
    const mixed = [{ id: 'a' }, { id: '' }, { id: 'c' }, { id: 'none' }];
    const [output, failed] = await run(atOnce(4), { items: mixed, onError: 'continueErrorOutput' });
    expect(output?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(failed?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
  });

  test('end with the first that fails: what was in progress is finished and told, nothing else is begun', async () => {
    const { run, emulator } = await scene({ packages: [lease()] });
    const mixed = [{ id: '' }, { id: 'a' }, { id: 'none' }, { id: 'b' }];
    await expect(run(atOnce(3), { items: mixed })).rejects.toMatchObject({
      description: expect.stringMatching(
        /Videos deleted so far \(1\): a\. Item 2 was in progress and failed as well: .*404/,
      ),
    });
    expect(videosLeft(emulator)).toEqual(['b', 'c', 'd']);
  });

  test.each(['={{ $json.none }}', 0, 51, 1.5])('cannot be %s', async (number) => {
    const { run, emulator } = await scene({ packages: [lease()] });
    await expect(run(atOnce(number), { items })).rejects.toThrow("the option 'Batching'");
    expect(emulator.requests).toEqual([]);
  });
});

test('the time limit can be set', async () => {
  const { run, emulator } = await scene({ packages: [lease()] });
  emulator.failNext({ stall: true, times: 9 });
  await expect(run(deleteAll('lease', { options: { timeout: 50 } }))).rejects.toThrow('within 50 ms');
});
