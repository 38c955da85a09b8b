import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type MeetingVideo } from 'iinked-sign';
import { planDeletion } from 'iinked-sign/retention';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { json, serve } from 'iinked-sign-testing/servers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { store } from '../src/archive/store.ts';
import { run as archive } from '../src/commands/archive.ts';
import { Interrupted } from '../src/errors/Interrupted.ts';
import { readArchive } from '../src/files/archive.ts';
import { makeRun } from '../src/files/run.ts';
import { aTerminal } from './aTerminal.ts';

const timeCreated = '2014-03-01T10:00:00Z';

/** A run with a plan of these videos. */
async function aRun(videos: Partial<MeetingVideo>[]) {
  const all = videos.map((video) => aVideo({ timeCreated, size: 1000, ...video }));
  const emulator = await startEmulator({ packages: [aPackage({ packageId: 'lease', timeCreated, videos: all })] });
  onTestFinished(() => emulator.close());
  const cwd = await mkdtemp(join(tmpdir(), 'archive-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const [run, to] = [join(cwd, 'run'), join(cwd, 'videos')];
  await makeRun(run);
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
  const rules = { packages: { packageIds: ['lease'] }, olderThan: { years: 10 }, limits: { videos: 50 } };
  await writeFile(join(run, 'plan.json'), JSON.stringify(await planDeletion(client, rules)));
  const terminal = aTerminal({ emulator });
  return {
    emulator,
    run,
    to,
    terminal,
    archive: () => archive(terminal, { run, to }),
    /** Which videos an apply would take for archived. */
    proven: async () => {
      const known = await readArchive(run);
      const proofs = (known?.videos ?? []).map(
        async (video) => [video, await known?.prove?.(video).catch(() => false)] as const,
      );
      return (await Promise.all(proofs)).flatMap(([video, isProven]) => (isProven ? [video.meetingVideoId] : []));
    },
    said: () => terminal.out.join('\n'),
  };
}

test('an archive has a copy of each planned video, and says what comes next', async () => {
  const { archive, proven, said, terminal, to } = await aRun([{ meetingVideoId: 'a' }, { meetingVideoId: 'b' }]);
  expect(await archive()).toBe(0);
  expect(said()).toContain('archived     2 videos of 2 (2.0 kB)');
  expect(terminal.err.at(-1)).toMatch(/^Next: iinked-sign apply .*run$/);
  expect(await proven()).toEqual(['a', 'b']);
  expect((await readdir(to)).toSorted()).toEqual(['SHA256SUMS', 'lease']);
});

test('a video whose file is not the planned one has no copy, and the others have', async () => {
  const { archive, emulator, proven, said } = await aRun([{ meetingVideoId: 'a' }, { meetingVideoId: 'b' }]);
  emulator.failNext({ on: 'downloadVideo', meetingVideoId: 'a', fileSize: 999, times: 'always' });
  expect(await archive()).toBe(1);
  expect(said()).toContain('lease/a: Its link responded with 999 bytes instead of 1000.');
  expect(await proven()).toEqual(['b']);
});

test('a copy that changes afterwards is no proof', async () => {
  const { archive, proven, to } = await aRun(['gone', 'short', 'other', 'whole'].map((id) => ({ meetingVideoId: id })));
  expect(await archive()).toBe(0);
  const file = (id: string) => join(to, 'lease', `${id}.mp4`);
  await rm(file('gone'));
  await truncate(file('short'), 999);
  await writeFile(file('other'), 'x', { flag: 'r+' });
  expect(await proven()).toEqual(['whole']);
});

test('from its beginning on, an archive keeps what has no copy', async () => {
  const { archive, emulator, proven, run, terminal } = await aRun([{ meetingVideoId: 'a' }]);
  emulator.failNext({ on: 'downloadVideo', stall: true });
  const archiving = archive();
  await vi.waitFor(() => expect(emulator.requests.at(-1)?.operationId).toBe('downloadVideo'), 30_000);
  expect(JSON.parse(await readFile(join(run, 'archive.json'), 'utf8'))).toMatchObject({ videos: [] });
  terminal.interrupt();
  expect(await archiving).toBe(1);
  expect(terminal.signal.reason).toBeInstanceOf(Interrupted);
  expect(await proven()).toEqual([]);
});

test('an interruption keeps the copies of earlier runs', async () => {
  const { archive, proven, terminal } = await aRun([{ meetingVideoId: 'a' }, { meetingVideoId: 'b', url: null }]);
  expect(await archive()).toBe(1);
  terminal.interrupt();
  expect(await archive()).toBe(1);
  expect(await proven()).toEqual(['a']);
});

test('what is there and whole is not downloaded again; what is damaged stays as it is, and is no copy', async () => {
  const { archive, emulator, proven, run, said, to } = await aRun([{ meetingVideoId: 'a' }, { meetingVideoId: 'b' }]);
  expect(await archive()).toBe(0);
  await truncate(join(to, 'lease', 'a.mp4'), 999);
  const requests = emulator.requests.length;
  expect(await archive()).toBe(1);
  expect(said()).toContain('before       1 video of them before this run');
  expect(said()).toContain('a.mp4 is not what it was when it was archived. Move it away, then archive again.');
  expect(emulator.requests).toHaveLength(requests);
  expect((await stat(join(to, 'lease', 'a.mp4'))).size).toBe(999);
  expect(JSON.parse(await readFile(join(run, 'archive.json'), 'utf8')).videos).toMatchObject([{ meetingVideoId: 'b' }]);
  expect(await proven()).toEqual(['b']);
});

test('each redirect is checked as the link is', async () => {
  const { received, url } = await serve(json({}));
  const inside = await serve((response) => response.writeHead(302, { location: `https://10.0.0.7/${url}` }).end());
  const { archive, proven, said } = await aRun([{ meetingVideoId: 'a', url: inside.url }]);
  expect(await archive()).toBe(1);
  expect(said()).toContain(
    'lease/a: A redirect of its link leads into a private network, and the server is not in one.',
  );
  expect(inside.received).toHaveLength(1);
  expect(received).toEqual([]);
  expect(inside.received[0]?.headers).not.toHaveProperty('api_key');
  expect(await proven()).toEqual([]);
});

test('a copy that the disk does not give back as it was written is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  const file = join(folder, 'a.mp4');
  async function* bytes() {
    yield Buffer.from('0123456789');
    await vi.waitFor(async () => expect((await stat(`${file}.part`)).size).toBe(10), 30_000);
    await writeFile(`${file}.part`, 'x', { flag: 'r+' });
  }
  await expect(store(file, bytes(), 10)).rejects.toThrow('The disk does not give back what was written.');
  expect(await readdir(folder)).toEqual([]);
});

test('a file that came in between stays, and is no copy', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  const file = join(folder, 'a.mp4');
  async function* bytes() {
    yield Buffer.from('0123456789');
    await writeFile(file, '9876543210');
  }
  await expect(store(file, bytes(), 10)).rejects.toThrow('is there already, and is not this video. Move it away');
  expect(await readFile(file, 'utf8')).toBe('9876543210');
  expect(await readdir(folder)).toEqual(['a.mp4']);
});

test('a manifest that is none is written anew, and an apply refuses it', async () => {
  const { archive, proven, run } = await aRun([{ meetingVideoId: 'a' }]);
  for (const text of ['{"folder":".","videos":[{}]}', '[]', '{"folder":"../vid']) {
    await writeFile(join(run, 'archive.json'), text);
    await expect(readArchive(run)).rejects.toMatchObject({ reason: 'format' });
    expect(await archive()).toBe(0);
    expect(await proven()).toEqual(['a']);
  }
});

test('a plan of nothing is archived at once', async () => {
  const { archive, said, terminal } = await aRun([]);
  expect(await archive()).toBe(0);
  expect(said()).toContain('archived     0 videos of 0');
  expect(terminal.err.at(-1)).toBe('Next: nothing. There is nothing to apply.');
});
