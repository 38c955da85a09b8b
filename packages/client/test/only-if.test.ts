import { type Handler, json, listing, type Received, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  ConditionNotMetError,
  type ConditionReason,
  InvalidRequestError,
  type MeetingVideo,
  type OnlyIf,
  ServerError,
  TimeoutError,
} from '../src/index.ts';
import { clientOf, deleted, meetingVideoId, packageId, rejection, untyped, video } from './fixtures.ts';

const now = Date.UTC(2030, 0, 1, 12);
const dayMs = 86_400_000;
const archived: MeetingVideo = {
  meetingVideoId,
  state: 'archived',
  timeCreated: new Date(now - 31 * dayMs).toISOString(),
  timeRetention: new Date(now - dayMs).toISOString(),
  duration: 'PT6S',
  size: 484524,
};
const other: MeetingVideo = { meetingVideoId: 'another', state: 'archived' };
const everything: OnlyIf = {
  olderThan: { days: 30 },
  states: ['archived'],
  retentionOver: true,
  hold: { packageIds: ['x'], meetingVideoIds: ['y'] },
  unchanged: archived,
};
const target = { packageId, meetingVideoId };
const dateOf = (instant: number) => new Date(instant).toUTCString();

/**
 * A server that lists these videos at a time of its own, says what its package is, and confirms a deletion; and a client
 * whose clock says `now`.
 */
async function scene(
  videos: MeetingVideo[],
  { date = dateOf(now), details = json({ packageId }, 200, { date }), rest = json(deleted) }: Partial<Scene> = {},
) {
  const list = json({ packageId, videos }, 200, { date });
  const read: Handler = (response, request, number) =>
    (request.path.endsWith('/videos') ? list : details)(response, request, number);
  const { url, received } = await serve(listing(read, rest));
  const client = clientOf(url, { now: () => now });
  return { client, requests: () => received.map(operationOf) };
}
type Scene = { date: string; details: Handler; rest: Handler };

function operationOf({ method, path }: Received): string {
  if (method === 'POST') return 'delete';
  return path.endsWith('/videos') ? 'list' : 'package';
}

