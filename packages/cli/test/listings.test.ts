import { createClient } from 'iinked-sign';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { createListings } from '../src/archive/listings.ts';

const ids = ['a', 'b'];
const first = { packageId: 'lease', meetingVideoId: 'a' };
const second = { packageId: 'lease', meetingVideoId: 'b' };

/** The listings of a package of two videos, and how often it was listed. */
async function scene() {
  const packages = [aPackage({ packageId: 'lease', videos: ids.map((meetingVideoId) => aVideo({ meetingVideoId })) })];
  const emulator = await startEmulator({ packages });
  onTestFinished(() => emulator.close());
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url, maxRetries: 0 });
  const { signal } = new AbortController();
  return { emulator, listings: createListings(client, { signal }), lists: () => emulator.requests.length };
}

test('a package is listed once for its videos', async () => {
  const { listings, lists } = await scene();
  expect(await listings.of(first, false)).toMatchObject({ meetingVideoId: 'a', url: expect.any(String) });
  expect(await listings.of(second, false)).toMatchObject({ meetingVideoId: 'b' });
  expect(lists()).toBe(1);
});

test('a package is listed anew for a link that does not work', async () => {
  const { listings, lists } = await scene();
  await listings.of(first, false);
  expect(await listings.of(first, true)).toMatchObject({ meetingVideoId: 'a', url: expect.any(String) });
  expect(lists()).toBe(2);
});

test('a package whose list failed is listed again for its next video', async () => {
  const { emulator, listings } = await scene();
  emulator.failNext({ on: 'listVideos', status: 500 });
  await expect(listings.of(first, false)).rejects.toThrow();
  expect(await listings.of(second, false)).toMatchObject({ meetingVideoId: 'b' });
});
