import { fileURLToPath } from 'node:url';
import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { run } from 'iinked-sign-testing/processes';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Order, Report } from './bulkDeletion.ts';

const program = fileURLToPath(new URL('bulkDeletion.ts', import.meta.url));

async function deleteInBulk({ apiKey, url }: Emulator, videos: Order['videos']): Promise<Report> {
  const order: Order = { apiKey, server: url, videos };
  return JSON.parse(
    await run(process.execPath, ['--expose-gc', program], { input: JSON.stringify(order), timeoutMs: 180_000 }),
  );
}

describe('10 000 deletions, 256 at once, while one request in four fails by chance', { timeout: 180_000 }, () => {
  test('end with no video lost track of, and with memory as flat as before', async () => {
    const packages = Array.from({ length: 200 }, (_, at) => ({
      packageId: `package-${at}`,
      // Every sixth video is a bystander, which nobody asks to delete.
      videos: Array.from({ length: 60 }, (_, index) => aVideo({ meetingVideoId: `${at}-${index}` })),
    }));
    const isBystander = (meetingVideoId: string) => Number(meetingVideoId.split('-')[1]) % 6 === 5;
    const emulator = await startEmulator({ packages: packages.map(aPackage), chaos: 33 });
    onTestFinished(() => emulator.close());

    const asked = packages.flatMap(({ packageId, videos }) =>
      videos.map(({ meetingVideoId }) => ({ packageId, meetingVideoId })).filter((v) => !isBystander(v.meetingVideoId)),
    );
    const { outcomes, heap } = await deleteInBulk(emulator, asked);

    expect(Object.keys(outcomes)).toHaveLength(10_000);
    const now = emulator.packages.flatMap(({ videos }) => videos);
    const contradicted = now.filter(({ meetingVideoId, state }) => {
      const said = outcomes[meetingVideoId] ?? 'not deleted';
      return state === 'deleted' ? said === 'not deleted' : said === 'deleted';
    });
    expect(contradicted).toEqual([]);
    expect(now.filter(({ meetingVideoId }) => isBystander(meetingVideoId)).map(({ state }) => state)).not.toContain(
      'deleted',
    );
    const told = Object.values(outcomes);
    expect(told.filter((each) => each === 'deleted').length).toBeGreaterThan(9_000);
    expect(told).toContain('may be deleted');
    expect(told).toContain('not deleted');
    const [first = 0] = heap;
    expect(heap.at(-1)).toBeLessThan(first + 4e6);
  });
});