describe('delete with onlyIf', () => {
  test('lists, and deletes the video when it meets every condition', async () => {
    const { client, requests } = await scene([other, archived]);
    expect(await client.videos.delete(target, { onlyIf: everything })).toEqual({ ...deleted, alreadyDeleted: false });
    expect(requests()).toEqual(['list', 'package', 'delete']);
  });

  test.each<[ConditionReason, OnlyIf, MeetingVideo[], string?]>([
    ['state', { states: ['failed'] }, [archived]],
    ['held', { hold: { packageIds: [packageId] } }, [archived]],
    ['held', { hold: { meetingVideoIds: [meetingVideoId] } }, [archived]],
    ['underRetention', { retentionOver: true }, [{ ...archived, timeRetention: '2030-01-01T12:00:00.001Z' }]],
    ['underRetention', { retentionOver: true }, [{ ...archived, timeRetention: '2029-01-01T12:00:00' }]],
    ['undated', { olderThan: { days: 1 } }, [{ ...archived, timeCreated: '0001-01-01T00:00:00' }]],
    ['young', { olderThan: { days: 31 } }, [archived], dateOf(now - 60_000)],
    ['young', { olderThan: { months: 1 } }, [{ ...archived, timeCreated: '2029-12-01T00:00:00Z' }]],
    ['changed', { unchanged: { ...archived, size: 1 } }, [archived]],
    ['doubtful', { retentionOver: true }, [{ ...archived, timeDeleted: dateOf(now) }]],
    ['doubtful', { retentionOver: true }, [{ ...archived, timeDeleted: '2029-11-02T10:00:00Z' }]],
    ['doubtful', { retentionOver: true }, [{ ...archived, state: null, timeDeleted: '0001-01-01T00:00:00Z' }]],
    ['doubtful', { retentionOver: true }, [{ ...archived, state: null, timeDeleted: '2030-01-01T13:00:01Z' }]],
    ['missing', { retentionOver: true }, [other]],
    ['missing', { retentionOver: true }, []],
    ['doubtful', { olderThan: { days: 1 } }, [{ ...archived, timeCreated: '2020-01-01T00:00:00Z' }, archived]],
    ['doubtful', { unchanged: archived }, [archived, { ...archived, size: 1 }]],
    ['doubtful', { states: ['archived'] }, [archived, { ...archived, state: 'failed' }]],
    ['held', { hold: { meetingVideoIds: [` {${meetingVideoId.toUpperCase()}} `] } }, [archived]],
    ['held', { hold: { meetingVideoIds: [packageId] } }, [archived]],
    ['held', { hold: { videos: [target] } }, [archived]],
    ['young', { olderThan: { days: 31 } }, [archived]],
    ['undated', { olderThan: { years: 1 } }, [{ ...archived, timeCreated: '0001-01-01T00:00:00Z' }]],
  ])('keeps the video for the reason %s, %j', async (reason, onlyIf, videos, date) => {
    const { client, requests } = await scene(videos, date === undefined ? {} : { date });
    const error = await rejection(client.videos.delete(target, { onlyIf }));
    expect(error).toBeInstanceOf(ConditionNotMetError);
    expect(error).toMatchObject({
      reason,
      mayHaveDeleted: false,
      video: videos.find((listed) => listed.meetingVideoId === meetingVideoId),
      message: expect.stringMatching(/^The video was kept[.:] .+\. This call deleted nothing\.$/),
    });
    expect(requests()).toEqual(['list']);
  });

  test.each([
    ['an hour behind', dateOf(now - 3_600_000)],
    ['an hour ahead', dateOf(now + 3_600_000)],
  ])('deletes by the clock of the machine or the server, where the date of the server is %s', async (_, date) => {
    const { client, requests } = await scene([archived], { date });
    await client.videos.delete(target, { onlyIf: everything });
    expect(requests()).toEqual(['list', 'package', 'delete']);
  });

  test.each<[string, OnlyIf]>([
    ['conditions that it meets', { retentionOver: true }],
    ['conditions that it does not meet', { hold: { packageIds: [packageId] } }],
  ])('deletes nothing where the video is already deleted, with %s', async (_, onlyIf) => {
    const { client, requests } = await scene([video]);
    expect(await client.videos.delete(target, { onlyIf })).toEqual({
      packageId,
      videos: [video],
      alreadyDeleted: true,
    });
    expect(requests()).toEqual(['list']);
  });

  test('keeps a video that the list shows as deleted and as archived', async () => {
    const { client, requests } = await scene([video, archived]);
    expect(await rejection(client.videos.delete(target, { onlyIf: { retentionOver: true } }))).toMatchObject({
      reason: 'doubtful',
    });
    expect(requests()).toEqual(['list']);
  });

  test('deletes nothing where the list cannot be read', async () => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 500));
    const error = await rejection(clientOf(url).videos.delete(target, { onlyIf: everything }));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ mayHaveDeleted: false });
    expect(received.map(operationOf)).toEqual(['list', 'list', 'list']);
  });

  test('settles a lost response by a second list', async () => {
    let lists = 0;
    const { url, received } = await serve(
      listing(
        (...request) => {
          lists += 1;
          json({ packageId, videos: [lists === 1 ? archived : video] })(...request);
        },
        (response) => response.destroy(),
      ),
    );
    const call = clientOf(url).videos.delete(target, { onlyIf: { states: ['archived'] }, maxRetries: 1 });
    expect(await call).toEqual({ packageId, videos: [video], alreadyDeleted: false });
    expect(received.map(operationOf)).toEqual(['list', 'delete', 'delete', 'list']);
  });

  test('goes by the conditions as they were when the call began', async () => {
    const meetingVideoIds: string[] = ['x'];
    const states: string[] = ['archived'];
    const unchanged = { ...archived };
    const { client, requests } = await scene([archived]);
    const call = client.videos.delete(target, { onlyIf: { hold: { meetingVideoIds }, states, unchanged } });
    meetingVideoIds.push(meetingVideoId);
    states.length = 0;
    unchanged.size = 1;
    await call;
    expect(requests()).toEqual(['list', 'delete']);
  });

  test('deletes nothing when the list took the whole time of the call', async () => {
    let time = now;
    const { url, received } = await serve(
      listing((...request) => {
        time += 60_000;
        json({ packageId, videos: [archived] }, 200, { date: dateOf(now) })(...request);
      }, json(deleted)),
    );
    const client = clientOf(url, { now: () => now, elapsed: () => time });
    const error = await rejection(
      client.videos.delete(target, { onlyIf: { states: ['archived'] }, totalTimeoutMs: 60_000 }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ mayHaveDeleted: false, message: expect.stringContaining('deleted nothing') });
    expect(received.map(operationOf)).toEqual(['list']);
  });

  test('deletes nothing when it is aborted while it lists', async () => {
    const controller = new AbortController();
    const { url, received } = await serve(
      listing((...request) => {
        controller.abort('enough');
        json({ packageId, videos: [archived] })(...request);
      }, json(deleted)),
    );
    const call = clientOf(url).videos.delete(target, { onlyIf: everything, signal: controller.signal });
    expect(await rejection(call)).toBe('enough');
    expect(received.map(operationOf)).toEqual(['list']);
  });
});

