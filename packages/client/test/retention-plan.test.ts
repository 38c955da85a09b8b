import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { createClient, createClientOn, isDeleted, NotFoundError, PlanRefusedError, ServerError } from '../src/index.ts';
import { type Progress, planDeletion } from '../src/retention.ts';
import { apiKey, rejection, sendWithFetch, untyped } from './fixtures.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

const ids = (videos: readonly { meetingVideoId: string }[]) => videos.map(({ meetingVideoId }) => meetingVideoId);
const young = new Date(Date.now() - 3_600_000).toISOString();
const later = new Date(Date.now() + 3_600_000).toISOString();

describe('a plan', () => {
  test('says what goes, what stays and why, and what is deleted already', async () => {
    const videos = [
      anOldVideo('goes'),
      anOldVideo('queued', { state: 'queued' }),
      anOldVideo('no-state', { state: null }),
      anOldVideo('another-state', { state: 'Archiving' }),
      anOldVideo('held'),
      anOldVideo('retained', { timeRetention: later }),
      anOldVideo('retention-over', { timeRetention: '2021-01-01T00:00:00Z' }),
      anOldVideo('undated', { timeCreated: null }),
      anOldVideo('young', { timeCreated: young }),
      anOldVideo('deleted', { state: 'deleted', timeDeleted: '2022-01-01T00:00:00Z' }),
    ];
    const { client, requests } = await scene([
      aPackage({ packageId: 'lease', name: 'Lease', videos }),
      aPackage({ packageId: 'held-package', name: 'Held', videos: [anOldVideo('in-held-package')] }),
      aPackage({ packageId: 'draft', state: 'draft', videos: [anOldVideo('in-draft')] }),
    ]);
    const hold = { packageIds: ['held-package'], meetingVideoIds: ['held'] };
    const plan = await planDeletion(client, { ...rules, hold });
    expect(ids(plan.delete)).toEqual(['goes', 'retention-over']);
    expect(plan.delete[0]).toEqual({
      packageId: 'lease',
      packageName: 'Lease',
      matterNumber: null,
      clientNumber: null,
      timeExecuted: '2020-06-01T10:00:00.000Z',
      meetingVideoId: 'goes',
      timeCreated: '2020-05-01T10:00:00.000Z',
      timeRetention: null,
      duration: 'PT5M12S',
      size: 1000,
      state: 'archived',
    });
    expect(Object.fromEntries(plan.keep.map(({ meetingVideoId, reason }) => [meetingVideoId, reason]))).toEqual({
      queued: 'state',
      'no-state': 'state',
      'another-state': 'state',
      held: 'held',
      'in-held-package': 'held',
      retained: 'underRetention',
      undated: 'undated',
      young: 'young',
    });
    expect(plan.alreadyDeleted).toEqual([{ packageId: 'lease', meetingVideoId: 'deleted' }]);
    expect(plan.totals).toEqual({
      packages: 2,
      skipped: 0,
      skippedEarlier: 0,
      packagesPlanned: 1,
      videos: 11,
      alive: 10,
      delete: 2,
      keep: 8,
      keepUnlisted: 0,
      alreadyDeleted: 1,
      bytes: 2000,
    });
    expect(requests().sort()).toEqual(['getPackage', 'listPackages', 'listVideos', 'listVideos']);
  });

  test('names its format, its server and when it was made', async () => {
    const { client, emulator } = await scene([]);
    const before = Date.now();
    const [one, other] = [await planDeletion(client, rules), await planDeletion(client, rules)];
    expect(one).toMatchObject({ format: 'iinked-sign/deletion-plan/2', server: emulator.url, delete: [], keep: [] });
    expect(Date.parse(one.createdAt)).toBeGreaterThanOrEqual(before);
    expect(one.id).toMatch(/^[0-9a-f]{32}$/);
    expect(one.id).not.toBe(other.id);
  });

  test('holds neither the key nor a link', async () => {
    const { client, emulator } = await scene([aPackage({ videos: [anOldVideo('v', { timeRetention: later })] })]);
    const text = JSON.stringify(await planDeletion(client, rules));
    expect(text).not.toContain(emulator.apiKey);
    expect(text).not.toMatch(/\burl|access=/);
  });

  test('reads every page, and counts a package that two pages have once', async () => {
    const packages = Array.from({ length: 120 }, (_, index) =>
      aPackage({ packageId: `p${index}`, videos: [anOldVideo(`v${index}`)] }),
    );
    const { client, emulator } = await scene(packages);
    const plan = await planDeletion(client, rules, { atOnce: 3 });
    expect(ids(plan.delete)).toEqual(packages.map(({ packageId }) => packageId.replace('p', 'v')));
    expect(emulator.requests.filter(({ operationId }) => operationId === 'listPackages')).toHaveLength(3);

    const page = (name: string, total: number) => ({
      items: [{ packageId: 'a' }, { packageId: name }],
      total,
      take: 2,
      skip: 0,
    });
    let pages = 0;
    const { url } = await serve((...request) => {
      if (request[1].path.endsWith('/list')) json(page(`b${pages++}`, 4))(...request);
      else json({ packageId: request[1].path.split('/')[4], videos: [] })(...request);
    });
    expect((await planDeletion(createClient({ apiKey, server: url }), rules)).totals.packages).toBe(3);
  });

  test('never has more requests under way than allowed, and uses what is allowed', async () => {
    let underWay = 0;
    let most = 0;
    const packages = Array.from({ length: 60 }, () => aPackage({ videos: [] }));
    const { clientWith } = await scene(packages);
    const client = clientWith({
      fetch: async (url, init) => {
        most = Math.max(most, ++underWay);
        return fetch(url, init).finally(() => {
          underWay -= 1;
        });
      },
    });
    await planDeletion(client, rules, { atOnce: 7 });
    expect(most).toBe(7);
  });

  test('reads packages that are named by their ids', async () => {
    const { client, requests } = await scene([
      aPackage({ packageId: 'a', name: 'Lease', videos: [anOldVideo('v')] }),
      aPackage(),
    ]);
    const plan = await planDeletion(client, { ...rules, packages: { packageIds: ['a'] } });
    expect(plan.delete).toMatchObject([{ packageId: 'a', packageName: 'Lease', meetingVideoId: 'v' }]);
    expect(requests()).toEqual(['getPackage', 'listVideos']);
  });

  test('keeps a video that a list shows alive and deleted at once', async () => {
    const twice = [anOldVideo('v'), anOldVideo('v', { state: 'deleted' }), anOldVideo('gone', { state: 'Deleted' })];
    const { url } = await serve(json({ packageId: 'a', videos: twice }));
    const plan = await planDeletion(createClient({ apiKey, server: url }), {
      ...rules,
      packages: { packageIds: ['a'] },
    });
    expect(plan.keep).toMatchObject([{ meetingVideoId: 'v', state: 'archived', reason: 'doubtful' }]);
    expect(plan.totals).toMatchObject({ alreadyDeleted: 1 });
    expect(twice.map(isDeleted)).toEqual([false, true, true]);
  });

  test('keeps a video whose times cannot be read', async () => {
    const videos = [
      anOldVideo('retained-somehow', { timeRetention: '2020-01-01' }),
      anOldVideo('zoneless', { timeCreated: '2020-01-01T00:00:00' }),
    ];
    const { url } = await serve(json({ packageId: 'a', videos }));
    const plan = await planDeletion(createClient({ apiKey, server: url }), {
      ...rules,
      packages: { packageIds: ['a'] },
    });
    expect(plan.keep.map(({ reason }) => reason)).toEqual(['underRetention', 'undated']);
  });

  test('takes what the API does not document as missing', async () => {
    const video = {
      meetingVideoId: 'v',
      state: 'archived',
      timeCreated: '2020-01-01T00:00:00Z',
      size: '7',
      duration: 5,
    };
    const { url } = await serve(json({ packageId: 'a', videos: [video] }));
    const plan = await planDeletion(createClient({ apiKey, server: url }), {
      ...rules,
      packages: { packageIds: ['a'] },
    });
    expect(plan.delete).toMatchObject([{ size: null, duration: null, timeRetention: null, packageName: null }]);
  });
});

