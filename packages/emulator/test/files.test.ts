import { aPackage, aVideo, type EmulatorOptions, type Fault } from 'iinked-sign-emulator';
import { describe, expect, test, vi } from 'vitest';
import { start } from './start.ts';

/** An emulator with one package of such videos, and its videos as the API lists them. */
async function listed(videos: Parameters<typeof aVideo>[0][], options: EmulatorOptions = {}) {
  const emulator = await start({
    packages: [aPackage({ packageId: 'lease', videos: videos.map(aVideo) })],
    ...options,
  });
  const list = async () => {
    const { body } = await emulator.call('GET', '/packages/lease/videos');
    const { videos }: { videos: ReturnType<typeof aVideo>[] } = JSON.parse(JSON.stringify(body));
    return videos;
  };
  return { ...emulator, list };
}

/** The link of the first video of a list. */
function linkOf([video]: ReturnType<typeof aVideo>[]): string {
  if (!video?.url) throw new Error('The video has no link.');
  return video.url;
}

describe('the link to a video', () => {
  test('serves as many bytes as the size says, the same ones each time, without a key', async () => {
    const { list } = await listed([{ size: 200_001 }, { size: 7 }]);
    const [first, again] = [await fetch(linkOf(await list())), await fetch(linkOf(await list()))];
    const bytes = await first.arrayBuffer();
    expect(first.headers.get('content-type')).toBe('video/mp4');
    expect(bytes.byteLength).toBe(200_001);
    expect(Buffer.from(await again.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const other = await fetch(linkOf((await list()).slice(1)));
    expect((await other.arrayBuffer()).byteLength).toBe(7);
  });

  test('works as long as the list says', async () => {
    const { list, clock } = await listed([{ size: 10 }], { deterministic: true });
    const videos = await list();
    clock.set(videos[0]?.timeUrlExpires ?? '');
    clock.advance(-1);
    expect((await fetch(linkOf(videos))).status).toBe(200);
    clock.advance(1);
    const response = await fetch(linkOf(videos));
    expect([response.status, await response.json()]).toMatchObject([403, { error: 'video_link_expired' }]);
    expect((await fetch(linkOf(await list()))).status).toBe(200);
  });

  test('cannot be made longer, or for another video', async () => {
    const { list } = await listed([{ meetingVideoId: 'a', size: 10 }]);
    const url = linkOf(await list());
    for (const wrong of [
      url.replace('lease/a', 'lease/b'),
      url.replace('lease/a', 'other/a'),
      url.replace(/expires=\d/, 'expires=9'),
      url.split('?')[0],
    ]) {
      expect((await fetch(String(wrong))).status).toBe(403);
    }
  });

  test('serves nothing once the video is deleted', async () => {
    const { list, call } = await listed([{ meetingVideoId: 'a', size: 10 }]);
    const url = linkOf(await list());
    await call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: 'a' });
    expect((await fetch(url)).status).toBe(404);
    expect(await list()).toMatchObject([{ state: 'deleted', url: null, timeUrlExpires: null }]);
  });

  test('can be stopped half-way without a line on standard error', async () => {
    const lines = vi.spyOn(console, 'error').mockReturnValue();
    const { list, call, requests } = await listed([{ size: 500_000_000 }]);
    const stopped = new AbortController();
    const response = await fetch(linkOf(await list()), { signal: stopped.signal });
    await response.body?.getReader().read();
    stopped.abort();
    await vi.waitUntil(() => requests.length === 2);
    await call('GET', '/packages/lease/videos');
    expect(lines).not.toHaveBeenCalled();
    lines.mockRestore();
  });

  test('is only there for archived videos, and a seeded one stays', async () => {
    const own = 'https://videos.example.com/1';
    const { list } = await listed([{ state: 'queued' }, { size: null }, { url: own }, { url: null }]);
    expect((await list()).map(({ url }) => url)).toEqual([undefined, undefined, own, null]);
  });
});