describe('conditions that need the package', () => {
  const [past, future] = [new Date(now - 40 * dayMs).toISOString(), new Date(now + dayMs).toISOString()];
  const executed: OnlyIf = { olderThan: { days: 30, since: 'executed' } };
  const old = { ...archived, timeCreated: past };
  const says = (fields: object): Handler => json({ packageId, ...fields }, 200, { date: dateOf(now) });

  test.each<[ConditionReason, string, OnlyIf, Handler]>([
    ['underRetention', 'its package is under retention', { retentionOver: true }, says({ timeRetention: future })],
    [
      'underRetention',
      'the retention of its package cannot be read',
      { retentionOver: true },
      says({ timeRetention: 7 }),
    ],
    ['undated', 'its package has no date of execution', executed, says({})],
    ['undated', 'its package is not executed', executed, says({ isExecuted: false, timeExecuted: past })],
    ['young', 'its package was executed lately', executed, says({ timeExecuted: new Date(now).toISOString() })],
    [
      'young',
      'its package was executed on the day of the cutoff',
      executed,
      says({ timeExecuted: new Date(now - 30 * dayMs).toISOString() }),
    ],
    ['unreadable', 'its matter is an object', { retentionOver: true }, says({ matterNumber: {} })],
    ['unreadable', 'its package is none of this key', { retentionOver: true }, json({ error: 'x', message: 'x' }, 403)],
    ['unreadable', 'its package is not found', executed, json({ error: 'package_not_found', message: 'x' }, 404)],
    ['unreadable', 'its package is a list', executed, json([], 200, { date: dateOf(now) })],
    ['unreadable', 'its package is another one', executed, json({ packageId: 'other' }, 200, { date: dateOf(now) })],
    ['clock', 'its package has no date', executed, json({ packageId }, 200, { date: undefined })],
    ['stale', 'its package comes from a cache', executed, json({ packageId }, 200, { date: dateOf(now), age: '100' })],
  ])('keep the video as %s where %s', async (reason, _, onlyIf, details) => {
    const { client, requests } = await scene([old], { details });
    expect(await rejection(client.videos.delete(target, { onlyIf }))).toMatchObject({ reason, mayHaveDeleted: false });
    expect(await client.videos.delete(target, { onlyIf, dryRun: true })).toMatchObject({ videos: [], reason });
    expect(requests()).not.toContain('delete');
  });

  test.each<[string, OnlyIf, object]>([
    ['its package has no retention', { retentionOver: true }, { timeRetention: null }],
    ['the retention of its package is over', { retentionOver: true }, { timeRetention: past }],
    ['its package was executed long ago', executed, { isExecuted: true, timeExecuted: past }],
  ])('delete the video where %s', async (_, onlyIf, fields) => {
    const { client, requests } = await scene([old], { details: says(fields) });
    await client.videos.delete(target, { onlyIf });
    expect(requests()).toEqual(['list', 'package', 'delete']);
  });

  test('delete nothing where the API fails to say what the package is', async () => {
    const { client, requests } = await scene([old], { details: json({ error: 'x', message: 'x' }, 500) });
    expect(await rejection(client.videos.delete(target, { onlyIf: executed }))).toBeInstanceOf(ServerError);
    expect(requests()).toEqual(['list', 'package', 'package', 'package']);
  });

  test.each(['list', 'package'])('judge again where the first %s took more than a minute', async (slow) => {
    let time = now;
    let isFirst = true;
    const { url, received } = await serve(
      listing((response, request, number) => {
        const isList = request.path.endsWith('/videos');
        if (isFirst && operationOf(request) === slow) {
          isFirst = false;
          time += 61_000;
        }
        const date = dateOf(time);
        json(isList ? { packageId, videos: [old] } : { packageId }, 200, { date })(response, request, number);
      }, json(deleted)),
    );
    const client = clientOf(url, { now: () => time, elapsed: () => time });
    await client.videos.delete(target, { onlyIf: { retentionOver: true } });
    expect(received.map(operationOf)).toEqual(['list', 'package', 'list', 'package', 'delete']);
  });
});

