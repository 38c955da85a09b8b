import { describe, expect, test } from 'vitest';
import { hasChanged as differs, seenVideo } from '../src/facts.ts';
import {
  type Conditions,
  InvalidRequestError,
  type KeepReason,
  type Listed,
  type MeetingVideo,
  needsPackage,
  readConditions,
  reasonToKeep,
} from '../src/index.ts';
import { untyped } from './fixtures.ts';

const now = Date.UTC(2030, 5, 15, 12);
const packageId = 'lease';
const aVideo = (fields: Partial<MeetingVideo> = {}): MeetingVideo => ({
  meetingVideoId: 'v',
  state: 'archived',
  ...fields,
});
const old = aVideo({ timeCreated: '2020-01-01T00:00:00Z' });
const tomorrow = '2030-06-16T00:00:00Z';

describe('reasonToKeep', () => {
  test.each<[string, Omit<Listed, 'packageId'>, Conditions, KeepReason | undefined]>([
    ['keeps what is deleted', { video: aVideo({ state: 'deleted' }) }, {}, 'state'],
    ['keeps a state that is not named', { video: aVideo({ state: 'queued' }) }, { states: ['archived'] }, 'state'],
    [
      'keeps what is alive and has a time of its deletion',
      { video: aVideo({ timeDeleted: tomorrow }) },
      {},
      'doubtful',
    ],
    ['keeps what is held by its package', { video: old }, { hold: { packageIds: ['"LEASE"'] } }, 'held'],
    ['keeps what is held by its own id', { video: old }, { hold: { meetingVideoIds: ['{V}'] } }, 'held'],
    [
      'keeps what is held as a pair',
      { video: old },
      { hold: { videos: [{ packageId, meetingVideoId: 'v' }] } },
      'held',
    ],
    [
      'keeps what is under retention',
      { video: aVideo({ timeRetention: tomorrow }), package: {} },
      { retentionOver: true },
      'underRetention',
    ],
    [
      'keeps what is in a package under retention',
      { video: old, package: { timeRetention: tomorrow } },
      { retentionOver: true },
      'underRetention',
    ],
    ['keeps what has no date', { video: aVideo() }, { olderThan: { years: 10 } }, 'undated'],
    [
      'keeps what is of the day of the cutoff',
      { video: aVideo({ timeCreated: '2020-06-15T00:00:00Z' }) },
      { olderThan: { years: 10 } },
      'young',
    ],
    [
      'keeps what was executed lately',
      { video: old, package: { timeExecuted: '2029-01-01T00:00:00Z' } },
      { olderThan: { years: 10, since: 'executed' } },
      'young',
    ],
    [
      'keeps by the execution without the package',
      { video: old },
      { olderThan: { years: 10, since: 'executed' } },
      'unreadable',
    ],
    ['gives nothing without conditions', { video: aVideo() }, {}, undefined],
    ['gives nothing for a known state in other letters', { video: old }, { states: ['ARCHIVED'] }, undefined],
    [
      'gives nothing for what is old enough',
      { video: aVideo({ timeCreated: '2020-06-14T23:59:59.999Z' }) },
      { olderThan: { years: 10 } },
      undefined,
    ],
    [
      'gives nothing where everything is met',
      { video: old, package: { timeExecuted: '2020-01-02T00:00:00Z' } },
      {
        states: ['archived'],
        retentionOver: true,
        olderThan: { years: 10, since: 'executed' },
        hold: { packageIds: ['x'] },
      },
      undefined,
    ],
  ])('%s', (_, listed, conditions, reason) => {
    expect(reasonToKeep({ packageId, ...listed }, conditions, now)).toBe(reason);
    expect(reasonToKeep({ packageId, ...listed }, readConditions(conditions), now)).toBe(reason);
  });

  test.each<[string, unknown]>([
    ['an age that got lost', { olderThan: undefined }],
    ['an age that is a number', { olderThan: 3650 }],
    ['no states', { states: [] }],
    ['a state of packages', { states: ['executed'] }],
    ['a retention that is neither true nor false', { retentionOver: 'yes' }],
    ['a misspelt condition', { oldrThan: { days: 30 } }],
    ['a misspelt hold', { hold: { packages: [packageId] } }],
    ['a hold by matters, which a list of videos does not name', { hold: { matterNumbers: ['7'] } }],
    ['a hold without a value', { hold: { packageIds: undefined } }],
  ])('rejects %s: a condition that got lost must not choose a video', (_, wrong) => {
    expect(() => reasonToKeep({ packageId, video: aVideo() }, untyped(wrong), now)).toThrow(InvalidRequestError);
  });

  test('needs the package for retention and execution alone', () => {
    const needing: Conditions[] = [{ retentionOver: true }, { olderThan: { days: 1, since: 'executed' } }];
    const others: Conditions[] = [{}, { retentionOver: false }, { olderThan: { days: 1 } }, { states: ['archived'] }];
    expect(needing.map(needsPackage)).toEqual([true, true]);
    expect(others.map(needsPackage)).toEqual([false, false, false, false]);
  });
});

const hasChanged = (seen: MeetingVideo, then: MeetingVideo) => differs(seenVideo(seen), seenVideo(then));

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

  test('not where a size or a length is no number and no text: neither is read', () => {
    const odd = { ...seen, size: JSON.parse('"484524"'), duration: JSON.parse('312') };
    expect(hasChanged(odd, odd)).toBe(false);
    expect(hasChanged(odd, { ...seen, size: null, duration: null })).toBe(false);
    expect(hasChanged(odd, seen)).toBe(true);
  });
});
