import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeetingVideo } from 'iinked-sign';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { serve } from 'iinked-sign-testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { aFolder, aliveIn, pathOf, runExample } from './programs.ts';

const size = 300_001;

/** A package with these videos; with others once somebody has followed a link, if there are any. */
async function scene(videos: MeetingVideo[], later?: MeetingVideo[]) {
  const emulator = await startEmulator({
    packages: [aPackage({ packageId: 'lease', videos })],
    onRequest: ({ path }) => {
      if (later && path.includes('/files/')) emulator.seed([aPackage({ packageId: 'lease', videos: later })]);
    },
  });
  onTestFinished(() => emulator.close());
  const cwd = await aFolder();
  const archive = (...node: string[]) =>
    runExample('archive-then-delete.mts', ['lease', 'archive'], { emulator, cwd, node });
  return { alive: () => aliveIn(emulator), archive, folder: join(cwd, 'archive') };
}

test('each video is stored as it came, with its checksum, and then deleted', async () => {
  const { alive, archive, folder } = await scene([
    aVideo({ meetingVideoId: 'a', size }),
    aVideo({ meetingVideoId: 'a b/c', size: 1 }),
    aVideo({ meetingVideoId: 'recording', state: 'started' }),
  ]);
  await archive();
  expect(alive()).toEqual(['recording']);
  expect((await readdir(folder)).sort()).toEqual(['SHA256SUMS', 'a%20b%2Fc.mp4', 'a.mp4']);
  const stored = await readFile(join(folder, 'a.mp4'));
  expect(stored.byteLength).toBe(size);
  const sha256 = createHash('sha256').update(stored).digest('hex');
  expect(await readFile(join(folder, 'SHA256SUMS'), 'utf8')).toContain(`${sha256}  a.mp4\n`);
});

test('a video that did not arrive whole is kept, and the next one is archived', async () => {
  const { url } = await serve((response) => response.end(Buffer.alloc(size - 1)));
  const { alive, archive } = await scene([
    aVideo({ meetingVideoId: 'short', size, url }),
    aVideo({ meetingVideoId: 'whole', size }),
  ]);
  await expect(archive()).rejects.toThrow(/300000 of 300001 bytes arrived. It was kept/);
  expect(alive()).toEqual(['short']);
});

test('a video whose connection is lost is kept', async () => {
  const { url } = await serve((response) => {
    response.writeHead(200, { 'content-length': size }).write(Buffer.alloc(size - 1), () => response.destroy());
  });
  const { alive, archive } = await scene([aVideo({ meetingVideoId: 'cut', size, url })]);
  await expect(archive()).rejects.toThrow();
  expect(alive()).toEqual(['cut']);
});

test('a video whose link does not work is kept', async () => {
  const { url } = await serve((response) => response.writeHead(403).end());
  const { alive, archive } = await scene([aVideo({ meetingVideoId: 'a', size, url })]);
  await expect(archive()).rejects.toThrow(/403. It was kept/);
  expect(alive()).toEqual(['a']);
});

test('a video whose stored copy cannot be read back as it came is kept', async () => {
  const { alive, archive } = await scene([aVideo({ meetingVideoId: 'a', size })]);
  await expect(archive('--import', pathOf('badDisk.ts'))).rejects.toThrow(/not what arrived. It was kept/);
  expect(alive()).toEqual(['a']);
});

test.each([{ timeRetention: '2099-01-01T00:00:00.000Z' }, { duration: 'PT9S' }])(
  'a video that changes while it is archived is kept: %j',
  async (change) => {
    const video = aVideo({ meetingVideoId: 'a', size });
    const { alive, archive } = await scene([video], [{ ...video, ...change }]);
    await expect(archive()).rejects.toThrow(/not deleted|kept/);
    expect(alive()).toEqual(['a']);
  },
);