describe('a dry run with onlyIf', () => {
  test.each<[string, MeetingVideo[], object, string?]>([
    ['shows a video that meets every condition', [other, archived], { videos: [archived], alreadyDeleted: false }],
    [
      'shows it once where the list names it twice',
      [archived, archived],
      { videos: [archived], alreadyDeleted: false },
    ],
    [
      'says why a video would be kept',
      [{ ...archived, size: 1 }],
      { videos: [], alreadyDeleted: false, reason: 'changed' },
    ],
    ['says that the video is missing', [other], { videos: [], alreadyDeleted: false, reason: 'missing' }],
    [
      'says that the clocks differ',
      [archived],
      { videos: [], alreadyDeleted: false, reason: 'clock' },
      dateOf(now - 2 * 3_600_000),
    ],
    ['says that the video is already deleted, and no reason', [video], { videos: [], alreadyDeleted: true }],
  ])('%s, and deletes nothing', async (_, videos, preview, date) => {
    const { client, requests } = await scene(videos, date === undefined ? {} : { date });
    const options = { onlyIf: everything, dryRun: true } as const;
    expect(await client.videos.delete(target, options)).toEqual({ packageId, dryRun: true, ...preview });
    expect(requests()).not.toContain('delete');
  });

  test('needs no clock where there are no conditions', async () => {
    const { client } = await scene([archived], { date: dateOf(0) });
    expect(await client.videos.delete(target, { dryRun: true })).toMatchObject({ videos: [archived] });
  });
});

describe('conditions that got lost, or make no sense, delete nothing', () => {
  const lost: [string, unknown][] = [
    ['onlyIf', undefined],
    ['onlyIf', null],
    ['onlyIf', {}],
    ['onlyIf', []],
    ['onlyIf', 'archived'],
    [
      'onlyIf',
      new (class {
        retentionOver = true;
      })(),
    ],
    ['onlyIf', Object.create({ retentionOver: true })],
    ['oldrThanDays', { oldrThanDays: 5 }],
    ...[undefined, null, Number.NaN, -1, Number.POSITIVE_INFINITY, '30', true].map((days): [string, unknown] => [
      'olderThan.days',
      { states: ['archived'], olderThan: { days } },
    ]),
    ...[undefined, null, [], [''], [' '], ['archived', ''], [7], 'archived', { 0: 'archived' }].map(
      (states): [string, unknown] => ['states', { olderThan: { days: 5 }, states }],
    ),
    ...[undefined, null, 'true', 1].map((retentionOver): [string, unknown] => [
      'retentionOver',
      { olderThan: { days: 5 }, retentionOver },
    ]),
    ...[undefined, null, [], 'x'].map((hold): [string, unknown] => ['hold', { olderThan: { days: 5 }, hold }]),
    ...[undefined, null, 'x', [7], [undefined]].flatMap((ids): [string, unknown][] => [
      ['hold.packageIds', { olderThan: { days: 5 }, hold: { packageIds: ids } }],
      ['hold.meetingVideoIds', { olderThan: { days: 5 }, hold: { meetingVideoIds: ids } }],
    ]),
    ['hold.packageIds[0]', { olderThan: { days: 5 }, hold: { packageIds: [''] } }],
    ['hold.meetingVideoIds[1]', { olderThan: { days: 5 }, hold: { meetingVideoIds: ['x', ' '] } }],
    ['matterNumbers', { hold: { matterNumbers: ['7'] } }],
    ['olderThan', { olderThan: undefined }],
    ['olderThan.years', { olderThan: { years: '10' } }],
    ['olderThanDays', { olderThanDays: 1 }],
    ['states', { states: ['executed'] }],
    ['videoIds', { olderThan: { days: 5 }, hold: { videoIds: [] } }],
    ...[undefined, null, {}, 'x', [archived], other, { ...archived, meetingVideoId: '' }].map(
      (unchanged): [string, unknown] => ['unchanged', { olderThan: { days: 5 }, unchanged }],
    ),
  ];

  test.each(lost)('%s: %j', async (field, onlyIf) => {
    const { client, requests } = await scene([archived]);
    for (const dryRun of [false, true]) {
      const error = await rejection(client.videos.delete(target, untyped({ dryRun, onlyIf })));
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ field, mayHaveDeleted: false });
    }
    expect(requests()).toEqual([]);
  });

  test('deleteAll takes none', async () => {
    const { client, requests } = await scene([archived]);
    const error = await rejection(client.videos.deleteAll({ packageId }, untyped({ onlyIf: everything })));
    expect(error).toMatchObject({ field: 'onlyIf', message: expect.stringContaining('is not a field of the options') });
    expect(requests()).toEqual([]);
  });
});
