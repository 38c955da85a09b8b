import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { byId, scene } from './scene.mts';

const lease = aPackage({
  packageId: 'lease',
  videos: [
    aVideo({ meetingVideoId: 'dated' }),
    aVideo({ meetingVideoId: 'undated', timeCreated: null }),
    aVideo({ meetingVideoId: 'queued', state: 'queued' }),
    aVideo({ meetingVideoId: 'gone', state: 'Deleted' }),
    aVideo({ meetingVideoId: 'marked', timeDeleted: '2026-11-03T00:00:00Z' }),
  ],
});
const ofLease = { operation: 'delete', packageId: byId('lease') };

describe('the lists to choose from', () => {
  test('show packages by name, state and date, page by page', async () => {
    const packages = Array.from({ length: 60 }, (_, at) => aPackage({ packageId: `p${at}`, name: `Lease ${at}` }));
    const { search } = await scene({ packages });
    const first = await search({}, 'searchPackages');
    expect(first.results[0]?.name).toMatch(/^Lease \d+ \(executed, 2026-11-02\)$/);
    expect([first.results.length, first.paginationToken]).toEqual([50, '50']);
    const second = await search({}, 'searchPackages', undefined, '50');
    expect([second.results.length, second.paginationToken]).toEqual([10, undefined]);
  });

  test('search packages by the beginning of a word', async () => {
    const packages = [aPackage({ packageId: 'a', name: 'Lease' }), aPackage({ packageId: 'b', name: 'Will' })];
    const { search } = await scene({ packages });
    expect((await search({}, 'searchPackages', 'wi')).results).toMatchObject([{ value: 'b' }]);
  });

  test('show the videos that are left, by date, length, size and state', async () => {
    const { search } = await scene({ packages: [lease] });
    const { results } = await search(ofLease, 'searchVideos');
    expect(results.map(({ value }) => value)).toEqual(['dated', 'undated', 'queued']);
    expect(results[1]?.name).toBe('no date · 5m12s · 4.4 MB · archived');
    expect((await search(ofLease, 'searchVideos', 'QUEUED')).results).toHaveLength(1);
  });

  test('say in words why there is nothing to choose from', async () => {
    const { search, emulator } = await scene({ packages: [lease] });
    await expect(search({ packageId: byId('') }, 'searchVideos')).rejects.toThrow("the parameter 'Package'");
    await expect(search({ packageId: byId('none') }, 'searchVideos')).rejects.toThrow(/404 \(package_not_found\)/);
    emulator.failNext({ status: 307, headers: { location: '/elsewhere' } });
    await expect(search({}, 'searchPackages')).rejects.toThrow(/redirect/);
  });
});