describe('faults reach files, too', () => {
  /** What comes of a download: its status and how many bytes arrive, or the failure. */
  const download = async (link: string) => {
    const response = await fetch(link);
    return [response.status, response.headers.get('content-length'), (await response.arrayBuffer()).byteLength];
  };

  test.each<[string, Fault, unknown]>([
    ['a file that is too short', { fileSize: 99_999 }, [200, '99999', 99_999]],
    ['a file that is too long', { fileSize: 100_001 }, [200, '100001', 100_001]],
    ['an empty file', { fileSize: 0 }, [200, '0', 0]],
    ['a length that is too small', { contentLength: 7 }, [200, '7', 7]],
    ['a link that has expired', { status: 403 }, [403, '101', 101]],
    ['an error of the storage', { status: 503, body: 'busy' }, [503, '4', 4]],
  ])('%s', async (_, fault, outcome) => {
    const { list, failNext } = await listed([{ size: 100_000 }]);
    const link = linkOf(await list());
    failNext({ on: 'downloadVideo', ...fault });
    expect(await download(link)).toEqual(outcome);
    expect(await download(link)).toEqual([200, '100000', 100_000]);
  });

  test.each<[string, Fault]>([
    ['a connection that breaks before', { reset: true }],
    ['a connection that breaks in the middle', { truncate: true }],
    ['a body that is shorter than its length', { contentLength: 100_001 }],
  ])('%s', async (_, fault) => {
    const { list, failNext } = await listed([{ size: 100_000 }]);
    const link = linkOf(await list());
    failNext({ on: 'downloadVideo', ...fault });
    await expect(download(link)).rejects.toThrow();
    expect(await download(link)).toEqual([200, '100000', 100_000]);
  });

  test('a file that arrives slowly', async () => {
    const { list, failNext } = await listed([{ size: 2000 }]);
    const link = linkOf(await list());
    failNext({ on: 'downloadVideo', bytesPerSecond: 20_000 });
    const began = performance.now();
    expect(await download(link)).toEqual([200, '2000', 2000]);
    expect(performance.now() - began).toBeGreaterThan(80);
  });

  test('a file that stops half-way, until the emulator does', async () => {
    const { list, failNext, close } = await listed([{ size: 100_000 }]);
    const link = linkOf(await list());
    failNext({ on: 'downloadVideo', stall: true });
    const { body } = await fetch(link);
    let arrived = 0;
    const reading = (async () => {
      for await (const chunk of body ?? []) arrived += chunk.byteLength;
    })();
    await vi.waitUntil(() => arrived === 50_000);
    await close();
    await expect(reading).rejects.toThrow();
    expect(arrived).toBe(50_000);
  });

  test('only those of a package or a video, and recorded as downloads', async () => {
    const { list, call, failNext, requests } = await listed([
      { meetingVideoId: 'a', size: 5 },
      { meetingVideoId: 'b', size: 5 },
    ]);
    const videos = await list();
    failNext({ meetingVideoId: 'b', status: 500 });
    expect((await fetch(linkOf(videos))).status).toBe(200);
    expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
    expect((await fetch(linkOf(videos.slice(1)))).status).toBe(500);
    expect(requests.map(({ operationId, status }) => [operationId, status])).toEqual([
      ['listVideos', 200],
      ['downloadVideo', 200],
      ['listVideos', 200],
      ['downloadVideo', 500],
    ]);
    expect(requests[1]).toMatchObject({ path: '/files/lease/a', query: { access: '***' } });
  });

  test("but not the API's rate limit", async () => {
    const { list } = await listed([{ size: 5 }], { rateLimit: 1 });
    const link = linkOf(await list());
    expect(await Promise.all([1, 2, 3].map(async () => (await fetch(link)).status))).toEqual([200, 200, 200]);
  });
});

test('a HEAD request says how long the file is, and makes none of it', async () => {
  const { list } = await listed([{ size: Number.MAX_SAFE_INTEGER }]);
  const response = await fetch(linkOf(await list()), { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(Number.MAX_SAFE_INTEGER)]);
});

test('a video whose size is no whole number has no file', async () => {
  const { list, packages } = await listed([{ size: 10 }]);
  const link = linkOf(await list());
  Object.assign(packages[0]?.videos[0] ?? {}, { size: 1.5 });
  expect((await fetch(link)).status).toBe(404);
  expect((await list()).map(({ url }) => url)).toEqual([undefined]);
});
