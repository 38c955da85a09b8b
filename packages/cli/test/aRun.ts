import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo, type EmulatorOptions, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished } from 'vitest';
import { run as apply } from '../src/commands/apply.ts';
import { run as approve } from '../src/commands/approve.ts';
import { run as archive } from '../src/commands/archive.ts';
import { run as audit } from '../src/commands/audit.ts';
import { run as plan } from '../src/commands/plan.ts';
import { exitCodeOfError } from '../src/exitCodes.ts';
import { aTerminal } from './aTerminal.ts';

const timeCreated = '2012-03-04T05:06:07Z';

/** The videos of a run. */
export const ids = ['a', 'b', 'c'];

/** A run with a plan of three videos, and the commands that work in it. */
export async function aRun({
  rules = {},
  holds = '',
  env = {},
  server = {},
}: {
  rules?: object;
  /** The rows of the holds of the plan. */
  holds?: string;
  env?: NodeJS.ProcessEnv;
  /** How the emulator is set up. */
  server?: EmulatorOptions;
} = {}) {
  const videos = ids.map((meetingVideoId) => aVideo({ meetingVideoId, timeCreated }));
  const emulator = await startEmulator({
    ...server,
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
  const copies = join(folder, 'copies');
  const hold = async (rows: string) => {
    await writeFile(file, `packageId,meetingVideoId\n${rows}`);
    return file;
  };
  expect(
    await plan(aTerminal({ emulator, env }), { out: run, policy, holds: holds !== '' && (await hold(holds)) }),
  ).toBe(0);
  const { id } = JSON.parse(await readFile(join(run, 'plan.json'), 'utf8'));
  const ended = (code: Promise<number>) => code.catch(exitCodeOfError);
  return {
    emulator,
    id,
    hold,
    apply: (given: { types?: string } & Partial<Parameters<typeof apply>[1]> = {}) => {
      const { types, ...options } = given;
      const terminal = aTerminal({ emulator, env, ...(types !== undefined && { types }) });
      return ended(apply(terminal, { run, policy, holds: false, ...options }));
    },
    approve: (options: Omit<Parameters<typeof approve>[1], 'run'>) =>
      ended(approve(aTerminal({ emulator, env }), { run, ...options })),
    archive: () => ended(archive(aTerminal({ emulator, env }), { run, to: copies })),
    audit: (options: Partial<Parameters<typeof audit>[1]> = {}) =>
      ended(audit(aTerminal({ emulator, env }), { run, policy, holds: false, ...options })),
    /** The file of the copy of a video. */
    copyOf: (meetingVideoId: string) => join(copies, 'lease', `${meetingVideoId}.mp4`),
    /** A document of the run. */
    read: async (name: string) => JSON.parse(await readFile(join(run, name), 'utf8')),
    files: async () => (await readdir(run)).toSorted(),
    alive: () =>
      emulator.packages.flatMap((each) =>
        each.videos.filter(({ state }) => state !== 'deleted').map(({ meetingVideoId }) => meetingVideoId),
      ),
  };
}
