import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MeetingVideo } from 'iinked-sign';
import { aPackage, aVideo, type Fault } from 'iinked-sign-emulator';
import { run } from 'iinked-sign-testing/processes';
import { serve } from 'iinked-sign-testing/servers';
import { describe, expect, type TestContext, test, vi } from 'vitest';
import { anOffice, type Office } from './office.ts';

const timeCreated = '2014-03-01T10:00:00Z';
const size = 200_001;

/** An office with a plan of these videos, each of which is only deleted with a copy. */
async function aPlan(
  context: TestContext,
  videos: Partial<MeetingVideo>[] = ['a', 'b', 'c'].map((meetingVideoId) => ({ meetingVideoId })),
  rules: object = { requireArchive: true },
): Promise<Office & { apply: string; downloads: () => string[]; archived: () => Promise<string[]> }> {
  const office = await anOffice(context, { videos: 0, rules });
  context.onTestFinished(() => rm(office.folder, { recursive: true, force: true }));
  const all = videos.map((video) => aVideo({ timeCreated, size, ...video }));
  office.emulator.seed([aPackage({ packageId: 'lease', timeCreated, videos: all })]);
  expect(await office.run('plan --out run --no-holds')).toMatchObject({ code: 0 });
  const { id } = await office.json('run/plan.json');
  return {
    ...office,
    apply: `apply run --no-holds --confirm ${id}`,
    downloads: () => requestsFor(office, 'downloadVideo').map(({ path }) => path.replace('/files/', '')),
    archived: async () => {
      const { videos } = await office.json('run/archive.json');
      return Array.isArray(videos) ? videos.map(({ meetingVideoId }) => meetingVideoId) : [];
    },
  };
}

function requestsFor({ emulator }: Office, target: string) {
  return emulator.requests.filter(({ operationId }) => operationId === target);
}

const shows = (text: string) => expect.stringContaining(text);
const check = (folder: string) => run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder });
const contentsOf = async (folder: string) => (await readdir(folder, { recursive: true })).toSorted();
/** Downloads that last as long as a test. */
const slowly = { on: 'downloadVideo', bytesPerSecond: 1000, times: 'always' } as const;

