import { expect, test } from 'vitest';
import { aRun, ids } from './aRun.ts';

test.each(['', '2', '33', 'yes', '3 videos'])(
  'apply deletes nothing when a person types %j for 3 videos',
  async (types) => {
    const { apply, alive, files } = await aRun();
    expect(await apply({ types })).toBe(3);
    expect(alive()).toEqual(ids);
    expect(await files()).not.toContain('report-1.json');
  },
);

test('apply deletes once a person has typed the number of videos', async () => {
  const { apply, alive, audit } = await aRun();
  expect(await apply({ types: '3' })).toBe(0);
  expect(alive()).toEqual([]);
  expect(await audit()).toBe(0);
});

test('where nobody can be asked, apply deletes nothing without the id of the plan', async () => {
  const { apply, alive, id } = await aRun();
  expect(await apply()).toBe(3);
  expect(await apply({ confirm: '' })).toBe(3);
  expect(await apply({ confirm: `${id}0` })).toBe(3);
  expect(alive()).toEqual(ids);
  expect(await apply({ confirm: id })).toBe(0);
  expect(alive()).toEqual([]);
});

test('where approvals are needed and missing, the id of the plan does not replace them', async () => {
  const { apply, alive, id } = await aRun({ rules: { approvalsNeeded: 1 } });
  expect(await apply({ confirm: id })).toBe(3);
  expect(await apply({ types: '3' })).toBe(3);
  expect(alive()).toEqual(ids);
});

test('the holds of the plan hold, and those of now, too', async () => {
  const { apply, alive, id, hold } = await aRun({ holds: ',a\n' });
  expect(await apply({ confirm: id, holds: await hold('lease,b\n') })).toBe(0);
  expect(alive()).toEqual(['a', 'b']);
});

test('a dry run deletes nothing, and its report is none that an audit reads', async () => {
  const { apply, audit, alive, files } = await aRun();
  expect(await apply({ dryRun: true })).toBe(0);
  expect(alive()).toEqual(ids);
  expect(await files()).toEqual(expect.arrayContaining(['dry-run-1.json']));
  expect(await files()).not.toContain('report-1.json');
  expect(await audit()).toBe(6);
});

test('an apply after which a video may be deleted ends with 5, and one that only failed with 1', async () => {
  const { apply, id, emulator } = await aRun();
  emulator.failNext({ on: 'deleteVideos', status: 403, times: 'always' });
  expect(await apply({ confirm: id })).toBe(1);
  emulator.clearFaults();
  emulator.failNext({ on: 'deleteVideos', meetingVideoId: 'b', reset: true, times: 'always' });
  expect(await apply({ confirm: id })).toBe(5);
});
