import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { MeetingVideo } from '../src/index.ts';
import { applyPlan, auditPlan, type DeletionPlan, type Progress, planDeletion } from '../src/retention.ts';
import { rejection, untyped } from './fixtures.ts';
import { anOldVideo, aPackage, rules, type Scene, scene } from './retention-fixtures.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `v${index + 1}`);

/** A package of old videos, planned. */
async function planned(
  ids: readonly string[],
  options: Parameters<typeof scene>[1] = {},
  given = rules,
): Promise<Scene & { plan: DeletionPlan; video: (id: string) => Record<string, unknown> }> {
  const made = await scene(
    [aPackage({ packageId: 'lease', name: 'Lease', videos: ids.map((id) => anOldVideo(id)) })],
    options,
  );
  const plan = await planDeletion(made.client, given);
  made.requests();
  const video = (id: string) => {
    const found = made.emulator.packages.flatMap(({ videos }) => videos).find((each) => each.meetingVideoId === id);
    if (!found) throw new Error(`There is no video ${id}.`);
    return found;
  };
  return { ...made, plan, video };
}

const outcomes = ({ videos }: { videos: { meetingVideoId: string; outcome: string; reason?: string }[] }) =>
  Object.fromEntries(videos.map(({ meetingVideoId, outcome, reason }) => [meetingVideoId, reason ?? outcome]));

/** A response of the API that fails. */
const failing = (status: number) => Response.json({ error: 'failed', message: 'It failed.' }, { status });

