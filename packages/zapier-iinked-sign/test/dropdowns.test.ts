import fc from 'fast-check';
import type { MeetingVideo } from 'iinked-sign';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { anyString } from 'iinked-sign-testing/strings';
import { describe, expect, test } from 'vitest';
import app from 'zapier-iinked-sign';
import {
  aZap,
  connectionTo,
  delete_all_package_videos,
  delete_video,
  find_package_videos,
  find_video,
  list_packages,
  list_videos,
  runStep,
} from './zap.ts';

type Row = { id: string; label: string };

/** The rows that a dropdown shows. */
function rowsOf(output: unknown): Row[] {
  const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null && 'id' in row && 'label' in row;
  return [output].flat().filter(isRow);
}

const packages = Array.from({ length: 120 }, (_, number) =>
  aPackage({
    packageId: `package-${number}`,
    name: `Lease ${number}`,
    timeCreated: `2026-01-01T00:${String(number % 60).padStart(2, '0')}:00.000Z`,
  }),
);

/** An API that gives fewer packages at a time than it is asked for. */
const capped =
  (most: number): Handler =>
  (response, request, number) => {
    const { take, skip }: { take: number; skip: number } = JSON.parse(request.body);
    const items = packages.slice(skip, skip + Math.min(take, most));
    json({ items, total: packages.length, take, skip })(response, request, number);
  };

describe('the list of packages', () => {
  test.each([120, 50, 25, 7])(
    'comes page by page, each package once, from an API that gives %i at a time',
    async (most) => {
      const { url } = await serve(capped(most));
      const pages = await Promise.all(
        [0, 1, 2, 3].map((page) => runStep(list_packages, connectionTo(url), {}, { meta: { page } })),
      );
      expect(pages.map((page) => rowsOf(page).length)).toEqual([50, 50, 20, 0]);
      const ids = pages.flatMap(rowsOf).map(({ id }) => id);
      expect(ids.toSorted()).toEqual(packages.map(({ packageId }) => packageId).toSorted());
    },
  );

  test('begins with the first page where Zapier names none, the newest first', async () => {
    const { run, emulator } = await aZap({ packages });
    const rows = rowsOf(await run(list_packages, {}));
    expect(rows.slice(0, 3)).toMatchObject([{ id: 'package-119' }, { id: 'package-59' }, { id: 'package-118' }]);
    expect(rows).toHaveLength(50);
    expect(emulator.requests).toMatchObject([{ body: { sortBy: 'created', take: 50, skip: 0 } }]);
  });

  test('is sorted where the API does not sort', async () => {
    const { url } = await serve(capped(25));
    const rows = rowsOf(await runStep(list_packages, connectionTo(url), {}));
    expect(rows.slice(0, 3).map(({ id }) => id)).toEqual(['package-49', 'package-48', 'package-47']);
  });

  test.each([
    [{ name: 'Lease', state: 'executed', timeCreated: '2026-11-02T09:30:00.000Z' }, 'Lease · executed · 2026-11-02'],
    [{ name: null, state: null, timeCreated: null }, 'Unnamed package some-package'],
    [
      { name: ' \u200b\u3164', state: 'open', timeCreated: '0001-01-01T00:00:00Z' },
      'Unnamed package some-package · open',
    ],
  ])('labels %o', async (fields, label) => {
    const { run } = await aZap({ packages: [aPackage({ packageId: 'some-package', ...fields })] });
    expect(await run(list_packages, {})).toEqual([{ id: 'some-package', label }]);
  });

  test('shows the id where two packages would look alike, also on different pages', async () => {
    const alike = Array.from({ length: 60 }, (_, number) => aPackage({ packageId: `p-${number}`, name: 'Lease' }));
    const { run } = await aZap({ packages: [...alike, aPackage({ packageId: 'other', name: 'Other' })] });
    const pages = await Promise.all([0, 1].map((page) => run(list_packages, {}, { meta: { page } })));
    const rows = pages.flatMap(rowsOf);
    expect(new Set(rows.map(({ label }) => label)).size).toBe(61);
    expect(rows).toContainEqual({ id: 'p-7', label: 'Lease · executed · 2026-11-02 · p-7' });
    expect(rows).toContainEqual({ id: 'other', label: 'Other · executed · 2026-11-02' });
  });

  test('shows the id where two names differ only in upper and lower case, or in how they are written', async () => {
    const names = ['Lease', 'LEASE', 'Ｌease', 'Lease\u200b'];
    const { run } = await aZap({ packages: names.map((name, at) => aPackage({ packageId: `p-${at}`, name })) });
    const rows = rowsOf(await run(list_packages, {}));
    expect(rows.map(({ id, label }) => label.endsWith(` · ${id}`))).toEqual([true, true, true, true]);
  });

  test('cuts a name that no row can show', async () => {
    const { run } = await aZap({ packages: [aPackage({ name: 'Lease '.repeat(10_000) })] });
    expect(rowsOf(await run(list_packages, {}))[0]?.label.length).toBeLessThan(300);
  });

  test.each([
    [{}, ['mine']],
    [{ allMembers: 'no' }, ['mine']],
    [{ allMembers: 'yes' }, ['mine', 'theirs']],
  ])('holds with %o: %j', async (inputData, ids) => {
    const owned = ['mine', 'theirs'].map((packageId) => aPackage({ packageId, memberId: packageId }));
    const { run } = await aZap({ packages: owned, memberId: 'mine' });
    const rows = rowsOf(await run(list_packages, inputData));
    expect(rows.map(({ id }) => id).toSorted()).toEqual(ids);
  });

  test('is refused when All Members is neither Yes nor No', async () => {
    const { run, emulator } = await aZap();
    await expect(run(list_packages, { allMembers: 'maybe' })).rejects.toThrow(/All Members must be Yes or No/);
    expect(emulator.requests).toEqual([]);
  });
});

