import { aPackage, aVideo, type EmulatorOptions } from 'iinked-sign-emulator';
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
      url.replace('files/a', 'files/b'),
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
