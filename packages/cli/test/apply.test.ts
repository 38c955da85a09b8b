import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { run as apply } from '../src/commands/apply.ts';
import { run as audit } from '../src/commands/audit.ts';
import { run as plan } from '../src/commands/plan.ts';
import { exitCodeOfError } from '../src/exitCodes.ts';
import { aTerminal } from './aTerminal.ts';

const timeCreated = '2012-03-04T05:06:07Z';
const ids = ['a', 'b', 'c'];

/** A run with a plan of three videos, and the commands that work in it. */
async function aRun({ rules = {}, holds = '' } = {}) {
  const videos = ids.map((meetingVideoId) => aVideo({ meetingVideoId, timeCreated }));
  const emulator = await startEmulator({
    packages: [aPackage({ packageId: 'lease', timeCreated, timeExecuted: timeCreated, videos })],
  });
  onTestFinished(() => emulator.close());
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-apply-'));
  const policy = join(folder, 'retention.json');
  const file = join(folder, 'holds.csv');
  await writeFile(
    policy,
    JSON.stringify({
      server: emulator.url,
      packages: { states: ['executed'] },
      olderThan: { years: 10 },
      limits: { videos: 10 },
      ...rules,
    }),
  );
  const run = join(folder, 'run');
  const hold = async (rows: string) => {
    await writeFile(file, `packageId,meetingVideoId\n${rows}`);
    return file;
  };
  expect(await plan(aTerminal({ emulator }), { out: run, policy, holds: holds !== '' && (await hold(holds)) })).toBe(0);
  const { id } = JSON.parse(await readFile(join(run, 'plan.json'), 'utf8'));
  const ended = (code: Promise<number>) => code.catch(exitCodeOfError);
  return {
    emulator,
    id,
    hold,
    apply: (given: { types?: string } & Partial<Parameters<typeof apply>[1]> = {}) => {
      const { types, ...options } = given;
      const terminal = aTerminal({ emulator, ...(types !== undefined && { types }) });
      return ended(apply(terminal, { run, policy, holds: false, ...options }));
    },
    audit: () => ended(audit(aTerminal({ emulator }), { run, policy, holds: false })),
    files: async () => (await readdir(run)).toSorted(),
    alive: () =>
      emulator.packages.flatMap((each) =>
        each.videos.filter(({ state }) => state !== 'deleted').map(({ meetingVideoId }) => meetingVideoId),
      ),
  };
}

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