/** Runs the dropdown of videos of a package that has these. */
async function labelsOf(videos: MeetingVideo[], timezone?: string): Promise<string[]> {
  const { url } = await serve(json({ packageId: 'lease', videos }));
  const more = timezone === undefined ? {} : { meta: { timezone } };
  const output = await runStep(list_videos, connectionTo(url), { packageId: 'lease' }, more);
  return rowsOf(output).map(({ label }) => label);
}

describe('the list of videos', () => {
  test('holds those of the chosen package that are not deleted', async () => {
    const { run, emulator } = await aZap();
    await run(delete_video, { packageId: 'lease', meetingVideoId: 'b' });
    emulator.seed([aPackage({ packageId: 'other', videos: [aVideo({ meetingVideoId: 'elsewhere' })] })]);
    const rows = rowsOf(await run(list_videos, { packageId: 'lease' }));
    expect(rows.map(({ id }) => id).toSorted()).toEqual(['a', 'c']);
  });

  test('is sorted: the newest first, and those without a date before it', async () => {
    const times = ['2026-11-02T10:00:00Z', null, '2026-11-03T09:00:00+09:00', '2026-11-02T23:00:00Z'];
    const labels = await labelsOf(times.map((timeCreated) => aVideo({ timeCreated })));
    expect(labels.map((label) => label.split(' · ')[0])).toEqual([
      'No date',
      '2026-11-03 00:00 UTC',
      '2026-11-02 23:00 UTC',
      '2026-11-02 10:00 UTC',
    ]);
  });

  const past = '2020-01-05T00:00:00Z';
  const future = '2999-12-31T23:30:00Z';
  test.each<[Partial<MeetingVideo>, string]>([
    [
      { timeCreated: '2026-11-02T10:00:00.0731254Z', duration: 'PT5M12S', size: 4_402_007, state: 'archived' },
      '2026-11-02 10:00 UTC · 5 min 12 s · 4.4 MB · archived',
    ],
    [
      { timeCreated: '2026-11-02T10:00:00+02:00', duration: 'P1DT1H30S', size: 0, state: 'started' },
      '2026-11-02 08:00 UTC · 1 d 1 h 30 s · 0.0 MB · started',
    ],
    [{ timeCreated: '2026-11-02T10:00:00', duration: 'PT0S', size: null, state: 'queued' }, 'No date · 0 s · queued'],
    [{ timeCreated: '2026-02-30T10:00:00Z', duration: null, size: null, state: 'queued' }, 'No date · queued'],
    [{ timeCreated: null, duration: 'PT90M', size: null, state: null }, 'No date · 1 h 30 min'],
    [{ timeCreated: null, duration: null, size: null, state: null }, 'No date'],
    [
      { timeCreated: null, duration: null, size: null, timeRetention: future },
      'No date · archived · under retention until 2999-12-31',
    ],
    [{ timeCreated: null, duration: null, size: null, timeRetention: past }, 'No date · archived · retention over'],
    [{ timeCreated: null, duration: null, size: null, timeRetention: 'soon' }, 'No date · archived · under retention'],
  ])('labels %o', async (fields, label) => {
    expect(await labelsOf([aVideo({ meetingVideoId: 'a', ...fields })])).toEqual([label]);
  });

  test.each([
    ['America/New_York', '2026-11-02 05:00 EST', '2999-12-31'],
    ['Asia/Tokyo', '2026-11-02 19:00 GMT+9', '3000-01-01'],
    ['Mars/Olympus', '2026-11-02 10:00 UTC', '2999-12-31'],
  ])('shows times in the zone of the account, such as %s', async (timezone, recorded, day) => {
    const video = aVideo({ timeCreated: '2026-11-02T10:00:00Z', timeRetention: future });
    const [label = ''] = await labelsOf([video], timezone);
    expect(label).toContain(recorded);
    expect(label).toContain(`until ${day}`);
  });

  test('shows the id where two videos would look alike', async () => {
    const labels = await labelsOf(['a', 'b'].map((meetingVideoId) => aVideo({ meetingVideoId })));
    expect(labels.map((label) => label.split(' · ').at(-1))).toEqual(['b', 'a']);
  });

  test('is empty for a package without videos, and for an unknown one', async () => {
    const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', videos: [] })] });
    expect(await run(list_videos, { packageId: 'lease' })).toEqual([]);
    expect(await run(list_videos, { packageId: 'x' })).toEqual([]);
  });

  test.each([undefined, '', ['lease'], 'one,two', '{{bundle.inputData.packageId}}'])(
    'refuses %j for a package, and sends nothing',
    async (packageId) => {
      const { run, emulator } = await aZap();
      await expect(run(list_videos, { packageId })).rejects.toThrow(/Package .* Nothing was sent/);
      expect(emulator.requests).toEqual([]);
    },
  );
});

