import { startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';

test("the sample has every state, times with three and seven decimals, and videos that lack fields, as the documentation's examples", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const videos = emulator.packages.flatMap((each) => each.videos);
  const states = new Set(videos.map(({ state }) => state));
  expect([...states].sort()).toEqual(['archived', 'deleted', 'failed', 'queued', 'started', 'stopped']);
  const decimals = new Set(videos.map(({ timeCreated }) => timeCreated?.split('.')[1]?.length));
  expect([...decimals].sort()).toEqual([4, 8]);
  expect(videos.some((video) => !('meetingId' in video))).toBe(true);
  expect(videos.some((video) => 'externalVideoId' in video)).toBe(true);
});
