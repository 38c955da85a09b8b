import { type Handler, json, listing, serve } from 'iinked-sign-testing/servers';
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
  olderThanDays: 30,
  states: ['archived'],
  retentionOver: true,
  hold: { packageIds: ['x'], meetingVideoIds: ['y'] },
  unchanged: archived,
};
const target = { packageId, meetingVideoId };
const dateOf = (instant: number) => new Date(instant).toUTCString();

/** A server that lists these videos at a time of its own, and confirms a deletion; and a client whose clock says `now`. */
async function scene(videos: MeetingVideo[], { date = dateOf(now), rest = json(deleted) }: Partial<Scene> = {}) {
  const { url, received } = await serve(listing(json({ packageId, videos }, 200, { date }), rest));
  const client = clientOf(url, { now: () => now });
  const methods = () => received.map(({ method }) => method);
  return { client, methods };
}
type Scene = { date: string; rest: Handler };

describe('delete with onlyIf', () => {
  test('lists, and deletes the video when it meets every condition', async () => {
    const { client, methods } = await scene([other, archived]);
    expect(await client.videos.delete(target, { onlyIf: everything })).toEqual({ ...deleted, alreadyDeleted: false });
    expect(methods()).toEqual(['GET', 'POST']);
  });

  test.each<[ConditionReason, OnlyIf, MeetingVideo[], string?]>([
    ['state', { states: ['failed'] }, [archived]],
    ['held', { hold: { packageIds: [packageId] } }, [archived]],
    ['held', { hold: { meetingVideoIds: [meetingVideoId] } }, [archived]],
    ['underRetention', { retentionOver: true }, [{ ...archived, timeRetention: '2030-01-01T12:00:00.001Z' }]],
    ['underRetention', { retentionOver: true }, [{ ...archived, timeRetention: '2029-01-01T12:00:00' }]],
    ['undated', { olderThanDays: 1 }, [{ ...archived, timeCreated: '0001-01-01T00:00:00' }]],
    ['young', { olderThanDays: 31 }, [archived]],
    ['young', { olderThanDays: 30.9999 }, [archived], dateOf(now - 60_000)],
    ['changed', { unchanged: { ...archived, size: 1 } }, [archived]],
    ['doubtful', { retentionOver: true }, [{ ...archived, timeDeleted: dateOf(now) }]],
    ['doubtful', { retentionOver: true }, [{ ...archived, timeDeleted: '2029-11-02T10:00:00Z' }]],
    ['doubtful', { retentionOver: true }, [{ ...archived, state: null, timeDeleted: '0001-01-01T00:00:00Z' }]],
    ['doubtful', { retentionOver: true }, [{ ...archived, state: null, timeDeleted: '2030-01-01T13:00:01Z' }]],
    ['missing', { retentionOver: true }, [other]],
    ['missing', { retentionOver: true }, []],
    ['doubtful', { olderThanDays: 1 }, [{ ...archived, timeCreated: '2020-01-01T00:00:00Z' }, archived]],
    ['doubtful', { unchanged: archived }, [archived, { ...archived, size: 1 }]],
    ['doubtful', { states: ['archived'] }, [archived, { ...archived, state: 'failed' }]],
    ['held', { hold: { meetingVideoIds: [` {${meetingVideoId.toUpperCase()}} `] } }, [archived]],
    ['held', { hold: { meetingVideoIds: [packageId] } }, [archived]],
    ['held', { hold: { videos: [target] } }, [archived]],
    ['young', { olderThan: { days: 31 } }, [archived]],
    ['undated', { olderThan: { years: 1 } }, [{ ...archived, timeCreated: '0001-01-01T00:00:00Z' }]],
  ])('keeps the video for the reason %s, %j', async (reason, onlyIf, videos, date) => {
    const { client, methods } = await scene(videos, date === undefined ? {} : { date });
    const error = await rejection(client.videos.delete(target, { onlyIf }));
    expect(error).toBeInstanceOf(ConditionNotMetError);
    expect(error).toMatchObject({
      reason,
      mayHaveDeleted: false,
      video: videos.find((listed) => listed.meetingVideoId === meetingVideoId),
      message: expect.stringMatching(/^The video was kept[.:] .+\. This call deleted nothing\.$/),
    });
    expect(methods()).toEqual(['GET']);
  });

  test.each([
    ['an hour behind', dateOf(now - 3_600_000)],
    ['an hour ahead', dateOf(now + 3_600_000)],
  ])('deletes by the clock of the machine or the server, where the date of the server is %s', async (_, date) => {
    const { client, methods } = await scene([archived], { date });
    await client.videos.delete(target, { onlyIf: everything });
    expect(methods()).toEqual(['GET', 'POST']);
  });

  test.each<[string, OnlyIf]>([
    ['conditions that it meets', { retentionOver: true }],
    ['conditions that it does not meet', { hold: { packageIds: [packageId] } }],
  ])('deletes nothing where the video is already deleted, with %s', async (_, onlyIf) => {
    const { client, methods } = await scene([video]);
    expect(await client.videos.delete(target, { onlyIf })).toEqual({
      packageId,
      videos: [video],
      alreadyDeleted: true,
    });
    expect(methods()).toEqual(['GET']);
  });

  test('keeps a video that the list shows as deleted and as archived', async () => {
    const { client, methods } = await scene([video, archived]);
    expect(await rejection(client.videos.delete(target, { onlyIf: { retentionOver: true } }))).toMatchObject({
      reason: 'doubtful',
    });
    expect(methods()).toEqual(['GET']);
  });

  test('deletes nothing where the list cannot be read', async () => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 500));
    const error = await rejection(clientOf(url).videos.delete(target, { onlyIf: everything }));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ mayHaveDeleted: false });
    expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
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
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'GET']);
  });

  test('goes by the conditions as they were when the call began', async () => {
    const meetingVideoIds: string[] = ['x'];
    const states: string[] = ['archived'];
    const unchanged = { ...archived };
    const { client, methods } = await scene([archived]);
    const call = client.videos.delete(target, { onlyIf: { hold: { meetingVideoIds }, states, unchanged } });
    meetingVideoIds.push(meetingVideoId);
    states.length = 0;
    unchanged.size = 1;
    await call;
    expect(methods()).toEqual(['GET', 'POST']);
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
    const error = await rejection(client.videos.delete(target, { onlyIf: everything, totalTimeoutMs: 60_000 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ mayHaveDeleted: false, message: expect.stringContaining('deleted nothing') });
    expect(received.map(({ method }) => method)).toEqual(['GET']);
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
    expect(received.map(({ method }) => method)).toEqual(['GET']);
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
    const { client, methods } = await scene(videos, date === undefined ? {} : { date });
    const options = { onlyIf: everything, dryRun: true } as const;
    expect(await client.videos.delete(target, options)).toEqual({ packageId, dryRun: true, ...preview });
    expect(methods()).toEqual(['GET']);
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
        olderThanDays = 5;
      })(),
    ],
    ['onlyIf', Object.create({ olderThanDays: 5 })],
    ['oldrThanDays', { oldrThanDays: 5 }],
    ...[undefined, null, Number.NaN, -1, Number.POSITIVE_INFINITY, '30', true].map(
      (olderThanDays): [string, unknown] => ['olderThanDays', { states: ['archived'], olderThanDays }],
    ),
    ...[undefined, null, [], [''], [' '], ['archived', ''], [7], 'archived', { 0: 'archived' }].map(
      (states): [string, unknown] => ['states', { olderThanDays: 5, states }],
    ),
    ...[undefined, null, 'true', 1].map((retentionOver): [string, unknown] => [
      'retentionOver',
      { olderThanDays: 5, retentionOver },
    ]),
    ...[undefined, null, [], 'x'].map((hold): [string, unknown] => ['hold', { olderThanDays: 5, hold }]),
    ...[undefined, null, 'x', [7], [undefined]].flatMap((ids): [string, unknown][] => [
      ['hold.packageIds', { olderThanDays: 5, hold: { packageIds: ids } }],
      ['hold.meetingVideoIds', { olderThanDays: 5, hold: { meetingVideoIds: ids } }],
    ]),
    ['hold.packageIds[0]', { olderThanDays: 5, hold: { packageIds: [''] } }],
    ['hold.meetingVideoIds[1]', { olderThanDays: 5, hold: { meetingVideoIds: ['x', ' '] } }],
    ['matterNumbers', { hold: { matterNumbers: ['7'] } }],
    ['olderThan', { olderThan: undefined }],
    ['olderThan.years', { olderThan: { years: '10' } }],
    ['olderThanDays', { olderThan: { days: 1 }, olderThanDays: 1 }],
    ['states', { states: ['executed'] }],
    ['videoIds', { olderThanDays: 5, hold: { videoIds: [] } }],
    ...[undefined, null, {}, 'x', [archived], other, { ...archived, meetingVideoId: '' }].map(
      (unchanged): [string, unknown] => ['unchanged', { olderThanDays: 5, unchanged }],
    ),
  ];

  test.each(lost)('%s: %j', async (field, onlyIf) => {
    const { client, methods } = await scene([archived]);
    for (const dryRun of [false, true]) {
      const error = await rejection(client.videos.delete(target, untyped({ dryRun, onlyIf })));
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ field, mayHaveDeleted: false });
    }
    expect(methods()).toEqual([]);
  });

  test('deleteAll takes none', async () => {
    const { client, methods } = await scene([archived]);
    const error = await rejection(client.videos.deleteAll({ packageId }, untyped({ onlyIf: everything })));
    expect(error).toMatchObject({ field: 'onlyIf', message: expect.stringContaining('is not a field of the options') });
    expect(methods()).toEqual([]);
  });
});
