import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { run as deleteVideo } from '../src/commands/delete.ts';
import { run as deleteAll } from '../src/commands/deleteAll.ts';
import { exitCodeOfError } from '../src/exitCodes.ts';
import { aTerminal } from './aTerminal.ts';

const packageId = 'lease';
const target = { packageId, meetingVideoId: 'signing' };

async function anEmulator(name: string | null = 'Lease'): Promise<Emulator> {
  const videos = [
    aVideo({ meetingVideoId: 'signing' }),
    aVideo({ meetingVideoId: 'kept', timeRetention: '2090-01-01T00:00:00Z' }),
  ];
  const emulator = await startEmulator({ packages: [aPackage({ packageId, name, videos })] });
  onTestFinished(() => emulator.close());
  return emulator;
}

const aliveIn = ({ packages }: Emulator) =>
  packages.flatMap(({ videos }) => videos.filter((v) => v.state !== 'deleted').map((v) => v.meetingVideoId));

const deletionsOf = ({ requests }: Emulator) => requests.filter(({ operationId }) => operationId === 'deleteVideos');

/** The exit code of a command that rejects. */
const refusedWith = (running: Promise<unknown>) =>
  running.then(
    (code) => `done with ${code}`,
    (error: unknown) => ({ code: exitCodeOfError(error), message: error instanceof Error ? error.message : '' }),
  );

test('delete shows the video, and deletes it once its id is typed', async () => {
  const emulator = await anEmulator();
  const terminal = aTerminal({ emulator, types: 'signing' });
  expect(await deleteVideo(terminal, target)).toBe(0);
  expect(aliveIn(emulator)).toEqual(['kept']);
  expect(terminal.err.join('\n')).toMatch(/package “Lease” \(lease\), on http[\s\S]*signing +archived/);
  expect(terminal.out).toEqual(['Video signing is deleted.']);
});

test.each(['', 'Signing', 'kept', 'yes', 'y'])('delete deletes nothing when %j is typed', async (types) => {
  const emulator = await anEmulator();
  expect(await refusedWith(deleteVideo(aTerminal({ emulator, types }), target))).toMatchObject({ code: 3 });
  expect(deletionsOf(emulator)).toEqual([]);
});

test.each([
  [undefined, 3],
  ['', 3],
  ['kept', 3],
  ['signing', 0],
])('where nobody can be asked, delete with --confirm %j ends with %i', async (confirm, code) => {
  const emulator = await anEmulator();
  const ended = deleteVideo(aTerminal({ emulator }), { ...target, confirm }).catch(exitCodeOfError);
  expect(await ended).toBe(code);
  expect(deletionsOf(emulator)).toHaveLength(code === 0 ? 1 : 0);
});

test('delete asks also where --confirm is right, and refuses at once where it is wrong', async () => {
  const emulator = await anEmulator();
  const terminal = aTerminal({ emulator, types: '' });
  expect(await refusedWith(deleteVideo(terminal, { ...target, confirm: 'signing' }))).toMatchObject({ code: 3 });
  expect(await refusedWith(deleteVideo(terminal, { ...target, confirm: 'other' }))).toMatchObject({ code: 3 });
  expect(terminal.asked).toHaveLength(1);
  expect(deletionsOf(emulator)).toEqual([]);
});

test('delete keeps a video under retention, unless that is left out, which the prompt says', async () => {
  const emulator = await anEmulator();
  const kept = { packageId, meetingVideoId: 'kept' };
  const terminal = aTerminal({ emulator, types: 'kept' });
  const refusal = await refusedWith(deleteVideo(terminal, kept));
  expect(refusal).toMatchObject({ code: 3, message: expect.stringContaining('--under-retention') });
  expect(terminal.asked).toEqual([]);
  expect(await deleteVideo(terminal, { ...kept, underRetention: true })).toBe(0);
  expect(terminal.err.join('\n')).toContain('whether or not its retention is over');
  expect(aliveIn(emulator)).toEqual(['signing']);
});

test('delete keeps a video that changed while the person was asked', async () => {
  const emulator = await anEmulator();
  const types = () => {
    emulator.seed([aPackage({ packageId, videos: [aVideo({ meetingVideoId: 'signing', size: 1 })] })]);
    return 'signing';
  };
  expect(await refusedWith(deleteVideo(aTerminal({ emulator, types }), target))).toMatchObject({ code: 3 });
  expect(deletionsOf(emulator)).toEqual([]);
});

