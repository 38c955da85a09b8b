import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import app from 'zapier-iinked-sign';
import {
  aZap,
  delete_all_package_videos,
  delete_video,
  find_package_videos,
  list_packages,
  list_videos,
} from './zap.ts';

describe('the list of packages', () => {
  const day = (number: number) => `2026-01-01T00:00:${String(number).padStart(2, '0')}.000Z`;
  const packages = Array.from({ length: 120 }, (_, number) =>
    aPackage({ packageId: `package-${number}`, name: `Lease ${number}`, timeCreated: day(number % 60) }),
  );

  test('comes page by page, each package once, until a page is empty', async () => {
    const { run } = await aZap({ packages });
    const pages = await Promise.all([0, 1, 2, 3].map((page) => run(list_packages, {}, { meta: { page } })));
    expect(pages.map((page) => Array.isArray(page) && page.length)).toEqual([50, 50, 20, 0]);
    const ids = pages.flat().map((item) => (typeof item === 'object' && item !== null && 'id' in item ? item.id : ''));
    expect(ids.toSorted()).toEqual(packages.map(({ packageId }) => packageId).toSorted());
  });

  test('begins with the first page where Zapier names none', async () => {
    const { run, emulator } = await aZap({ packages });
    expect(await run(list_packages, {})).toHaveLength(50);
    expect(emulator.requests).toMatchObject([{ body: { take: 50, skip: 0 } }]);
  });

  test.each([
    [{ name: 'Lease', state: 'executed', timeCreated: '2026-11-02T09:30:00.000Z' }, 'Lease · executed · 2026-11-02'],
    [{ name: null, state: null, timeCreated: null }, 'some-package'],
  ])('labels %o', async (fields, label) => {
    const { run } = await aZap({ packages: [aPackage({ packageId: 'some-package', ...fields })] });
    expect(await run(list_packages, {})).toEqual([{ id: 'some-package', label }]);
  });
});

describe('the list of videos', () => {
  test('holds those of the chosen package that are not deleted', async () => {
    const { run, emulator } = await aZap();
    await run(delete_video, { packageId: 'lease', meetingVideoId: 'b' });
    emulator.seed([aPackage({ packageId: 'other', videos: [aVideo({ meetingVideoId: 'elsewhere' })] })]);
    expect(await run(list_videos, { packageId: 'lease' })).toMatchObject([{ id: 'a' }, { id: 'c' }]);
  });

  test.each([
    [
      { timeCreated: '2026-11-02T10:00:00.0731254Z', duration: 'PT5M12S', size: 4_402_007, state: 'archived' },
      '2026-11-02 10:00 UTC · 5 min 12 s · 4.4 MB · archived',
    ],
    [
      { timeCreated: '2026-11-02T10:00:00+02:00', duration: 'P1DT1H30S', size: 0, state: 'started' },
      '2026-11-02 10:00 · 1 d 1 h 30 s · 0.0 MB · started',
    ],
    [{ timeCreated: null, duration: null, size: null, state: 'queued' }, 'Without a date · queued'],
    [{ timeCreated: null, duration: null, size: null, state: null }, 'Without a date'],
  ])('labels %o', async (fields, label) => {
    const videos = [aVideo({ meetingVideoId: 'a', ...fields })];
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos })] });
    expect(await run(list_videos, { packageId: 'lease' })).toEqual([{ id: 'a', label }]);
  });

  test.each([undefined, '', ['lease'], 'one,two', '{{bundle.inputData.packageId}}'])(
    'refuses %j for a package, and sends nothing',
    async (packageId) => {
      const { run, emulator } = await aZap();
      await expect(run(list_videos, { packageId })).rejects.toThrow(/Package ID .* Nothing was sent/);
      expect(emulator.requests).toEqual([]);
    },
  );

  test('is empty for a package without videos', async () => {
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos: [] })] });
    expect(await run(list_videos, { packageId: 'lease' })).toEqual([]);
  });
});

test.each(Object.values(app.triggers))(
  '$display.label only fills a dropdown: nobody can begin a Zap with it',
  (trigger) => {
    expect(trigger.display.hidden).toBe(true);
  },
);

test.each([delete_video, delete_all_package_videos, find_package_videos])(
  '$display.label offers packages, and videos once a package is chosen',
  ({ operation }) => {
    const fields = operation.inputFields ?? [];
    const dropdowns = fields.filter((field) => 'dynamic' in field);
    const ofPackages = { key: 'packageId', dynamic: 'list_packages.id.label' };
    const ofVideos = { key: 'meetingVideoId', dynamic: 'list_videos.id.label', dependsOn: ['packageId'] };
    expect(dropdowns).toMatchObject(operation === delete_video.operation ? [ofPackages, ofVideos] : [ofPackages]);
  },
);
