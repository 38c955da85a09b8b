import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const list = '/packages/lease/videos';

/** The statuses of so many requests, one after the other; 0 for one whose connection broke. */
async function statuses(emulator: Awaited<ReturnType<typeof start>>, count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let request = 0; request < count; request++) {
    seen.push(
      await emulator.call('GET', list).then(
        ({ status }) => status,
        () => 0,
      ),
    );
  }
  return seen;
}

describe('a rate limit', () => {
  test('responds 429, and when to retry, to what goes beyond it', async () => {
    const emulator = await start({ rateLimit: 3 });
    const responses = await Promise.all(Array.from({ length: 5 }, () => emulator.call('GET', list)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = responses.find(({ status }) => status === 429);
    expect(refused).toMatchObject({ body: { error: 'too_many_requests' } });
    expect(refused?.headers['retry-after']).toBe('1');
  });

  test('lets a program that waits as told delete everything, one 429 for each wait', async () => {
    const videos = ['a', 'b', 'c', 'd'].map((meetingVideoId) => aVideo({ meetingVideoId }));
    const { call, packages, requests } = await start({
      packages: [aPackage({ packageId: 'lease', videos })],
      rateLimit: 2,
    });
    for (const { meetingVideoId } of videos) {
      const deletion = () => call('POST', `${list}/delete`, { packageId: 'lease', meetingVideoId });
      let response = await deletion();
      while (response.status === 429) {
        await new Promise((resolve) => setTimeout(resolve, Number(response.headers['retry-after']) * 1000));
        response = await deletion();
      }
      expect(response.status).toBe(200);
    }
    expect(packages[0]?.videos.map(({ state }) => state)).toEqual(['deleted', 'deleted', 'deleted', 'deleted']);
    expect(requests.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200]);
  });
});

describe('chaos', () => {
  test('fails some requests, in the same order for the same number', async () => {
    const [one, same, other] = await Promise.all([7, 7, 8].map(async (chaos) => statuses(await start({ chaos }), 60)));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect(one?.filter((status) => status === 200).length).toBeGreaterThan(30);
    expect(new Set(one).size).toBeGreaterThan(3);
  });
});

describe('a deterministic emulator', () => {
  test('gives the same in two runs, times and ids included', async () => {
    const run = async () => {
      const { call, packages } = await start({ deterministic: true, port: 0 });
      await call('POST', `${list}/delete`, { packageId: 'lease', meetingVideoId: 'first' });
      await call('POST', `${list}/delete`, { packageId: 'lease' });
      return JSON.stringify(packages[0]?.videos);
    };
    const [one, other] = [await run(), await run()];
    expect(one).toBe(other);
    expect(one).toContain('2026-01-01T00:00:01.0000000Z');
  });
});
