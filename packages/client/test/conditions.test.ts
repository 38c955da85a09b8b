import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasChanged } from '../src/conditions.ts';
import {
  type Conditions,
  InvalidRequestError,
  type KeepReason,
  type MeetingVideo,
  readConditions,
  reasonToKeep,
} from '../src/index.ts';
import { instantOf } from '../src/time.ts';

const now = Date.UTC(2030, 0, 1);
const dayMs = 86_400_000;
const packageId = 'lease';
const at = (instant: number) => new Date(instant).toISOString();
const aVideo = (fields: Partial<MeetingVideo> = {}): MeetingVideo => ({
  meetingVideoId: 'v',
  state: 'archived',
  ...fields,
});
const judge = (video: Partial<MeetingVideo>, conditions: Conditions) =>
  reasonToKeep({ packageId, video: aVideo(video) }, conditions, now);

const unreadableTimes = [
  '2019-07-15T16:53:44.342',
  '2019-07-15',
  '2019-07-15 16:53:44Z',
  '2019-13-15T16:53:44Z',
  '0001-01-01T00:00:00Z',
  'yesterday',
  '',
];

describe('a video is kept for the first reason that applies', () => {
  test.each<[string, Partial<MeetingVideo>, Conditions, KeepReason | undefined]>([
    ['it is deleted, whatever the conditions', { state: 'deleted' }, {}, 'state'],
    ['it is deleted in capitals', { state: 'DELETED' }, { states: ['DELETED'] }, 'state'],
    ['it has a time of its deletion', { timeDeleted: at(now) }, {}, 'state'],
    ['its state is not named', { state: 'queued' }, { states: ['archived', 'failed'] }, 'state'],
    ['its state is named in other letters', { state: 'Archived' }, { states: ['archived'] }, 'state'],
    ['it has no state', { state: null }, { states: ['archived'] }, 'state'],
    ['it is held', {}, { hold: { meetingVideoIds: ['x', 'v'] } }, 'held'],
    ['its package is held', {}, { hold: { packageIds: ['x', packageId] } }, 'held'],
    [
      'its retention ends a millisecond later',
      { timeRetention: at(now + 1) },
      { retentionOver: true },
      'underRetention',
    ],
    ['it is a millisecond too young', { timeCreated: at(now - 30 * dayMs + 1) }, { olderThanDays: 30 }, 'young'],
    ['it is exactly so old', { timeCreated: at(now - 30 * dayMs) }, { olderThanDays: 30 }, 'young'],
    ['it is half a day too young', { timeCreated: at(now - dayMs) }, { olderThanDays: 1.5 }, 'young'],
    ['it was created now', { timeCreated: at(now) }, { olderThanDays: 0 }, 'young'],
    ['it will be created', { timeCreated: at(now + dayMs) }, { olderThanDays: 0 }, 'young'],
    ['it has no date', {}, { olderThanDays: 30 }, 'undated'],
    ['its date is null', { timeCreated: null }, { olderThanDays: 30 }, 'undated'],
    ['nothing is asked', {}, {}, undefined],
    ['its state is named', {}, { states: ['failed', 'archived'] }, undefined],
    ['others are held', {}, { hold: { packageIds: ['other'], meetingVideoIds: ['w'] } }, undefined],
    ['nothing is held', {}, { hold: { packageIds: [], meetingVideoIds: [] } }, undefined],
    ['an empty hold is given', {}, { hold: {} }, undefined],
    ['it has no retention', {}, { retentionOver: true }, undefined],
    ['its retention is null', { timeRetention: null }, { retentionOver: true }, undefined],
    ['its retention ends now', { timeRetention: at(now) }, { retentionOver: true }, undefined],
    ['its retention ended', { timeRetention: at(now - 1) }, { retentionOver: true }, undefined],
    ['retention is no condition', { timeRetention: at(now + dayMs) }, { retentionOver: false }, undefined],
    ['it is a millisecond older', { timeCreated: at(now - 30 * dayMs - 1) }, { olderThanDays: 30 }, undefined],
    ['it is a millisecond old', { timeCreated: at(now - 1) }, { olderThanDays: 0 }, undefined],
  ])('where %s', (_, video, conditions, reason) => {
    expect(judge(video, conditions)).toBe(reason);
  });

  test.each(unreadableTimes)('where %j is its date, or the end of its retention', (time) => {
    expect(judge({ timeCreated: time }, { olderThanDays: 0 })).toBe('undated');
    expect(judge({ timeRetention: time }, { retentionOver: true })).toBe('underRetention');
  });

  test('where several apply: state, hold, retention, date, age', () => {
    const video = { timeRetention: at(now + 1), timeCreated: at(now) };
    const all = { states: ['failed'], hold: { packageIds: [packageId] }, retentionOver: true, olderThanDays: 1 };
    const { states, ...held } = all;
    const { hold, ...underRetention } = held;
    const { retentionOver, ...young } = underRetention;
    expect([all, held, underRetention, young].map((conditions) => judge(video, conditions))).toEqual([
      'state',
      'held',
      'underRetention',
      'young',
    ]);
  });
});

test.each<[string, object]>([
  ['a number of days that got lost', { olderThanDays: undefined }],
  ['days that are no number', { olderThanDays: Number.NaN }],
  ['no states', { states: [] }],
  ['a retention that is neither true nor false', { retentionOver: 'yes' }],
  ['a misspelt condition', { olderThan: 30 }],
  ['a misspelt hold', { hold: { packages: [packageId] } }],
])('%s is rejected: a condition that got lost must not choose a video', (_, wrong) => {
  expect(() => reasonToKeep({ packageId, video: aVideo() }, wrong, now)).toThrow(InvalidRequestError);
  expect(() => readConditions(wrong)).toThrow(InvalidRequestError);
});

