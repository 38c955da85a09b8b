import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { byId, scene, videosLeft } from './scene.mts';

const lease = aPackage({
  packageId: 'lease',
  videos: [
    aVideo({ meetingVideoId: 'dated' }),
    aVideo({ meetingVideoId: 'undated', timeCreated: null }),
    aVideo({ meetingVideoId: 'queued', state: 'queued' }),
    aVideo({ meetingVideoId: 'gone', state: 'Deleted' }),
    aVideo({ meetingVideoId: 'marked', timeDeleted: '2026-11-03T00:00:00Z', state: null }),
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
    expect(results[1]?.name).toBe('no date · archived · 5m12s · 4.4 MB');
    expect((await search(ofLease, 'searchVideos', 'QUEUED')).results).toHaveLength(1);
  });

  test('search trims, doubles no star, and finds a pasted id', async () => {
    const packages = [aPackage({ packageId: 'p-1', name: 'Lease' }), aPackage({ packageId: 'p-2', name: 'Will' })];
    const { search, emulator } = await scene({ packages });
    expect((await search({}, 'searchPackages', '  Lea* ')).results).toMatchObject([{ value: 'p-1' }]);
    expect(emulator.requests[0]).toMatchObject({ body: { search: 'Lea*' } });
    expect((await search({}, 'searchPackages', ' p-2 ')).results).toMatchObject([
      { name: expect.stringContaining('p-2'), value: 'p-2' },
    ]);
    expect((await search({}, 'searchPackages', 'nothing-like-it')).results).toEqual([]);
    expect((await search({}, 'searchPackages', '  ')).results).toHaveLength(2);
    expect((await search({}, 'searchPackages', '- *')).results).toHaveLength(2);
    expect((await search({ packageId: byId('p-1') }, 'searchVideos', ' archived* ')).results).toHaveLength(1);
    const [video = ''] = videosLeft(emulator);
    expect((await search({ packageId: byId('p-1') }, 'searchVideos', ` ${video} `)).results).toMatchObject([
      { value: video },
    ]);
  });

  test('no two rows look the same, on whatever page they are', async () => {
    const packages = Array.from({ length: 70 }, (_, at) => aPackage({ packageId: `${at}`.padStart(12, '0') }));
    const twins = ['12345678-a', '12345678-b', 'other'].map((meetingVideoId) => aVideo({ meetingVideoId }));
    packages.push(aPackage({ packageId: 'twins', videos: twins, name: 'Twins' }));
    const { search } = await scene({ packages });
    const pages = [await search({}, 'searchPackages'), await search({}, 'searchPackages', undefined, '50')];
    const names = pages.flatMap(({ results }) => results.map(({ name }) => name));
    expect(new Set(names).size).toBe(71);
    const videos = (await search({ packageId: byId('twins') }, 'searchVideos')).results.map(({ name }) => name);
    expect(new Set(videos).size).toBe(3);
    expect(videos[0]).toContain('12345678-a');
  });

  test('show what can be seen of a name, and the id where two look alike', async () => {
    const names = ['Lease', 'Lea\u200bse', 'ＬＥＡＳＥ', '\u3164\u2800', `Will${'\u0301'.repeat(99)}`, 'Deed\u202e'];
    const packages = names.map((name, at) => aPackage({ packageId: `p-${at}`, name }));
    const { search } = await scene({ packages });
    const { results } = await search({}, 'searchPackages');
    const shown = Object.fromEntries(results.map(({ name, value }) => [value, name]));
    expect(shown).toEqual({
      'p-0': 'p-0 · Lease (executed, 2026-11-02)',
      'p-1': 'Lea se (executed, 2026-11-02)',
      'p-2': 'p-2 · ＬＥＡＳＥ (executed, 2026-11-02)',
      'p-3': 'Unnamed (executed, 2026-11-02)',
      'p-4': `Will${'\u0301'.repeat(4)} (executed, 2026-11-02)`,
      'p-5': 'Deed (executed, 2026-11-02)',
    });
  });

  test('show state and retention of a video within what n8n shows', async () => {
    const videos = ['2030-05-06T07:08:09Z', '2020-01-01T00:00:00Z'].map((timeRetention, at) =>
      aVideo({ meetingVideoId: `v${at}`, timeRetention }),
    );
    const { search } = await scene({ packages: [aPackage({ packageId: 'lease', videos })] });
    const { results } = await search(ofLease, 'searchVideos');
    expect(results.map(({ name }) => name.slice(16, 52))).toEqual([
      expect.stringMatching(/^ · archived · keep until 2030-05-06/),
      expect.stringMatching(/^ · archived · retention over/),
    ]);
  });

  test('tell packages apart within what n8n shows, however long their names are', async () => {
    const long = 'Agreement between the parties on the sale of the house at number';
    const packages = ['1', '2'].map((at) => aPackage({ packageId: `${at}-of-them`, name: `${long} ${at}` }));
    packages.push(aPackage({ packageId: 'another', name: `${long} 3`, state: 'draft' }));
    const { search } = await scene({ packages });
    const { results } = await search({}, 'searchPackages');
    const shown = results.map(({ name }) => name.slice(0, 52));
    expect(new Set(shown).size).toBe(3);
    expect(shown.filter((name) => name.includes('(draft, 2026-11-02)'))).toHaveLength(1);
  });

  test('say in words why there is nothing to choose from', async () => {
    const { search, emulator } = await scene({ packages: [lease] });
    await expect(search({ packageId: byId('') }, 'searchVideos')).rejects.toThrow('Choose a package first.');
    await expect(search({ packageId: byId('none') }, 'searchVideos')).rejects.toThrow(/404 \(package_not_found\)/);
    emulator.failNext({ status: 307, headers: { location: '/elsewhere' } });
    await expect(search({}, 'searchPackages')).rejects.toThrow(/redirect/);
  });
});
