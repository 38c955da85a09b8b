import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Handler, inTurn, json, serve } from 'iinked-sign-testing/servers';
import { anyString } from 'iinked-sign-testing/strings';
import { expect, test, vi } from 'vitest';
import { openChecksums } from '../src/archive/checksums.ts';
import { type Download, download } from '../src/archive/download.ts';
import { fileOf } from '../src/archive/fileNames.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'archive-'));

/** Ids that are nearly the same, or that some system cannot have as a name. */
const anyId = fc.oneof(
  anyString,
  fc.string({
    unit: fc.constantFrom('a', 'A', 'ä', 'Ä', 'a\u0308', '.', '/', '~', ' ', 'K', 'k', '\u212a', 'ß', 'ss', 'ı'),
  }),
  fc.constantFrom(
    'CON',
    'con',
    'nul',
    'COM1',
    'lpt9',
    'lock',
    'SHA256SUMS',
    'sha256sums',
    '..',
    '.',
    '',
    '-rf',
    'x.',
    'x ',
  ),
  fc.string({ unit: fc.constantFrom('x', 'X'), minLength: 90, maxLength: 1000 }),
);

/** What a file system that ignores case, and writes letters in a normal form, makes of a name. */
const asSomeDisksHaveIt = (name: string) => name.normalize('NFKC').toUpperCase().toLowerCase();

test('different videos have files whose names differ by more than case, on every system', () => {
  fc.assert(
    fc.property(anyId, anyId, anyId, anyId, (packageId, meetingVideoId, otherPackage, otherVideo) => {
      const [one, other] = [
        fileOf({ packageId, meetingVideoId }),
        fileOf({ packageId: otherPackage, meetingVideoId: otherVideo }),
      ];
      const isSame = packageId === otherPackage && meetingVideoId === otherVideo;
      expect(asSomeDisksHaveIt(one) === asSomeDisksHaveIt(other)).toBe(isSame);
      const [folder = '', name = ''] = one.split('/');
      for (const part of [folder, name]) expect(asSomeDisksHaveIt(part)).toBe(part);
      const isSameFolder = packageId === otherPackage;
      expect(asSomeDisksHaveIt(folder) === asSomeDisksHaveIt(other.split('/')[0] ?? '')).toBe(isSameFolder);
    }),
  );
});

test('the file of a video is a name that every system can have', () => {
  fc.assert(
    fc.property(anyId, anyId, (packageId, meetingVideoId) => {
      const file = fileOf({ packageId, meetingVideoId });
      expect(file).toMatch(/^[a-z\d][a-z\d_~-]{0,120}\/[a-z\d][a-z\d_~-]{0,120}\.mp4$/);
      expect(file).not.toMatch(/(^|\/)(con|prn|aux|nul|com\d|lpt\d|lock|sha256sums)(\.|\/|$)/);
      expect(fileOf({ packageId, meetingVideoId })).toBe(file);
    }),
  );
});

test('an id that is a name stays as it is, and another can be recognized', () => {
  const fileOfVideo = (meetingVideoId: string) => fileOf({ packageId: 'lease', meetingVideoId });
  const id = 'b8d6f412-0e95-4a37-82b1-4f608dac2e09';
  expect(fileOfVideo(id)).toBe(`lease/${id}.mp4`);
  expect(fileOfVideo('Lease of 1/2')).toMatch(/^lease\/lease-of-1-2~[\da-f]{20}\.mp4$/);
  expect(fileOfVideo('日本')).toMatch(/^lease\/id~[\da-f]{20}\.mp4$/);
});