describe('an apply', () => {
  test('deletes what was planned, by id, with one list for each package', async () => {
    const { client, plan, deletions, requests, alive } = await planned(['a', 'b']);
    const report = await applyPlan(client, plan);
    expect(report).toMatchObject({
      format: 'iinked-sign/apply-report/2',
      planId: plan.id,
      videos: [
        { packageId: 'lease', meetingVideoId: 'a', outcome: 'deleted', size: 1000, timeDeleted: expect.any(String) },
        { packageId: 'lease', meetingVideoId: 'b', outcome: 'deleted', size: 1000, timeDeleted: expect.any(String) },
      ],
      totals: { planned: 2, deleted: 2, kept: 0, failed: 0, deletedBytes: 2000 },
    });
    expect(report).not.toHaveProperty('stopped');
    expect(Date.parse(report.finishedAt)).toBeGreaterThanOrEqual(Date.parse(report.startedAt));
    expect(deletions()).toEqual(['a', 'b']);
    expect(requests()).toEqual(['listVideos', 'getPackage', 'deleteVideos', 'deleteVideos']);
    expect(alive()).toEqual([]);
  });

  test('does nothing where nothing is planned', async () => {
    const { client, plan, requests } = await planned([]);
    expect((await applyPlan(client, plan)).totals).toMatchObject({ planned: 0 });
    expect(requests()).toEqual([]);
  });

  test('needs no pages where the rules name packages', async () => {
    const { client, plan, requests } = await planned(['a'], {}, { ...rules, packages: { packageIds: ['lease'] } });
    expect(outcomes(await applyPlan(client, plan))).toEqual({ a: 'deleted' });
    expect(requests()).toEqual(['listVideos', 'getPackage', 'deleteVideos']);
  });

  test('judges every video again: what changed since the plan is kept, and says why', async () => {
    const ids = [
      'same',
      'queued',
      'held',
      'retained',
      'retention',
      'renewed',
      'longer',
      'larger',
      'smaller',
      'gone',
      'link',
    ];
    const { client, plan, video, deletions, emulator } = await planned(ids);
    Object.assign(video('queued'), { state: 'queued' });
    Object.assign(video('retained'), { timeRetention: new Date(Date.now() + 3_600_000).toISOString() });
    Object.assign(video('retention'), { timeRetention: '2021-01-01T00:00:00Z' });
    Object.assign(video('renewed'), { timeCreated: '2020-05-01T10:00:00.001Z' });
    Object.assign(video('longer'), { duration: 'PT6M' });
    Object.assign(video('larger'), { size: 1001 });
    Object.assign(video('smaller'), { size: null });
    Object.assign(video('link'), {
      timeCreated: '2020-05-01T12:00:00.0000000+02:00',
      source: 'x',
      externalVideoId: 'y',
    });
    const [lease] = emulator.packages;
    lease?.videos.splice(ids.indexOf('gone'), 1);
    const report = await applyPlan(client, plan, { hold: { meetingVideoIds: ['held'] } });
    expect(outcomes(report)).toEqual({
      same: 'deleted',
      queued: 'state',
      held: 'held',
      retained: 'underRetention',
      retention: 'changed',
      renewed: 'changed',
      longer: 'changed',
      larger: 'changed',
      smaller: 'changed',
      gone: 'missing',
      link: 'deleted',
    });
    expect(report.videos.filter(({ reason }) => reason).every(({ outcome }) => outcome === 'kept')).toBe(true);
    expect(deletions().sort()).toEqual(['link', 'same']);
    expect(report.totals).toMatchObject({ planned: 11, deleted: 2, kept: 8, missing: 1 });
  });

  test('never deletes what was not planned, however old it is', async () => {
    const { client, plan, emulator, alive } = await planned(['a']);
    emulator.packages[0]?.videos.push(anOldVideo('later'));
    await applyPlan(client, plan);
    expect(alive()).toEqual(['later']);
  });

  test('keeps the videos of a package that is held, or out of the scope, and sees which are deleted', async () => {
    const { client, plan, emulator, video, deletions } = await planned(['a', 'b']);
    Object.assign(video('b'), { state: 'deleted', timeDeleted: '2026-01-01T00:00:00.0000000Z' });
    const held = await applyPlan(client, plan, { hold: { packageIds: ['lease'] } });
    expect(outcomes(held)).toEqual({ a: 'held', b: 'alreadyDeleted' });
    expect(held.videos[1]).toMatchObject({ timeDeleted: '2026-01-01T00:00:00.0000000Z' });
    Object.assign(emulator.packages[0] ?? {}, { state: 'open' });
    expect(outcomes(await applyPlan(client, plan))).toEqual({ a: 'scope', b: 'alreadyDeleted' });
    expect(deletions()).toEqual([]);
  });

  test('takes a hold by a number that the plan has proven, although no planned package has one', async () => {
    const { client, deletions } = await scene([
      aPackage({ packageId: 'filed', matterNumber: '2019-0417', videos: [anOldVideo('a')] }),
      aPackage({ packageId: 'lease', videos: [anOldVideo('b')] }),
    ]);
    const plan = await planDeletion(client, { ...rules, hold: { matterNumbers: ['2019/0417'] } });
    await applyPlan(client, plan);
    expect(deletions()).toEqual(['b']);
  });

  test('says missing where the package is gone', async () => {
    const { client, plan, emulator } = await planned(['a']);
    emulator.reset();
    emulator.seed([]);
    Object.assign(emulator.packages[0] ?? {}, { packageId: 'another' });
    expect(outcomes(await applyPlan(client, plan))).toEqual({ a: 'missing' });
  });

  test('goes on where a run before it stopped: the API is the journal', async () => {
    const { client, plan, deletions } = await planned(['a', 'b', 'c']);
    const controller = new AbortController();
    const first = await applyPlan(client, plan, {
      atOnce: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(first.stopped).toBe('aborted');
    const second = await applyPlan(client, plan);
    for (const [id, outcome] of Object.entries(outcomes(first))) {
      expect(outcomes(second)[id]).toBe(outcome === 'deleted' ? 'alreadyDeleted' : 'deleted');
    }
    expect(deletions().sort()).toEqual(['a', 'b', 'c']);
    expect((await auditPlan(client, plan)).complete).toBe(true);
  });

  test('sees that somebody else deleted a video after it was listed', async () => {
    const { clientWith, plan, video } = await planned(['a']);
    const client = clientWith({
      fetch: (url, init) => {
        if (url.endsWith('/delete'))
          Object.assign(video('a'), { state: 'deleted', timeDeleted: '2026-01-01T00:00:00Z' });
        return fetch(url, init);
      },
    });
    expect(outcomes(await applyPlan(client, plan))).toEqual({ a: 'alreadyDeleted' });
  });

  test.each([
    ['listed as deleted', 'listed', 'deleted'],
    ['not listed any more', 'hidden', 'unknown'],
  ] as const)('whose response is lost is settled by the list: %s', async (_, deletedVideos, outcome) => {
    const { client, plan, emulator } = await planned(['a'], { deletedVideos });
    emulator.failNext({ on: 'deleteVideos', resetAfter: true });
    expect(outcomes(await applyPlan(client, plan, { maxRetries: 0 }))).toEqual({ a: outcome });
  });

  test('believes the list where a response made no sense', async () => {
    const { client, plan, emulator } = await planned(['a', 'b']);
    emulator.failNext({ on: 'deleteVideos', status: 200, body: '<html>', carryOut: true });
    emulator.failNext({ on: 'deleteVideos', status: 200, body: '<html>' });
    const report = await applyPlan(client, plan, { atOnce: 1 });
    expect(outcomes(report)).toEqual({ a: 'deleted', b: 'unknown' });
    expect(report.videos[1]?.message).toContain('is not JSON');
  });

  test('reports what was refused as failed, with the reason, and goes on', async () => {
    const { client, plan, emulator, alive } = await planned(['a', 'b']);
    emulator.failNext({ on: 'deleteVideos', status: 403 });
    const report = await applyPlan(client, plan, { atOnce: 1 });
    expect(outcomes(report)).toEqual({ a: 'failed', b: 'deleted' });
    expect(report.videos[0]?.message).toContain('403');
    expect(alive()).toEqual(['a']);
  });

  test('says missing where the API does not know a video that it listed', async () => {
    const { clientWith, plan, emulator } = await planned(['a']);
    const client = clientWith({
      fetch: (url, init) => {
        if (url.endsWith('/delete')) emulator.packages[0]?.videos.splice(0);
        return fetch(url, init);
      },
    });
    expect(outcomes(await applyPlan(client, plan))).toEqual({ a: 'missing' });
  });

  test.each([
    ['is alive', (lists: number) => lists < 0],
    ['cannot be read', (lists: number) => lists > 1],
  ])('reports a deletion that got a 404 as failed where the list %s', async (_, fails) => {
    const { clientWith, plan } = await planned(['a']);
    let lists = 0;
    const client = clientWith({
      fetch: async (url, init) => {
        if (url.endsWith('/delete')) return failing(404);
        return url.endsWith('/videos') && fails(++lists) ? failing(500) : fetch(url, init);
      },
    });
    const report = await applyPlan(client, plan, { maxRetries: 0 });
    expect(outcomes(report)).toEqual({ a: 'failed' });
    expect(report.videos[0]?.message).toContain('404');
  });

  test.each([
    ['the list', '/videos'],
    ['Get Package', '/lease'],
    ['the deletion', '/delete'],
  ])('does not take a 404 of a proxy for one of the API: %s', async (_, end) => {
    const { clientWith, plan, alive } = await planned(['a']);
    const client = clientWith({
      fetch: async (url, init) => (url.endsWith(end) ? new Response('<html>', { status: 404 }) : fetch(url, init)),
    });
    const report = await applyPlan(client, plan);
    expect(report).toMatchObject({
      videos: [{ outcome: 'failed', message: expect.stringContaining('The server responded with 404') }],
    });
    expect(alive()).toEqual(['a']);
    const receipt = await auditPlan(client, plan).catch((error: unknown) => error);
    expect(receipt).not.toMatchObject({ missing: [{ meetingVideoId: 'a' }] });
  });

  test('asks for the list again where the one that would settle a deletion cannot be read', async () => {
    const { clientWith, plan, emulator } = await planned(['a']);
    let lists = 0;
    const client = clientWith({
      fetch: async (url, init) => (url.endsWith('/videos') && ++lists === 2 ? failing(500) : fetch(url, init)),
    });
    emulator.failNext({ on: 'deleteVideos', resetAfter: true });
    const report = await applyPlan(client, plan, { maxRetries: 0 });
    expect(report.videos).toMatchObject([{ outcome: 'deleted', timeDeleted: expect.any(String) }]);
    expect(lists).toBe(3);
  });

  test.each([
    ['is on hold by the server', { timeRetention: '2099-01-01T00:00:00Z' }, 'unknown'],
    ['is not listed', undefined, 'unknown'],
    ['is deleted', { state: 'deleted' }, 'deleted'],
    ['is as it was', {}, 'deleted'],
  ])('a deletion that may have arrived, and was then told to wait: the video %s', async (_, change, outcome) => {
    const { timelessClient, plan, emulator, video } = await planned(['a'], {
      onRequest: ({ status }) => {
        if (status !== 429) return;
        if (change) Object.assign(video('a'), change);
        else emulator.packages[0]?.videos.splice(0);
      },
    });
    emulator.failNext({ on: 'deleteVideos', status: 500 });
    emulator.failNext({ on: 'deleteVideos', status: 429, retryAfter: 70 });
    const report = await applyPlan(timelessClient().client, plan);
    expect(outcomes(report)).toEqual({ a: outcome });
    if (outcome === 'unknown') expect(report.videos[0]?.message).toContain('Audit the plan');
  });

  test('keeps a video that a list shows twice, once as planned and once changed', async () => {
    const { clientWith, plan, deletions } = await planned(['a']);
    const client = clientWith({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.endsWith('/videos')) return response;
        const list: { packageId: string; videos: MeetingVideo[] } = await response.json();
        const videos = list.videos.flatMap((video) => [video, { ...video, size: 7 }]);
        return Response.json({ ...list, videos }, { headers: { date: new Date().toUTCString() } });
      },
    });
    expect((await applyPlan(client, plan)).videos).toMatchObject([{ outcome: 'kept', reason: 'doubtful' }]);
    expect(deletions()).toEqual([]);
  });

  test('deletes nothing by a list of another time, once the clocks differ', async () => {
    const {
      client: rightClient,
      clientWith,
      emulator,
      deletions,
    } = await scene(['a', 'b'].map((id) => aPackage({ packageId: `package-${id}`, videos: [anOldVideo(id)] })));
    const plan = await planDeletion(rightClient, rules);
    const client = clientWith({
      fetch: (url, init) => {
        if (url.endsWith('/delete')) emulator.clock.advance(2 * 3_600_000);
        return fetch(url, init);
      },
    });
    const report = await applyPlan(client, plan, { atOnce: 1 });
    expect(outcomes(report)).toEqual({ a: 'deleted', b: 'failed' });
    expect(report.videos[1]?.message).toContain('Set the clock');
    expect(deletions()).toEqual(['a']);
  });

  test('reports every video of a package as failed whose list cannot be read', async () => {
    const { client, plan, emulator, deletions } = await planned(['a', 'b']);
    emulator.failNext({ on: 'listVideos', status: 500, times: 9 });
    const report = await applyPlan(client, plan, { maxRetries: 0 });
    expect(outcomes(report)).toEqual({ a: 'failed', b: 'failed' });
    expect(report.videos.every(({ message }) => message?.includes('500'))).toBe(true);
    expect(deletions()).toEqual([]);
  });

  test('deletes nothing where the packages cannot be read again', async () => {
    const { client, plan, emulator, deletions } = await planned(['a'], {}, { ...rules, packages: { search: 'Lease' } });
    emulator.failNext({ on: 'listPackages', status: 500, times: 9 });
    const error = await rejection(applyPlan(client, plan, { maxRetries: 0 }));
    expect(error).toMatchObject({ name: 'ServerError', mayHaveDeleted: false });
    expect(deletions()).toEqual([]);
  });

  test('waits out a 429, and counts it as no failure', async () => {
    const { timelessClient, plan, emulator } = await planned(names(3));
    for (const on of ['deleteVideos', 'listVideos', 'listPackages'] as const) {
      emulator.failNext({ on, status: 429, retryAfter: 40, times: 7 });
    }
    const { client, waited } = timelessClient();
    const report = await applyPlan(client, plan, { stopAfterFailures: 1 });
    expect(report.totals).toMatchObject({ deleted: 3, failed: 0 });
    expect(waited()).toBeGreaterThan(7 * 40_000);
  });
});