describe('limits', () => {
  const packages = [
    ...Array.from({ length: 29 }, (_, index) => aPackage({ videos: [anOldVideo(`old-${index}`)] })),
    ...Array.from({ length: 30 }, (_, index) =>
      aPackage({ videos: [anOldVideo(`young-${index}`, { timeCreated: young })] }),
    ),
    ...Array.from({ length: 41 }, (_, index) =>
      aPackage({ timeCreated: young, videos: [anOldVideo(`not-listed-${index}`)] }),
    ),
  ];

  test.each([
    [{ videos: 28 }, false],
    [{ videos: 29 }, true],
    [{ videos: 30 }, true],
    [{ videos: 29, share: 0.28 }, false],
    [{ videos: 29, share: 0.29 }, true],
    [{ videos: 29, share: 0.3 }, true],
    [{ videos: 29, share: 0 }, false],
    [{ videos: 29, share: 1 }, true],
  ])('of %j allow 29 videos in 29 of 100 packages: %s', async (limits, isAllowed) => {
    const { client } = await scene(packages);
    const planning = planDeletion(client, { ...rules, limits });
    if (isAllowed) return expect((await planning).totals.delete).toBe(29);
    const error = await rejection(planning);
    expect(error).toBeInstanceOf(PlanRefusedError);
    expect(error).toMatchObject({
      reason: 'limit',
      counts: { planned: 29, alive: 59, packagesPlanned: 29, packages: 100 },
      byYear: [{ year: 2020, videos: 29 }],
      mayHaveDeleted: false,
    });
    expect(error).toMatchObject({ message: expect.stringMatching(/29 .*Nothing was deleted\.$/) });
    return undefined;
  });

  test('allow a plan of nothing', async () => {
    const { client } = await scene([]);
    const plan = await planDeletion(client, { ...rules, limits: { videos: 1, share: 0 } });
    expect(plan.totals).toMatchObject({ alive: 0, delete: 0 });
  });
});