const times = fc.oneof(
  fc.constantFrom(null, ...unreadableTimes),
  fc.integer({ min: -100, max: 100 }).map((days) => at(now + days * dayMs)),
);
const videos = fc.record(
  {
    meetingVideoId: fc.constantFrom('v', 'w'),
    state: fc.constantFrom('archived', 'failed', 'deleted', 'Archived', null),
    timeCreated: times,
    timeRetention: times,
    timeDeleted: fc.constantFrom(null, at(now)),
    duration: fc.constantFrom('PT6S', 'PT7S', null),
    size: fc.constantFrom(0, 1, null),
  },
  { requiredKeys: ['meetingVideoId'] },
);
const ids = fc.subarray(['v', 'w', packageId]);
const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    olderThanDays: fc.integer({ min: 0, max: 100 }),
    states: fc.subarray(['archived', 'failed', 'deleted'], { minLength: 1 }),
    retentionOver: fc.boolean(),
    hold: fc.record({ packageIds: ids, meetingVideoIds: ids }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

describe('for any video', () => {
  test('one more condition never makes it one that may be deleted', () => {
    fc.assert(
      fc.property(videos, conditions, conditions, (video, some, more) => {
        fc.pre(reasonToKeep({ packageId, video }, some, now) !== undefined);
        const hold = {
          packageIds: [...(some.hold?.packageIds ?? []), ...(more.hold?.packageIds ?? [])],
          meetingVideoIds: [...(some.hold?.meetingVideoIds ?? []), ...(more.hold?.meetingVideoIds ?? [])],
        };
        const both = { ...more, ...some, hold };
        expect(reasonToKeep({ packageId, video }, both, now)).toBeDefined();
      }),
    );
  });

  test('waiting never brings back a reason to keep it', () => {
    fc.assert(
      fc.property(videos, conditions, fc.nat(), (video, given, later) => {
        fc.pre(reasonToKeep({ packageId, video }, given, now) === undefined);
        expect(reasonToKeep({ packageId, video }, given, now + later)).toBeUndefined();
      }),
    );
  });

  test('where it may be deleted, it meets each condition', () => {
    fc.assert(
      fc.property(videos, conditions, (video, given) => {
        fc.pre(reasonToKeep({ packageId, video }, given, now) === undefined);
        const { states, hold, retentionOver, olderThanDays } = given;
        expect([video.state, video.timeDeleted ?? null]).not.toEqual(['deleted', expect.anything()]);
        if (states) expect(states).toContain(video.state);
        expect(hold?.meetingVideoIds ?? []).not.toContain(video.meetingVideoId);
        expect(hold?.packageIds ?? []).not.toContain(packageId);
        if (retentionOver) expect(instantOf(video.timeRetention ?? at(now))).toBeLessThanOrEqual(now);
        if (olderThanDays !== undefined) expect(instantOf(video.timeCreated)).toBeLessThan(now - olderThanDays * dayMs);
      }),
    );
  });
});

describe('a video has changed', () => {
  const seen = aVideo({
    timeCreated: '2019-07-15T16:53:44.342Z',
    timeRetention: '2025-01-01T00:00:00Z',
    duration: 'PT6S',
    size: 484524,
  });

  test.each<[string, Partial<MeetingVideo>]>([
    ['with another date', { timeCreated: '2019-07-15T16:53:44.343Z' }],
    ['with no date', { timeCreated: null }],
    ['with an unreadable date', { timeCreated: '2019-07-15T16:53:44.342' }],
    ['with another retention', { timeRetention: '2025-01-01T00:00:01Z' }],
    ['with no retention', { timeRetention: null }],
    ['with another length', { duration: 'PT7S' }],
    ['with another size', { size: 484525 }],
    ['with a size of 0', { size: 0 }],
  ])('%s', (_, fields) => {
    expect([hasChanged(seen, { ...seen, ...fields }), hasChanged({ ...seen, ...fields }, seen)]).toEqual([true, true]);
  });

  test('where one size is missing and the other is 0', () => {
    expect(hasChanged(aVideo({ size: 0 }), aVideo())).toBe(true);
  });

  test.each<[string, Partial<MeetingVideo>]>([
    ['a new link', { url: 'https://x/?access=2', timeUrlExpires: '2030-01-01T00:00:00Z' }],
    ['another state', { state: 'failed' }],
    ['its date in another zone', { timeCreated: '2019-07-15T18:53:44.342+02:00' }],
    ['its date with 7 decimals', { timeCreated: '2019-07-15T16:53:44.3420000Z' }],
  ])('not by %s', (_, fields) => {
    expect(hasChanged(seen, { ...seen, ...fields })).toBe(false);
  });

  test('not where a missing field is null now, or an unreadable date is the same', () => {
    const nulls = { timeCreated: null, timeRetention: null, duration: null, size: null };
    expect(hasChanged(aVideo(), aVideo(nulls))).toBe(false);
    expect(hasChanged(aVideo({ timeCreated: 'then' }), aVideo({ timeCreated: 'then' }))).toBe(false);
    expect(hasChanged(aVideo({ timeCreated: 'then' }), aVideo({ timeCreated: 'now' }))).toBe(true);
  });

  test('never from itself, and the same way round', () => {
    fc.assert(
      fc.property(videos, videos, (one, other) => {
        expect(hasChanged(one, one)).toBe(false);
        expect(hasChanged(one, other)).toBe(hasChanged(other, one));
      }),
    );
  });
});