test('checksums are a journal: lines of others stay, one that is cut off goes, a file has one line', async () => {
  const folder = await newFolder();
  const path = join(folder, 'SHA256SUMS');
  const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(64));
  await writeFile(path, `# ours\n${one} *lease/a.mp4\n${two}  lease/b.mp4\n${three}  lease/c.m`);
  const checksums = await openChecksums(folder);
  expect(await readFile(path, 'utf8')).toBe(`# ours\n${one} *lease/a.mp4\n${two}  lease/b.mp4\n`);
  expect(checksums.of('lease/a.mp4')).toBe(one);
  expect(checksums.of('lease/c.mp4')).toBeUndefined();
  await Promise.all([
    checksums.add('lease/a.mp4', `${one}`),
    checksums.add('lease/b.mp4', `${three}`),
    checksums.add('lease/c.mp4', `${three}`),
  ]);
  const lines = [`${one} *lease/a.mp4`, `${three}  lease/b.mp4`, `${three}  lease/c.mp4`];
  expect(await readFile(path, 'utf8')).toBe(`# ours\n${lines.join('\n')}\n`);
  expect((await openChecksums(folder)).of('lease/b.mp4')).toBe(three);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

/** A download of a file of ten bytes, whose link stays the same. */
const aDownload = async (options: Pick<Download, 'link'> & Partial<Download>) => {
  const folder = await newFolder();
  const signal = new AbortController().signal;
  let bytes = 0;
  const onBytes = (count: number) => {
    bytes += count;
  };
  const newLink = async () => options.link;
  const where = { server: 'http://127.0.0.1/api/v1', file: join(folder, 'a.mp4') };
  const means = { ...where, newLink, size: 10, signal, onBytes, pauseMs: 1 };
  return { folder, counted: () => bytes, sha256: download({ ...means, ...options }) };
};

test('a download gives the hash of what it stored', async () => {
  const { url } = await serve((response) => response.end('0123456789'));
  const { folder, counted, sha256 } = await aDownload({ link: url });
  expect(await sha256).toBe(createHash('sha256').update('0123456789').digest('hex'));
  expect(await readdir(folder)).toEqual(['a.mp4']);
  expect(counted()).toBe(10);
});

/** Serves a file of ten bytes, of which each connection brings some more and is then lost. */
function losing(bytes: number, headers: (from: number) => Record<string, string> = () => ({})): Handler {
  return (response, request) => {
    const [, offset] = /^bytes=(\d+)-$/.exec(`${request.headers.range}`) ?? [];
    const from = request.headers['if-range'] === '"one"' ? Number(offset) : 0;
    const range = from > 0 ? { 'content-range': `bytes ${from}-9/10` } : {};
    const rest = '0123456789'.slice(from);
    const own = { 'content-length': `${rest.length}`, etag: '"one"', ...range, ...headers(from) };
    response.writeHead(from > 0 ? 206 : 200, own);
    if (rest.length <= bytes) response.end(rest);
    else response.write(rest.slice(0, bytes), () => response.destroy());
  };
}

test('a download whose connection is lost goes on in the middle, with a new link and no key', async () => {
  const { url, received } = await serve(losing(3));
  const newLink = vi.fn(async () => url);
  const { folder, counted, sha256 } = await aDownload({ link: url, newLink });
  expect(await sha256).toBe(createHash('sha256').update('0123456789').digest('hex'));
  expect(await readFile(join(folder, 'a.mp4'), 'utf8')).toBe('0123456789');
  expect(received.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=3-', 'bytes=6-', 'bytes=9-']);
  expect(received.filter(({ headers }) => 'api_key' in headers)).toEqual([]);
  expect(newLink).toHaveBeenCalledTimes(3);
  expect(counted()).toBe(10);
});

test.each<[string, Record<string, string>]>([
  ['is another file by now', { etag: '"two"' }],
  ['begins elsewhere', { 'content-range': 'bytes 4-9/10' }],
  ['has another length', { 'content-range': 'bytes 5-10/11' }],
  ['is packed', { 'content-encoding': 'gzip' }],
])('a download does not go on with what %s', async (_, wrong) => {
  const { url } = await serve(losing(5, (from) => (from > 0 ? wrong : {})));
  const { folder, counted, sha256 } = await aDownload({ link: url });
  await expect(sha256).rejects.toThrow('The connection was lost, and the server does not go on with the same file.');
  expect(await readdir(folder)).toEqual([]);
  expect(counted()).toBe(0);
});

test.each(['', 'W/"one"', '"one'])(
  'a download does not go on where the server does not name the file: %s',
  async (etag) => {
    const { url, received } = await serve(losing(3, () => ({ etag })));
    const { sha256 } = await aDownload({ link: url });
    await expect(sha256).rejects.toThrow('The connection was lost after 3 of 10 bytes.');
    expect(received).toHaveLength(1);
  },
);

test('a download whose connection brings nothing three times is given up', async () => {
  const { url, received } = await serve(
    inTurn(
      losing(3),
      (response) => response.destroy(),
      (response) => response.destroy(),
    ),
  );
  const { folder, sha256 } = await aDownload({ link: url });
  await expect(sha256).rejects.toThrow('Its link could not be requested');
  expect(received).toHaveLength(3);
  expect(await readdir(folder)).toEqual([]);
});

test('a download that stands still goes on in the middle', async () => {
  const still: Handler = (response) => {
    response.writeHead(200, { 'content-length': 10, etag: '"one"' }).write('0123');
  };
  const { url, received } = await serve(inTurn(still, losing(10)));
  const { folder, sha256 } = await aDownload({ link: url, idleMs: 200 });
  await sha256;
  expect(await readFile(join(folder, 'a.mp4'), 'utf8')).toBe('0123456789');
  expect(received).toHaveLength(2);
});

test.each([
  ['12345', '5 of 10 bytes arrived.'],
  ['01234567890', 'More than 10 bytes arrived.'],
])('a download of %s, whose length nobody said, leaves nothing where it is not whole', async (body, problem) => {
  const { url } = await serve((response) => {
    response.writeHead(200);
    response.write(body.slice(0, 3));
    response.end(body.slice(3));
  });
  const { folder, counted, sha256 } = await aDownload({ link: url });
  await expect(sha256).rejects.toThrow(problem);
  expect(await readdir(folder)).toEqual([]);
  expect(counted()).toBe(0);
});

test('a download in which nothing arrives for too long ends, and leaves nothing', async () => {
  const { url } = await serve((response) => response.writeHead(200, { 'content-length': 10 }).write('start'));
  const { folder, counted, sha256 } = await aDownload({ link: url, idleMs: 50 });
  await expect(sha256).rejects.toThrow('Nothing arrived for 0.05 s.');
  expect(await readdir(folder)).toEqual([]);
  expect(counted()).toBe(0);
});

test.each([
  ['http://127.0.0.1:PORT/v', 'Its link leads to this machine'],
  ['http://localhost:PORT/v', 'Its link leads to this machine'],
  ['https://192.168.0.1/v', 'Its link leads into a private network'],
  ['http://files.example.com/v', 'Its link is not encrypted'],
])('with a public server, the link %s is not requested', async (link, problem) => {
  const { url, received } = await serve(json({}));
  const { port } = new URL(url);
  const server = 'https://sign.example.com/api/v1';
  const { folder, sha256 } = await aDownload({ link: link.replace('PORT', port), server });
  await expect(sha256).rejects.toThrow(problem);
  expect(received).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});