describe('a run stops', () => {
  test.each([
    [4, 'failures', 4],
    [5, 'failures', 5],
    [6, undefined, 5],
  ])('after %i failures in a row', async (stopAfterFailures, stopped, failed) => {
    const { client, plan, emulator } = await planned(names(9));
    emulator.failNext({ on: 'deleteVideos', status: 403, times: 5 });
    const report = await applyPlan(client, plan, { atOnce: 1, stopAfterFailures });
    expect(report.stopped).toBe(stopped);
    expect(report.totals).toMatchObject({ failed, deleted: stopped ? 0 : 4, notStarted: stopped ? 9 - failed : 0 });
  });

  test('not where deletions succeed between failures', async () => {
    const { clientWith, plan } = await planned(names(8));
    let deletions = 0;
    const client = clientWith({
      fetch: async (url, init) => (url.endsWith('/delete') && ++deletions % 2 ? failing(403) : fetch(url, init)),
    });
    const report = await applyPlan(client, plan, { atOnce: 1, stopAfterFailures: 2 });
    expect(report.totals).toMatchObject({ failed: 4, deleted: 4 });
    expect(report).not.toHaveProperty('stopped');
  });

  test('and says nothing of what it has not come to', async () => {
    const { clientWith, plan } = await planned(names(3));
    const controller = new AbortController();
    const client = clientWith({
      fetch: (url, init) => {
        if (url.endsWith('/delete')) controller.abort();
        return fetch(url, init);
      },
    });
    const { signal } = controller;
    const report = await applyPlan(client, plan, { atOnce: 1, signal, hold: { meetingVideoIds: ['v2', 'v3'] } });
    expect(outcomes(report)).toEqual({ v1: 'deleted', v2: 'notStarted', v3: 'notStarted' });
  });

  test('at the first 401', async () => {
    const { client, plan, emulator } = await planned(names(6));
    emulator.failNext({ on: 'deleteVideos', status: 401 });
    const report = await applyPlan(client, plan, { atOnce: 1 });
    expect(report).toMatchObject({ stopped: 'failures', totals: { failed: 1, notStarted: 5 } });
  });

  test('where the API asks for a wait of more than ten minutes', async () => {
    const { client, plan, emulator } = await planned(names(6));
    emulator.failNext({ on: 'deleteVideos', status: 429, retryAfter: 601 });
    const report = await applyPlan(client, plan, { atOnce: 2 });
    expect(report.stopped).toBe('failures');
    expect(report.videos.find(({ outcome }) => outcome === 'failed')?.message).toContain('429');
    expect(report.totals.deleted + report.totals.notStarted).toBe(5);
  });

  test('when it is aborted before it begins', async () => {
    const { client, plan, deletions } = await planned(names(3));
    const report = await applyPlan(client, plan, { signal: AbortSignal.abort() });
    expect(report).toMatchObject({ stopped: 'aborted', totals: { notStarted: 3 } });
    expect(deletions()).toEqual([]);
  });

  test('when it is aborted, once what is under way has ended, and reports that', async () => {
    const { clientWith, plan, deletions } = await planned(names(6));
    const controller = new AbortController();
    let underWay = 0;
    const client = clientWith({
      fetch: (url, init) => {
        if (url.endsWith('/delete') && ++underWay === 2) controller.abort();
        return fetch(url, init);
      },
    });
    const report = await applyPlan(client, plan, { atOnce: 2, signal: controller.signal });
    const { deleted, notStarted } = report.totals;
    expect(report.stopped).toBe('aborted');
    expect([deleted, deleted + notStarted]).toEqual([deletions().length, 6]);
    expect(deleted).toBeLessThanOrEqual(3);
  });

  test('when it is aborted while it waits for a retry, with what is known', async () => {
    const { clientWith, plan, emulator } = await planned(names(2));
    emulator.failNext({ on: 'deleteVideos', status: 503, retryAfter: 30 });
    const controller = new AbortController();
    const client = clientWith({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (url.endsWith('/delete')) setTimeout(() => controller.abort(), 20);
        return response;
      },
    });
    const began = Date.now();
    const report = await applyPlan(client, plan, { atOnce: 1, signal: controller.signal });
    expect(report).toMatchObject({ stopped: 'aborted', totals: { unknown: 1, notStarted: 1 } });
    expect(Date.now() - began).toBeLessThan(5000);
  });

  test('when it is aborted while it waits out a 429', async () => {
    const { client, plan, emulator } = await planned(names(2));
    emulator.failNext({ on: 'deleteVideos', status: 429, retryAfter: 30 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const report = await applyPlan(client, plan, { atOnce: 1, signal: controller.signal });
    expect(report).toMatchObject({ stopped: 'aborted', totals: { notStarted: 2 } });
  });
});

test('progress counts each planned video once, and is told at the end', async () => {
  const { client, plan, emulator } = await planned(names(5));
  emulator.failNext({ on: 'deleteVideos', status: 403 });
  const told: Progress[] = [];
  await applyPlan(client, plan, { hold: { meetingVideoIds: ['v5'] }, onProgress: (progress) => told.push(progress) });
  expect(told.at(-1)).toEqual({
    phase: 'apply',
    done: 5,
    total: 5,
    deleted: 3,
    alreadyDeleted: 0,
    kept: 1,
    missing: 0,
    failed: 1,
    perSecond: null,
    packageName: null,
  });
});

test('progress is told while videos are deleted', async () => {
  const { client, plan } = await planned(names(2), {}, { ...rules, packages: { packageIds: ['lease'] } });
  const told: Progress[] = [];
  await applyPlan(client, plan, { atOnce: 1, onProgress: (progress) => told.push(progress) });
  expect(told[0]).toMatchObject({ phase: 'apply', done: 1, total: 2, deleted: 1, kept: 0, packageName: 'Lease' });
});

test('a signal keeps no trace of an apply that has ended', async () => {
  const { client, plan } = await planned(['a']);
  const { signal } = new AbortController();
  await applyPlan(client, plan, { signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test.each([
  ['hold', { hold: undefined }],
  ['hold', { hold: [] }],
  ['hold.packageIds[0]', { hold: { packageIds: [''] } }],
  ['maxAgeHours', { maxAgeHours: 0 }],
  ['maxAgeHours', { maxAgeHours: Number.POSITIVE_INFINITY }],
  ['maxAgeHours', { maxAgeHours: '1' }],
  ['stopAfterFailures', { stopAfterFailures: 0 }],
  ['stopAfterFailures', { stopAfterFailures: 1.5 }],
  ['atOnce', { atOnce: 0 }],
  ['dryRun', { dryRun: undefined }],
  ['dryRun', { dryRun: 'yes' }],
  ['archive.prove', { archive: { videos: [], prove: undefined } }],
])('%s: %j is rejected before a request', async (field, options) => {
  const { client, plan, requests } = await planned(['a']);
  const error = await rejection(applyPlan(client, plan, untyped(options)));
  expect(error).toMatchObject({ field, message: expect.not.stringContaining('must be ,') });
  expect(requests()).toEqual([]);
});

const options = ['approvals', 'archive', 'hold', 'dryRun', 'maxAgeHours', 'stopAfterFailures', 'sealKey', 'atOnce'];

test.each(options)('%s: null is rejected before a request: what was meant got lost', async (field) => {
  const { client, plan, requests } = await planned(['a']);
  const error = await rejection(applyPlan(client, plan, untyped({ [field]: null })));
  expect(error).toMatchObject({ name: 'InvalidRequestError', mayHaveDeleted: false });
  expect(requests()).toEqual([]);
});

test.each(
  ['reports', 'approvals', 'archive', 'hold', 'sealKey'].flatMap((field) => [
    [field, null],
    [field, undefined],
  ]),
)('an audit rejects %s: %j before a request', async (field, value) => {
  const { client, plan, requests } = await planned(['a']);
  const error = await rejection(auditPlan(client, plan, untyped({ [`${field}`]: value })));
  expect(error).toMatchObject({ name: 'InvalidRequestError' });
  expect(requests()).toEqual([]);
});

test('a run whose time is up begins nothing more, and reports', async () => {
  const { client, plan, emulator } = await planned(['a', 'b']);
  emulator.failNext({ on: 'deleteVideos', delayMs: 600, times: 2 });
  const report = await applyPlan(client, plan, { atOnce: 1, totalTimeoutMs: 500 });
  expect(report.stopped).toBe('aborted');
  expect(report.totals.notStarted).toBeGreaterThan(0);
});

test('a planned video of a package without numbers is held by none', async () => {
  const packages = [
    aPackage({ packageId: 'lease', matterNumber: null, clientNumber: null, videos: [anOldVideo('a')] }),
  ];
  const { client } = await scene(packages);
  const plan = await planDeletion(client, rules);
  const report = await applyPlan(client, plan, {
    hold: { packageIds: ['lease'], clientNumbers: [], matterNumbers: [] },
  });
  expect(report.videos).toMatchObject([{ outcome: 'kept', reason: 'held', heldBy: { packageId: 'lease' } }]);
});