// Many processes share the machine.
describe.concurrent('an archive', { timeout: 300_000 }, () => {
  test('has a proven copy of each video before it is deleted, and the receipt names the hashes', async (context) => {
    const office = await aPlan(context, undefined, { requireArchive: true, approvalsNeeded: 1 });
    const early = await office.run('apply run --no-holds');
    expect(early).toMatchObject({ code: 1, shown: shows('First  iinked-sign archive run --to FOLDER. Nothing was') });
    const archive = await office.run('archive run --to videos');
    expect(archive).toMatchObject({ code: 0, out: shows('archived     3 videos of 3 (600.0 kB)') });
    expect(archive.shown).toContain('Next: iinked-sign approve run --by NAME   (by one more person)');
    expect(await check(join(office.folder, 'videos'))).toMatch(/^(lease\/[abc]\.mp4: OK\n){3}$/);
    expect(await office.run('approve run --by Jane')).toMatchObject({ code: 0 });
    expect(await office.run('apply run --no-holds')).toMatchObject({ code: 0, out: shows('3 videos of 3') });
    expect(await office.run('audit run --no-holds')).toMatchObject({ code: 0, out: shows('settled and complete') });

    const sums = await readFile(join(office.folder, 'videos', 'SHA256SUMS'), 'utf8');
    const { deleted } = JSON.parse(await readFile(join(office.folder, 'run', 'receipt.json'), 'utf8'));
    const lines = deleted.map(
      (video: Record<string, string>) => `${video.sha256}  lease/${video.meetingVideoId}.mp4\n`,
    );
    expect(lines.toSorted()).toEqual(sums.match(/.*\n/g)?.toSorted());
    expect(await readFile(join(office.folder, 'run', 'receipt.html'), 'utf8')).toContain(deleted[0].sha256);
    const requests = requestsFor(office, 'downloadVideo');
    expect(requests).toHaveLength(3);
    expect(requests.filter(({ headers }) => 'api_key' in headers)).toEqual([]);
    expect((await stat(join(office.folder, 'videos'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(office.folder, 'videos', 'lease', 'a.mp4'))).mode & 0o777).toBe(0o600);
  });

  test('that was killed keeps every video until it went on, and downloads only what is missing', async (context) => {
    const office = await aPlan(context, undefined, {});
    office.emulator.failNext({ ...slowly, meetingVideoId: 'c' });
    const archive = office.type('archive run --to videos');
    const sums = join(office.folder, 'videos', 'SHA256SUMS');
    await vi.waitFor(async () => expect((await readFile(sums, 'utf8')).match(/\n/g)).toHaveLength(2), 60_000);
    archive.kill('SIGKILL');
    await archive.ended;
    expect(await contentsOf(join(office.folder, 'videos'))).toContain('lease/c.mp4.part');
    office.emulator.clearFaults();
    // The copies that are whole are not in the manifest yet; the policy of this run does not even require an archive.
    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('kept          3 videos') });

    // The power failed while a line was written.
    await appendFile(sums, '0123456789abcdef  lease/c.m');
    const downloaded = office.downloads();
    const again = await office.run('archive run --to videos');
    expect(again).toMatchObject({ code: 0, out: shows('before       2 videos of them before this run') });
    expect(office.downloads()).toEqual([...downloaded, 'lease/c']);
    await check(join(office.folder, 'videos'));
    expect(await contentsOf(join(office.folder, 'videos'))).toEqual([
      'SHA256SUMS',
      'lease',
      'lease/a.mp4',
      'lease/b.mp4',
      'lease/c.mp4',
    ]);
    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('3 videos of 3') });
  });

  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that gets a %s keeps what is whole, and goes on later', async ([signal, code], context) => {
    const office = await aPlan(context);
    office.emulator.failNext({ ...slowly, meetingVideoId: 'b' });
    const archive = office.type('archive run --to videos');
    const sums = join(office.folder, 'videos', 'SHA256SUMS');
    await vi.waitFor(async () => expect((await readFile(sums, 'utf8')).match(/\n/g)).toHaveLength(2), 60_000);
    archive.kill(signal);
    expect(await archive.ended).toBe(code);
    expect(archive.shown()).toContain('not started  1 video without a copy: apply keeps them');
    expect(archive.shown()).toContain('Next: iinked-sign archive run --to videos   (it goes on where this run ended)');
    expect(await office.archived()).toEqual(['a', 'c']);
    expect(await contentsOf(join(office.folder, 'videos'))).not.toContain('lease/b.mp4.part');
    office.emulator.clearFaults();
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    expect(await office.archived()).toEqual(['a', 'b', 'c']);
  });

  test.for<[string, Partial<Fault>, string]>([
    ['is short', { fileSize: size - 1 }, 'Its link responded with 200000 bytes instead of 200001.'],
    ['is too long', { fileSize: size + 1 }, 'Its link responded with 200002 bytes instead of 200001.'],
    ['says a length that is too small', { contentLength: 7 }, 'Its link responded with 7 bytes instead of 200001.'],
    ['says a length that is too large', { contentLength: size + 1 }, 'Its link responded with 200002 bytes instead'],
    ['is short, and says another length', { fileSize: 9, contentLength: size }, 'The connection was lost after'],
    ['breaks off in the middle', { truncate: true }, 'The connection was lost after'],
    [
      'is behind a link that has expired',
      { status: 403 },
      'Its link responded with 403 instead of a file, as one does that has expired.',
    ],
    ['is not there', { status: 404 }, 'Its link responded with 404 instead of a file.'],
    [
      'is packed',
      { headers: { 'content-encoding': 'gzip' } },
      'Its link responded with something that is not the file.',
    ],
    ['gives no response', { reset: true }, 'Its link could not be requested ('],
  ])('has no video whose file %s, and apply keeps it', async ([, fault, problem], context) => {
    const office = await aPlan(context);
    office.emulator.failNext({ on: 'downloadVideo', meetingVideoId: 'b', times: 'always', ...fault });
    const archive = await office.run('archive run --to videos');
    expect(archive).toMatchObject({ code: 1, out: shows('failed       1 video without a copy: apply keeps them') });
    expect(archive.out).toContain(`lease/b: ${problem}`);
    expect(await office.archived()).toEqual(['a', 'c']);
    expect(await contentsOf(join(office.folder, 'videos', 'lease'))).toEqual(['a.mp4', 'c.mp4']);
    await check(join(office.folder, 'videos'));
    // Three attempts, each with a new link.
    expect(office.downloads().filter((path) => path === 'lease/b')).toHaveLength(3);

    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('kept          1 video') });
    expect(await readFile(join(office.folder, 'run', 'report-1.json'), 'utf8')).toContain('notArchived');
    expect(office.emulator.packages.flatMap(({ videos }) => videos.filter(({ state }) => state !== 'deleted'))).toEqual(
      expect.arrayContaining([expect.objectContaining({ meetingVideoId: 'b' })]),
    );
  });

  test('lists a video anew whose link has expired', async (context) => {
    const office = await aPlan(context);
    office.emulator.failNext({ on: 'downloadVideo', meetingVideoId: 'b', status: 403 });
    const lists = requestsFor(office, 'listVideos').length;
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    expect(requestsFor(office, 'listVideos')).toHaveLength(lists + 2);
    expect(await office.archived()).toEqual(['a', 'b', 'c']);
  });

  test.for<[string, (file: string) => Promise<void>]>([
    ['was deleted', (file) => rm(file)],
    ['was truncated', (file) => truncate(file, size - 1)],
    ['was swapped', (file) => rename(join(file, '..', 'b.mp4'), file)],
    ['has become a folder', (file) => rm(file).then(() => run('mkdir', [file]).then(() => undefined))],
    ['has become a pipe', (file) => rm(file).then(() => run('mkfifo', [file]).then(() => undefined))],
    [
      'has another bit',
      async (file) => {
        const bytes = await readFile(file);
        bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
        await writeFile(file, bytes);
      },
    ],
  ])('of which a file %s saves its video from the apply', async ([, change], context) => {
    const office = await aPlan(context);
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    await change(join(office.folder, 'videos', 'lease', 'a.mp4'));
    expect(await office.run(office.apply)).toMatchObject({ code: 0 });
    const { videos } = JSON.parse(await readFile(join(office.folder, 'run', 'report-1.json'), 'utf8'));
    expect(videos).toContainEqual(
      expect.objectContaining({ meetingVideoId: 'a', outcome: 'kept', reason: 'notArchived' }),
    );
    expect(videos).toContainEqual(expect.objectContaining({ meetingVideoId: 'c', outcome: 'deleted' }));
    expect(await office.run('audit run --no-holds')).toMatchObject({ code: 6 });
  });

  test('overwrites nothing: neither a copy that was changed, nor what was there before', async (context) => {
    const office = await aPlan(context);
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    const file = join(office.folder, 'videos', 'lease', 'a.mp4');
    await truncate(file, 10);
    await writeFile(join(office.folder, 'videos', 'lease', 'b.mp4'), 'letters');
    const again = await office.run('archive run --to videos');
    expect(again).toMatchObject({ code: 1, out: shows('a.mp4 is not what it was when it was archived. Move it') });
    expect((await stat(file)).size).toBe(10);
    expect(await office.archived()).toEqual(['c']);

    await rename(file, join(office.folder, 'a.mp4'));
    await rm(join(office.folder, 'videos', 'lease', 'b.mp4'));
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    await check(join(office.folder, 'videos'));
  });

  test('takes what is there without a checksum only if it is the video', async (context) => {
    const office = await aPlan(context);
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    const folder = join(office.folder, 'videos');
    await rm(join(folder, 'SHA256SUMS'));
    await writeFile(join(folder, 'lease', 'b.mp4'), Buffer.alloc(size, 'x'));
    await writeFile(join(folder, 'lease', 'c.mp4'), 'short');
    const again = await office.run('archive run --to videos');
    expect(again).toMatchObject({ code: 1, out: shows('b.mp4 is there already, and is not this video. Move it away') });
    expect(again.out).toContain('c.mp4 is there already');
    expect(await office.archived()).toEqual(['a']);
    expect(await check(folder)).toBe('lease/a.mp4: OK\n');
  });

  test('without room for a video says so, and keeps the copies that it has', async (context) => {
    const office = await aPlan(context, [
      { meetingVideoId: 'a', size: 1000 },
      { meetingVideoId: 'b', size: 3_000_000 },
    ]);
    const { folder, disk } = await aSmallDisk(context, office);
    office.emulator.failNext({ on: 'downloadVideo', meetingVideoId: 'b', status: 503, times: 'always' });
    expect(await office.run(`archive run --to ${folder}`, disk)).toMatchObject({ code: 1 });
    office.emulator.clearFaults();
    const archive = await office.run(`archive run --to ${folder}`, disk);
    expect(archive).toMatchObject({ code: 1, out: shows('lease/b: ') });
    expect(archive.out).toMatch(/cannot be written\. (The disk is full|The file would be larger)/);
    expect(await office.archived()).toEqual(['a']);
    expect(await contentsOf(join(office.folder, folder))).not.toContain('lease/b.mp4.part');
    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('kept          1 video') });
  });

  test('without room for its checksums has no copy that counts', async (context) => {
    const office = await aPlan(context, [{ meetingVideoId: 'a', size: 400 }]);
    const sums = join(office.folder, 'videos', 'SHA256SUMS');
    await run('mkdir', [join(office.folder, 'videos')]);
    const others = `${'0'.repeat(64)}  others/${'x'.repeat(100)}.mp4\n`.repeat(12).slice(0, -200).replace(/.*$/, '');
    await writeFile(sums, others);
    const archive = await office.run('archive run --to videos', { before: 'ulimit -f 2' });
    expect(archive).toMatchObject({ code: 1, out: shows('SHA256SUMS cannot be written. The file would be larger') });
    expect(await readFile(sums, 'utf8')).toBe(others);
    expect(await office.archived()).toEqual([]);
  });

  test('goes to another file system', async (context) => {
    const elsewhere = (await isOtherDisk('/dev/shm')) ? '/dev/shm' : tmpdir();
    const folder = await mkdtemp(join(elsewhere, 'archive-'));
    context.onTestFinished(() => rm(folder, { recursive: true }));
    const office = await aPlan(context);
    expect(await office.run(`archive run --to ${folder}`)).toMatchObject({ code: 0 });
    await check(folder);
    expect(await office.json('run/archive.json')).toMatchObject({ folder });
    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('3 videos of 3') });
  });

  test('has a file for each id, whatever is in it', async (context) => {
    const ids = ['a', 'A', 'CON', 'con', 'a b/c', 'a/b', 'a\\b', 'end.', 'ä', 'ﬀ', '-x', '.x', '~', '*?"<>|', '日本'];
    const office = await aPlan(
      context,
      [...ids, 'x'.repeat(900)].map((meetingVideoId) => ({ meetingVideoId, size: 10 })),
    );
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    const files = await readdir(join(office.folder, 'videos', 'lease'));
    expect(new Set(files.map((file) => file.toLowerCase().normalize('NFKC'))).size).toBe(ids.length + 1);
    expect((await check(join(office.folder, 'videos'))).match(/OK$/gm)).toHaveLength(ids.length + 1);
    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows(`${ids.length + 1} videos of`) });
  });

  test('follows redirects hop by hop, without the key, and to no other kind of address', async (context) => {
    const files = await serve((response) => response.end(Buffer.alloc(size)));
    const file = files.url.replace('/api/v1', '/v?access=secret');
    const to = async (location: string) => {
      const { url } = await serve((response) => response.writeHead(302, { location }).end());
      return url.replace('/api/v1', '/v?access=secret');
    };
    const office = await aPlan(context, [
      { meetingVideoId: 'good', url: await to(await to(file)) },
      { meetingVideoId: 'private', url: await to('https://10.1.2.3/v?access=secret') },
      { meetingVideoId: 'insecure', url: await to('http://files.example.com/v?access=secret') },
      { meetingVideoId: 'local', url: await to('file:///etc/passwd') },
      { meetingVideoId: 'endless', url: await to('/v') },
      { meetingVideoId: 'none', url: 'file:///etc/passwd' },
      { meetingVideoId: 'empty', url: null },
    ]);
    const archive = await office.run('archive run --to videos');
    expect(archive.code).toBe(1);
    expect(archive.out).toContain('lease/private: A redirect of its link leads into a private network, and the server');
    expect(archive.out).toContain('lease/insecure: A redirect of its link is not encrypted (https).');
    expect(archive.out).toContain('lease/local: A redirect of its link is not encrypted (https).');
    expect(archive.out).toContain('lease/endless: Its link was redirected more than 5 times.');
    expect(archive.out).toContain('lease/none: Its link is not encrypted (https). It was not requested.');
    expect(archive.out).toContain('lease/empty: It has no link: its state is "archived".');
    expect(await office.archived()).toEqual(['good']);
    expect(archive.shown).not.toContain('secret');
    expect(files.received).toHaveLength(1);
    expect(JSON.stringify(files.received)).not.toContain(office.emulator.apiKey);
    expect(Object.keys(files.received[0]?.headers ?? {})).not.toContain('api_key');
  });

  test('has no video that has changed or is gone since the plan', async (context) => {
    const office = await aPlan(context, [
      { meetingVideoId: 'a' },
      { meetingVideoId: 'grown' },
      { meetingVideoId: 'deleted' },
      { meetingVideoId: 'unlisted' },
    ]);
    const videos = [
      aVideo({ meetingVideoId: 'a', timeCreated, size }),
      aVideo({ meetingVideoId: 'grown', timeCreated, size: size + 1 }),
      aVideo({ meetingVideoId: 'deleted', timeCreated, size, state: 'deleted' }),
    ];
    office.emulator.seed([aPackage({ packageId: 'lease', timeCreated, videos })]);
    const archive = await office.run('archive run --to videos --json');
    expect(archive.code).toBe(1);
    expect(JSON.parse(archive.out).videos).toMatchObject([
      { meetingVideoId: 'a', outcome: 'archived', isNew: true, copy: { file: 'lease/a.mp4', size } },
      { outcome: 'failed', message: 'It is listed with 200002 bytes, and planned with 200001. Make a new plan.' },
      { outcome: 'gone', message: 'It is deleted.' },
      { outcome: 'gone', message: 'It is no longer listed.' },
    ]);
    office.emulator.seed([aPackage({ packageId: 'lease', timeCreated, videos: [] })]);
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0, out: shows('gone         3 videos') });
    expect(await office.archived()).toEqual(['a']);
  });

  test('counts no copy that the disk does not give back as it was written', async (context) => {
    const office = await aPlan(context, [{ meetingVideoId: 'a' }]);
    const env = { ...office.env, NODE_OPTIONS: `--import ${fileURLToPath(new URL('badDisk.ts', import.meta.url))}` };
    const archive = await office.run('archive run --to videos', { env });
    expect(archive).toMatchObject({ code: 1, out: shows('lease/a: The disk does not give back what was written.') });
    expect(await contentsOf(join(office.folder, 'videos', 'lease'))).toEqual([]);
    expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('kept          1 video') });
  });

  test('beside another command, in the run or in the folder, is refused', async (context) => {
    const office = await aPlan(context);
    expect(await office.run('plan --out other --no-holds')).toMatchObject({ code: 0 });
    office.emulator.failNext(slowly);
    const first = office.type('archive run --to videos');
    await vi.waitFor(() => expect(office.downloads()).toHaveLength(3), 60_000);
    for (const command of ['archive run --to elsewhere', office.apply, 'archive other --to videos']) {
      expect(await office.run(command)).toMatchObject({ code: 1, shown: shows('"archive" has worked here since') });
    }
    first.kill('SIGINT');
    expect(await first.ended).toBe(130);
    expect(await office.files('.')).not.toContain('elsewhere');
  });

  test('in another folder is another archive; one in a run serves other runs', async (context) => {
    const office = await aPlan(context);
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 0 });
    expect(await office.run('plan --out other --no-holds')).toMatchObject({ code: 0 });
    const downloaded = office.downloads();
    expect(await office.run('archive other --to videos')).toMatchObject({ code: 0 });
    expect(office.downloads()).toEqual(downloaded);
    expect(await office.run('archive run --to run/videos')).toMatchObject({ code: 0 });
    expect(await office.json('run/archive.json')).toMatchObject({ folder: 'videos' });
    await rename(join(office.folder, 'run'), join(office.folder, 'moved'));
    expect(await office.run(office.apply.replace('run', 'moved'))).toMatchObject({
      code: 0,
      out: shows('3 videos of'),
    });
  });

  test('is refused for a plan that was changed, with another key, without one, and in the folder of its run', async (context) => {
    const office = await aPlan(context);
    const { IINKED_SIGN_SEAL_KEY: _, ...apiKeyAlone } = office.env;
    expect(await office.run('archive run --to videos', { env: apiKeyAlone })).toMatchObject({ code: 3 });
    const env = { ...office.env, IINKED_SIGN_API_KEY: 'wrong' };
    expect(await office.run('archive run --to videos', { env })).toMatchObject({ code: 4 });
    expect(await office.run('archive run --to videos', { env: {} })).toMatchObject({ code: 1 });
    expect(await office.run('archive run --to ./run')).toMatchObject({ code: 1, shown: shows('such as run/videos.') });
    const plan = join(office.folder, 'run', 'plan.json');
    await writeFile(plan, (await readFile(plan, 'utf8')).replace('"lease"', '"other"'));
    expect(await office.run('archive run --to videos')).toMatchObject({ code: 3, shown: shows('was changed after') });
    expect(office.downloads()).toEqual([]);
  });
});

/** A folder in which a file of more than a megabyte does not fit: on a disk of that size where one can be mounted. */
async function aSmallDisk(
  context: TestContext,
  office: Office,
): Promise<{ folder: string; disk: { before?: string } }> {
  const folder = join(office.folder, 'videos');
  await run('mkdir', [folder]);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
    context.onTestFinished(() => run('umount', [folder]).then(() => undefined));
    return { folder: 'videos', disk: {} };
  } catch {
    // In blocks of 512 or 1024 bytes.
    return { folder: 'videos', disk: { before: 'ulimit -f 1000' } };
  }
}

async function isOtherDisk(folder: string): Promise<boolean> {
  const [there, here] = await Promise.all([stat(folder).catch(() => undefined), stat(tmpdir())]);
  return there !== undefined && there.dev !== here.dev;
}