describe('whatever the API says', () => {
  const values = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      '\u200b',
      '\u0301',
      'A',
      'a',
      'Ａ',
      'A · 1',
      7,
      1e308,
      -1,
      true,
      {},
      [],
      [7],
      'PT',
    ),
    fc.constant('2026-11-02T10:00:00Z'),
    anyString,
    fc.jsonValue(),
  );
  const ids = fc.uniqueArray(fc.oneof(fc.constantFrom('1', '2', '3'), fc.uuid()), { minLength: 1, maxLength: 6 });
  const fields = fc.record(
    {
      name: values,
      state: values,
      timeCreated: values,
      timeRetention: values,
      timeExecuted: values,
      duration: values,
      size: values,
    },
    { requiredKeys: [] },
  );
  const listed = ids.chain((all) => fc.tuple(...all.map((id) => fields.map((rest) => ({ ...rest, id })))));

  const expectClear = (rows: Row[], isComplete: boolean, count: number) => {
    const looks = rows.map(({ label }) => label.normalize('NFKC').toLowerCase());
    expect(looks.filter((label) => !/[\p{L}\p{N}\p{P}\p{S}]/u.test(label))).toEqual([]);
    expect(new Set(looks).size).toBe(rows.length);
    if (isComplete) expect(rows).toHaveLength(count);
  };

  test('no row is blank, and no two are alike', async () => {
    let body: unknown;
    const { url } = await serve((response, request, number) => json(body)(response, request, number));
    await fc.assert(
      fc.asyncProperty(listed, async (items) => {
        body = {
          items: items.map(({ id, ...rest }) => ({ packageId: id, ...rest })),
          total: items.length,
          take: 50,
          skip: 0,
        };
        expectClear(rowsOf(await runStep(list_packages, connectionTo(url), {})), true, items.length);
        body = { packageId: 'lease', videos: items.map(({ id, ...rest }) => ({ meetingVideoId: id, ...rest })) };
        const rows = rowsOf(await runStep(list_videos, connectionTo(url), { packageId: 'lease' }));
        expectClear(
          rows,
          items.every(({ state }) => typeof state !== 'string' || !/^deleted$/i.test(state)),
          items.length,
        );
      }),
      { numRuns: 60 },
    );
  });
});

test.each([list_packages, list_videos])(
  '$display.label only fills a dropdown: nobody can begin a Zap with it',
  (trigger) => {
    expect(trigger.display.hidden).toBe(true);
  },
);

test.each([delete_video, delete_all_package_videos, find_package_videos, find_video])(
  '$display.label offers packages, and videos once a package is chosen, and searches for both',
  ({ operation }) => {
    const dropdowns = (operation.inputFields ?? []).filter((field) => 'dynamic' in field);
    const ofPackages = { key: 'packageId', dynamic: 'list_packages.id.label', search: 'find_package.id' };
    const ofVideos = { key: 'meetingVideoId', dynamic: 'list_videos.id.label', dependsOn: ['packageId'] };
    if (operation === delete_video.operation) {
      expect(dropdowns).toMatchObject([ofPackages, { ...ofVideos, search: 'find_video.id' }]);
    } else {
      expect(dropdowns).toMatchObject(operation === find_video.operation ? [ofPackages, ofVideos] : [ofPackages]);
    }
    expect(operation.inputFields).toContainEqual(expect.objectContaining({ key: 'allMembers', label: 'All Members' }));
  },
);

test('the searches behind the dropdowns are searches of this integration', () => {
  expect(Object.keys(app.searches)).toEqual([
    'find_package',
    'find_video',
    'find_package_videos',
    'audit_deletion_plan',
  ]);
});
