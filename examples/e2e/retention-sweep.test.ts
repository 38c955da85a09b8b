import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApplyReport, DeletionPlan, DeletionReceipt } from 'iinked-sign/retention';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { aFolder, aliveIn, runExample } from './programs.ts';

const old = (meetingVideoId: string) => aVideo({ meetingVideoId, timeCreated: '2015-05-01T10:00:00.000Z' });
const young = (meetingVideoId: string) => aVideo({ meetingVideoId, timeCreated: new Date().toISOString() });

async function scene() {
  const timeCreated = '2015-05-01T09:00:00.000Z';
  const lease = { packageId: 'lease', name: 'Lease', state: 'executed', isExecuted: true, timeCreated };
  const draft = { packageId: 'draft', state: 'draft', isExecuted: false, timeCreated };
  const emulator = await startEmulator({
    packages: [
      aPackage({ ...lease, videos: [old('a'), old('b'), old('c'), young('d'), young('e'), young('f')] }),
      aPackage({ ...draft, videos: [old('g')] }),
      aPackage({ packageId: 'other', state: 'executed', isExecuted: true, timeCreated, videos: [young('h')] }),
    ],
  });
  onTestFinished(() => emulator.close());
  const cwd = await aFolder();
  const hold = (...meetingVideoIds: string[]) =>
    writeFile(join(cwd, 'holds.json'), JSON.stringify({ packageIds: [], meetingVideoIds }));
  await hold('c');
  const sweep = (...args: string[]) => runExample('retention-sweep.mts', args, { emulator, cwd });
  const planned = async (): Promise<DeletionPlan> => JSON.parse(await readFile(join(cwd, 'plan.json'), 'utf8'));
  return { alive: () => aliveIn(emulator), cwd, hold, sweep, planned };
}

test('a sweep plans, keeps what is on hold by now, deletes what was approved, and audits', async () => {
  const { alive, hold, sweep, planned } = await scene();
  expect(await sweep('plan', 'plan.json')).toContain('Videos to delete: 2');
  const { id, delete: toDelete } = await planned();
  expect(toDelete.map(({ meetingVideoId }) => meetingVideoId)).toEqual(['a', 'b']);
  expect(alive()).toHaveLength(8);

  await hold('b', 'c');
  const report: ApplyReport = JSON.parse(await sweep('apply', 'plan.json', id));
  expect(report.videos).toMatchObject([
    { meetingVideoId: 'a', outcome: 'deleted' },
    { meetingVideoId: 'b', outcome: 'kept', reason: 'held' },
  ]);
  expect(alive()).toEqual(['b', 'c', 'd', 'e', 'f', 'g', 'h']);

  const receipt: DeletionReceipt = JSON.parse(await sweep('audit', 'plan.json'));
  expect(receipt).toMatchObject({ planId: id, complete: false, unplanned: [], totals: { deleted: 1, kept: 1 } });
});

test('a sweep applies no plan but the one that was approved', async () => {
  const { alive, sweep } = await scene();
  await sweep('plan', 'plan.json');
  await expect(sweep('apply', 'plan.json', 'another')).rejects.toThrow(/another was approved/);
  await expect(sweep('apply', 'plan.json')).rejects.toThrow(/undefined was approved/);
  expect(alive()).toHaveLength(8);
});

test('a sweep never writes over a plan', async () => {
  const { sweep, planned } = await scene();
  await sweep('plan', 'plan.json');
  const before = await planned();
  await expect(sweep('plan', 'plan.json')).rejects.toThrow(/EEXIST/);
  expect(await planned()).toEqual(before);
});

test('a sweep does nothing without its list of holds', async () => {
  const { alive, cwd, sweep, planned } = await scene();
  await sweep('plan', 'plan.json');
  const { id } = await planned();
  await writeFile(join(cwd, 'holds.json'), 'null');
  await expect(sweep('apply', 'plan.json', id)).rejects.toThrow(/hold/);
  expect(alive()).toHaveLength(8);
});
