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

test('the sample has a package executed long ago, one under retention itself, and one executed lately', async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const old = emulator.packages.filter(({ timeCreated }) => (timeCreated ?? '') < '2017');
  const facts = old.map(({ timeExecuted, timeRetention, matterNumber }) => [
    (timeExecuted ?? '') < '2017',
    (timeRetention ?? '') > '2030',
    matterNumber,
  ]);
  expect(facts).toEqual([
    [true, false, '2014-0093'],
    [true, true, '2015-0417'],
    [false, false, '2016-0008'],
  ]);
});
