import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, failureOf } from './zap.ts';

const aLease = (name: string | null) =>
  aPackage({ packageId: 'lease', name, videos: [aVideo({ meetingVideoId: 'a' }), aVideo({ meetingVideoId: 'b' })] });

describe('Delete All Package Videos with a confirmed name', () => {
  test.each(['Lease, Queen Street', ' lease, queen  street '])('deletes where it is %j', async (confirmedName) => {
    const { run, left } = await aZap({ packages: [aLease('Lease, Queen Street')] });
    const output = await run(delete_all_package_videos, { packageId: 'lease', confirmedName });
    expect(output).toMatchObject({ deletedCount: 2, packageId: 'lease', packageName: 'Lease, Queen Street' });
    expect(left()).toBe(0);
  });

  test.each([
    ['another name', 'Lease, King Street', 'Lease, Queen Street'],
    ['a part of it', 'Lease', 'Lease, Queen Street'],
    ['a wildcard', 'Lease*', 'Lease, Queen Street'],
    ['a package without a name', 'Lease', null],
  ])('sends no deletion where it is %s', async (_, confirmedName, name) => {
    const { run, left, emulator } = await aZap({ packages: [aLease(name)] });
    const error = await failureOf(run(delete_all_package_videos, { packageId: 'lease', confirmedName }));
    expect(error.message).toMatch(
      /Package Name is '.*', and the package lease has another name\. Nothing was deleted\./,
    );
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual(['getPackage']);
    expect(left()).toBe(2);
  });

  test.each(['', ' ', '-', '{{1__name}}'])('sends nothing where it is mapped and turns out to be %j', async (value) => {
    const { run, emulator } = await aZap({ packages: [aLease('Lease')] });
    const inputDataRaw = { packageId: 'lease', confirmedName: '{{1__name}}' };
    const input = { packageId: 'lease', confirmedName: value };
    const error = await failureOf(run(delete_all_package_videos, input, { inputDataRaw }));
    expect(error.message).toMatch(/Package Name .*Nothing was sent and nothing was deleted\./);
    expect(emulator.requests).toEqual([]);
  });

  test('deletes where the package cannot be read for the output, and leaves its name empty', async () => {
    const { run, left, emulator } = await aZap({ packages: [aLease('Lease')] });
    emulator.failNext({ on: 'getPackage', status: 500 });
    expect(await run(delete_all_package_videos, { packageId: 'lease' })).toMatchObject({
      deletedCount: 2,
      packageName: null,
    });
    expect(left()).toBe(0);
  });
});
