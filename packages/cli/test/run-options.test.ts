import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { aRun, ids } from './aRun.ts';

describe('an apply goes by', () => {
  test('the age that the policy allows a plan, unless the command names another', async () => {
    const { apply, alive, id } = await aRun({ rules: { maxAgeHours: 1e-7 } });
    expect(await apply({ confirm: id })).toBe(3);
    expect(alive()).toEqual(ids);
    expect(await apply({ confirm: id, maxAgeHours: 1 })).toBe(0);
  });

  test('the failures in a row after which the policy wants it to stop', async () => {
    const { apply, emulator, id, read } = await aRun({ rules: { stopAfterFailures: 1 } });
    emulator.failNext({ on: 'deleteVideos', status: 403, times: 'always' });
    expect(await apply({ confirm: id })).toBe(1);
    expect(await read('report-1.json')).toMatchObject({ stopped: 'failures' });
  });

  test('the approvals of the run, and keeps what they strike', async () => {
    const { apply, approve, alive } = await aRun({ rules: { approvalsNeeded: 1 } });
    expect(await approve({ by: 'Jane Doe', strike: ['b'] })).toBe(0);
    expect(await apply()).toBe(0);
    expect(alive()).toEqual(['b']);
  });

  test('the archive of the run, and keeps what has no copy any more', async () => {
    const { apply, archive, alive, copyOf, id } = await aRun();
    expect(await archive()).toBe(0);
    await rm(copyOf('b'));
    expect(await apply({ confirm: id })).toBe(0);
    expect(alive()).toEqual(['b']);
  });

  test('the seal key of the environment', async () => {
    const { apply, audit, id } = await aRun({ env: { IINKED_SIGN_SEAL_KEY: 'a key that only seals' } });
    expect(await apply({ confirm: id })).toBe(0);
    expect(await audit()).toBe(0);
  });

  test('the holds beside the policy, wherever it is started', async () => {
    const { apply, alive, hold, id } = await aRun();
    await hold('lease,a\n');
    expect(await apply({ confirm: id, holds: true })).toBe(0);
    expect(alive()).toEqual(['a']);
  });

  test.each([
    ['refuses a hold that matches nothing', {}, 3],
    ['only tells of a hold that matches nothing where the policy says so', { unmatchedHolds: 'report' }, 0],
  ])('the holds of now: it %s', async (_, rules, code) => {
    const { apply, alive, hold, id } = await aRun({ rules });
    expect(await apply({ confirm: id, holds: await hold('nowhere,\n') })).toBe(code);
    expect(alive()).toEqual(code === 0 ? [] : ids);
  });
});

test('an apply whose key the server no longer accepts ends with 4, and deletes nothing', async () => {
  const { apply, alive, emulator, id } = await aRun();
  emulator.failNext({ on: 'deleteVideos', status: 401, times: 'always' });
  expect(await apply({ confirm: id })).toBe(4);
  expect(alive()).toEqual(ids);
});

describe('an audit goes by', () => {
  test('the reports of the run, where the server no longer lists what is deleted', async () => {
    const { apply, audit, id, read } = await aRun({ server: { deletedVideos: 'hidden' } });
    expect(await apply({ confirm: id })).toBe(0);
    expect(await audit()).toBe(0);
    const { deleted } = await read('receipt.json');
    expect(deleted).toMatchObject(ids.map((meetingVideoId) => ({ meetingVideoId, confirmedBy: 'response' })));
  });

  test('the holds of now', async () => {
    const { audit, hold, read } = await aRun();
    expect(await audit({ holds: await hold('lease,\n') })).toBe(0);
    expect(await read('receipt.json')).toMatchObject({ totals: { kept: 3, overdue: 0 } });
  });

  test('the archive of the run', async () => {
    const { archive, audit, emulator, read } = await aRun();
    emulator.failNext({ on: 'downloadVideo', status: 404, meetingVideoId: 'b', times: 'always' });
    expect(await archive()).toBe(1);
    expect(await audit()).toBe(6);
    const { kept, overdue } = await read('receipt.json');
    expect(kept).toMatchObject([{ meetingVideoId: 'b', reason: 'notArchived' }]);
    expect(overdue).toMatchObject([{ meetingVideoId: 'a' }, { meetingVideoId: 'c' }]);
  });
});