test('delete with an empty id sends nothing', async () => {
  const emulator = await anEmulator();
  const terminal = aTerminal({ emulator, types: '' });
  for (const ids of [
    { ...target, meetingVideoId: '' },
    { ...target, packageId: '' },
  ]) {
    expect(await refusedWith(deleteVideo(terminal, ids))).toMatchObject({ code: 1 });
  }
  expect(await refusedWith(deleteAll(terminal, { packageId: '' }))).toMatchObject({ code: 1 });
  expect(emulator.requests).toEqual([]);
});

test('delete says so when a video was deleted before or is not there', async () => {
  const emulator = await anEmulator();
  const terminal = aTerminal({ emulator });
  expect(await deleteVideo(terminal, { ...target, confirm: 'signing' })).toBe(0);
  expect(await deleteVideo(terminal, { ...target, json: true })).toBe(0);
  expect(JSON.parse(terminal.out.at(-1) ?? '')).toEqual({ packageId, dryRun: false, alreadyDeleted: true, videos: [] });
  const missing = await refusedWith(deleteVideo(terminal, { ...target, meetingVideoId: 'none' }));
  expect(missing).toMatchObject({ code: 1, message: expect.stringContaining('iinked-sign videos lease') });
});

test('a dry run of delete and delete-all deletes nothing and asks nobody, and gives no link', async () => {
  const emulator = await anEmulator();
  const terminal = aTerminal({ emulator });
  expect(await deleteVideo(terminal, { ...target, dryRun: true, json: true })).toBe(0);
  expect(await deleteAll(terminal, { packageId, dryRun: true, json: true })).toBe(0);
  const printed = terminal.out.map((text) => JSON.parse(text));
  expect(printed).toMatchObject([
    { dryRun: true, videos: [{ meetingVideoId: 'signing' }] },
    { dryRun: true, videos: [{ meetingVideoId: 'signing' }, { meetingVideoId: 'kept' }] },
  ]);
  expect(terminal.out.join('')).not.toMatch(/https?:/);
  expect(deletionsOf(emulator)).toEqual([]);
});

test('a deletion whose outcome is unknown ends with 5', async () => {
  const emulator = await anEmulator();
  emulator.failNext({ on: 'deleteVideos', status: 502, times: 'always' });
  const ended = refusedWith(deleteVideo(aTerminal({ emulator, types: 'signing' }), target));
  expect(await ended).toMatchObject({ code: 5 });
});

test('delete-all says how many are under retention, and deletes once the name is typed', async () => {
  const emulator = await anEmulator();
  const terminal = aTerminal({ emulator, types: 'Lease' });
  expect(await deleteAll(terminal, { packageId })).toBe(0);
  expect(terminal.err.join('\n')).toContain('1 of 2 videos is under retention.');
  expect(aliveIn(emulator)).toEqual([]);
  expect(await deleteAll(terminal, { packageId })).toBe(0);
  expect(terminal.out.at(-1)).toContain('No video is left');
});

test.each([null, '', ' Lease', 'Lea\u200bse', 'x'.repeat(300)])(
  'delete-all asks for the id of a package whose name is %j, which a person cannot see or type',
  async (name) => {
    const emulator = await anEmulator(name);
    expect(await refusedWith(deleteAll(aTerminal({ emulator, types: name ?? '' }), { packageId }))).toMatchObject({
      code: 3,
    });
    expect(await deleteAll(aTerminal({ emulator, types: packageId }), { packageId })).toBe(0);
  },
);

test('where nobody can be asked, delete-all takes the id, not the name', async () => {
  const emulator = await anEmulator();
  const refused = refusedWith(deleteAll(aTerminal({ emulator }), { packageId, confirm: 'Lease' }));
  expect(await refused).toMatchObject({ code: 3 });
  expect(deletionsOf(emulator)).toEqual([]);
  expect(await deleteAll(aTerminal({ emulator }), { packageId, confirm: packageId })).toBe(0);
});

test('delete-all deletes nothing when a video came while the person was asked', async () => {
  const emulator = await anEmulator();
  const types = () => {
    const videos = [aVideo({ meetingVideoId: 'signing' }), aVideo({ meetingVideoId: 'new' })];
    emulator.seed([aPackage({ packageId, name: 'Lease', videos })]);
    return 'Lease';
  };
  expect(await refusedWith(deleteAll(aTerminal({ emulator, types }), { packageId }))).toMatchObject({ code: 3 });
  expect(deletionsOf(emulator)).toEqual([]);
});