describe('there is no plan', () => {
  test('where a package cannot be listed', async () => {
    const { client, emulator } = await scene([aPackage(), aPackage(), aPackage()]);
    emulator.failNext({ on: 'listVideos', status: 500, times: 9 });
    const error = await rejection(planDeletion(client, rules, { maxRetries: 0 }));
    expect(error).toBeInstanceOf(ServerError);
  });

  test('where a package that the rules name does not exist', async () => {
    const { client } = await scene([]);
    const error = await rejection(planDeletion(client, { ...rules, packages: { packageIds: ['a'] } }));
    expect(error).toBeInstanceOf(NotFoundError);
  });

  test('where an id could not be named by a later call', async () => {
    const { url } = await serve(json({ packageId: 'a', videos: [anOldVideo(' ')] }));
    const client = createClient({ apiKey, server: url });
    const error = await rejection(planDeletion(client, { ...rules, packages: { packageIds: ['a'] } }));
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', mayHaveDeleted: false });
  });

  test.each([
    ['ahead', 3_600_000 + 60_000],
    ['behind', -3_600_000 - 60_000],
  ])("where this machine's clock is %s of the server's by more than an hour", async (_, offset) => {
    const { url } = await serve(json({ packageId: 'a', videos: [] }));
    const clock = { now: () => Date.now() + offset, wait: () => new Promise<void>(() => undefined) };
    const client = createClientOn({ send: sendWithFetch, ...clock }, { apiKey, server: url });
    const error = await rejection(planDeletion(client, { ...rules, packages: { packageIds: ['a'] } }));
    expect(error).toMatchObject({ name: 'PlanRefusedError', reason: 'clock' });
  });

  test('when it is aborted', async () => {
    const { client, emulator } = await scene([aPackage(), aPackage()]);
    emulator.failNext({ on: 'listVideos', stall: true, times: 2 });
    const controller = new AbortController();
    const planning = planDeletion(client, rules, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 50);
    expect(await rejection(planning)).toBe('enough');
  });
});

test('a package that is gone once it was found has no videos', async () => {
  const { url } = await serve((...request) => {
    const isPage = request[1].path.endsWith('/list');
    if (isPage) json({ items: [{ packageId: 'a' }], total: 1, take: 50, skip: 0 })(...request);
    else json({ error: 'package_not_found', message: 'x' }, 404)(...request);
  });
  const plan = await planDeletion(createClient({ apiKey, server: url }), rules);
  expect(plan.totals).toMatchObject({ packages: 1, videos: 0 });
});

test('without allMembers, a key sees its own packages, and the totals say so', async () => {
  const packages = ['mine', 'theirs'].map((memberId) => aPackage({ memberId, videos: [anOldVideo(memberId)] }));
  const { client } = await scene(packages, { memberId: 'mine' });
  expect((await planDeletion(client, rules)).totals).toMatchObject({ packages: 1 });
  const all = await planDeletion(client, { ...rules, packages: { states: ['executed'], allMembers: true } });
  expect(all.totals).toMatchObject({ packages: 2 });
});

test('progress is told at most ten times a second, and always the last', async () => {
  const packages = Array.from({ length: 80 }, (_, index) =>
    aPackage({ name: `Lease ${index}`, videos: [anOldVideo(`v${index}`, { state: 'queued' })] }),
  );
  const { client } = await scene(packages);
  const told: Progress[] = [];
  const onProgress = (progress: Progress) => {
    told.push(progress);
    throw new Error('An observer changes nothing.');
  };
  const began = Date.now();
  await planDeletion(client, rules, { onProgress });
  expect(told.length).toBeLessThanOrEqual(2 + (Date.now() - began) / 100);
  expect(told[0]).toMatchObject({ phase: 'plan', packageName: expect.stringContaining('Lease') });
  expect(told.at(-1)).toEqual({
    phase: 'plan',
    done: 80,
    total: 80,
    deleted: 0,
    alreadyDeleted: 0,
    kept: 80,
    missing: 0,
    failed: 0,
    perSecond: null,
    packageName: null,
  });
});

test.each([
  ['atOnce', { atOnce: 0 }],
  ['atOnce', { atOnce: 1.5 }],
  ['atOnce', { atOnce: '4' }],
  ['sealKey', { sealKey: '' }],
  ['sealKey', { sealKey: ' ' }],
  ['sealKey', { sealKey: null }],
  ['signal', { signal: {} }],
  ['timeoutMs', { timeoutMs: 0 }],
  ['maxRetries', { maxRetries: -1 }],
  ['onProgress', { onProgress: 'log' }],
  ['totalTimeoutMs', { totalTimeoutMs: 0 }],
  ['dryRun', { dryRun: true }],
])('%s: %j is rejected before a request', async (field, options) => {
  const { client, requests } = await scene([]);
  expect(await rejection(planDeletion(client, rules, untyped(options)))).toMatchObject({ field });
  expect(requests()).toEqual([]);
});
