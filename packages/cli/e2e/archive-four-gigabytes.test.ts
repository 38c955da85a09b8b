import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { expect, test } from 'vitest';
import { anOffice } from './office.ts';

// Without a limit, V8 lets garbage grow as long as the machine has memory. What is measured is what the command needs.
const littleMemory = '--max-old-space-size=24 --max-semi-space-size=1';

test('a video of 4 GB is archived and proven in 70 MB of memory beside Node itself', async (context) => {
  const size = 4e9;
  const timeCreated = '2014-03-01T10:00:00Z';
  const office = await anOffice(context, { videos: 0 });
  context.onTestFinished(() => rm(office.folder, { recursive: true }));
  office.emulator.seed([
    aPackage({ packageId: 'lease', timeCreated, videos: [aVideo({ meetingVideoId: 'long', timeCreated, size })] }),
  ]);
  expect(await office.run('plan --out run --no-holds')).toMatchObject({ code: 0 });

  const preloaded = fileURLToPath(new URL('peakMemory.js', import.meta.url));
  const env = { ...office.env, NODE_OPTIONS: `${littleMemory} --import ${preloaded}` };
  const archive = await office.run('archive run --to videos', { env, timeoutMs: 10 * 60_000 });

  expect(archive).toMatchObject({ code: 0, out: expect.stringContaining('1 video of 1 (4.0 GB)') });
  expect(await stat(join(office.folder, 'videos', 'lease', 'long.mp4'))).toMatchObject({ size });
  const [, peak] = /peak: ([\d.]+) MB/.exec(archive.out) ?? [];
  expect(Number(peak)).toBeLessThanOrEqual(70);
}, 700_000);
