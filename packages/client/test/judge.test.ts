import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutoffOf } from '../src/age.ts';
import type { PackageFacts } from '../src/facts.ts';
import { seenPackage, seenVideo } from '../src/facts.ts';
import { holdOf } from '../src/hold.ts';
import { createHolds } from '../src/holds.ts';
import type { MeetingVideo } from '../src/index.ts';
import { judge, judgePlanned, type Planned, type Rules, type Subject } from '../src/judge.ts';
import { isKeepReason, type Reason, reasonsInOrder } from '../src/reasons.ts';
import { instantOf } from '../src/time.ts';

const now = Date.UTC(2030, 5, 15, 12);
const at = (instant: number) => new Date(instant).toISOString();
const [yesterday, tomorrow] = [at(now - 86_400_000), at(now + 86_400_000)];
const cutoff = { instant: cutoffOf({ years: 10 }, now), since: 'created' } as const;
const executed = { instant: cutoff.instant, since: 'executed' } as const;
const [justOld, justYoung] = [at(cutoff.instant - 1), at(cutoff.instant)];

const video: MeetingVideo = {
  meetingVideoId: 'v',
  state: 'archived',
  timeCreated: '2019-07-15T16:53:44.342Z',
  duration: 'PT6S',
  size: 484_524,
};
const lease: PackageFacts = {
  name: 'Lease',
  matterNumber: '2019-0417',
  clientNumber: '12',
  folderId: 'f',
  isExecuted: true,
  timeExecuted: '2019-08-01T00:00:00Z',
};
const rules: Rules = { states: ['archived'], cutoff, retentionOver: true, holds: createHolds(holdOf({})) };
const planned: Planned = {
  seen: { ...seenVideo(video), ...seenPackage(lease) },
  isInScope: true,
  isStruck: false,
  isArchived: true,
};
const subject: Subject = { packageId: 'p', meetingVideoId: 'v', entries: [video], package: lease };

const held = (hold: Parameters<typeof holdOf>[0]): Partial<Rules> => ({ holds: createHolds(holdOf(hold)) });
const listedAs = (...entries: Partial<MeetingVideo>[]): Partial<Subject> => ({
  entries: entries.map((each) => ({ ...video, ...each })),
});
const inPackage = (facts: PackageFacts): Partial<Subject> => ({ package: { ...lease, ...facts } });
const listedIn = (facts: PackageFacts): Partial<Subject> => ({ listed: facts });

type Row = [reason: Reason | undefined, why: string, subject: Partial<Subject>, rules?: Partial<Rules & Planned>];

const rows: Row[] = [
  [undefined, 'it meets every rule', {}],
  ['unreadable', 'Get Package says nothing', { package: 'unreadable' }],
  ['unreadable', 'its matter is an object', inPackage({ matterNumber: { number: 7 } })],
  ['unreadable', 'its client is a number that JSON cannot hold', inPackage({ clientNumber: 2 ** 60 })],
  ['unreadable', 'its client is a fraction', inPackage({ clientNumber: 7.5 })],
  ['unreadable', 'its folder is a list', inPackage({ folderId: ['f'] })],
  ['unreadable', 'whether its package is executed is a text', inPackage({ isExecuted: 'false' })],
  ['unreadable', 'the list of packages has a member that is a number', listedIn({ memberId: 7 })],
  [
    undefined,
    'numbers of JSON are read',
    inPackage({ matterNumber: 20190417 }),
    { seen: { ...planned.seen, matterNumber: '20190417' } },
  ],
  [
    undefined,
    'what is missing or null can be read',
    listedIn({ matterNumber: null, folderId: null, isExecuted: null }),
  ],
  ['doubtful', 'its id was read under another package', { isElsewhere: true }],
  ['doubtful', 'it is alive and has a time of its deletion', listedAs({ timeDeleted: yesterday })],
  ['doubtful', 'it is alive and has a zero date of its deletion', listedAs({ timeDeleted: '0001-01-01T00:00:00Z' })],
  ['doubtful', 'it is alive and has any text as the time of its deletion', listedAs({ timeDeleted: 'null' })],
  [
    'doubtful',
    'it has no state and an unreadable time of its deletion',
    listedAs({ state: null, timeDeleted: 'then' }),
  ],
  ['doubtful', 'it is listed alive and deleted', listedAs({}, { state: 'deleted' })],
  ['doubtful', 'it is listed in two states', listedAs({}, { state: 'failed' }), { states: ['archived', 'failed'] }],
  ['doubtful', 'it is listed with two dates', listedAs({}, { timeCreated: '2018-07-15T16:53:44Z' })],
  ['doubtful', 'it is listed with two sizes', listedAs({}, { size: 1 })],
  ['doubtful', 'no list names it', { entries: [] }],
  [
    undefined,
    'it is listed twice in other words',
    listedAs({}, { state: 'Archived', timeCreated: '2019-07-15T18:53:44.3420000+02:00' }),
  ],
  [undefined, 'the time of its deletion is empty', listedAs({ timeDeleted: '' })],
  ['state', 'it is deleted', listedAs({ state: 'deleted' }), { states: undefined }],
  ['state', 'it is deleted in capitals', listedAs({ state: 'DELETED' }), { states: ['DELETED'] }],
  [
    'state',
    'it has no state and a time of its deletion',
    listedAs({ state: null, timeDeleted: yesterday }),
    { states: undefined },
  ],
  ['state', 'its state is not one of the rules', listedAs({ state: 'queued' })],
  ['state', 'its state is missing', listedAs({ state: null })],
  ['state', 'its state is no text', listedAs({ state: JSON.parse('7') })],
  [undefined, 'its state is in other letters', listedAs({ state: 'ARCHIVED' })],
  [undefined, 'states are no rule', listedAs({ state: null }), { states: undefined }],
  ['held', 'its package is on hold', {}, held({ packageIds: ['P'] })],
  ['held', 'it is on hold', {}, held({ meetingVideoIds: ['V'] })],
  ['held', 'it is on hold with its package', {}, held({ videos: [{ packageId: 'p', meetingVideoId: 'v' }] })],
  ['held', 'its matter is on hold', {}, held({ matterNumbers: ['2019/0417'] })],
  ['held', 'its client is on hold', {}, held({ clientNumbers: ['No. 12', '12'] })],
  ['held', 'its folder is on hold', {}, held({ folderIds: ['{F}'] })],
  ['held', 'the list of packages has it in a folder on hold', listedIn({ folderId: 'g' }), held({ folderIds: ['g'] })],
  [undefined, 'others are on hold', {}, held({ packageIds: ['q'], matterNumbers: ['2019-0418'], teamIds: ['f'] })],
  ['underRetention', 'its retention ends a millisecond later', listedAs({ timeRetention: at(now + 1) })],
  ['underRetention', 'the retention of its package ends tomorrow', inPackage({ timeRetention: tomorrow })],
  ['underRetention', 'the list of packages says so', listedIn({ timeRetention: tomorrow })],
  ['underRetention', 'its retention has no zone', listedAs({ timeRetention: '2019-07-15T16:53:44' })],
  ['underRetention', 'the retention of its package is empty', inPackage({ timeRetention: '' })],
  ['underRetention', 'the retention of its package is a number', inPackage({ timeRetention: 0 })],
  [
    undefined,
    'both retentions end now',
    { ...listedAs({ timeRetention: at(now) }), ...inPackage({ timeRetention: at(now) }) },
    { seen: { ...planned.seen, timeRetention: at(now) } },
  ],
  [undefined, 'retention is no rule', inPackage({ timeRetention: tomorrow }), { retentionOver: false }],
  ['undated', 'it has no date', listedAs({ timeCreated: null })],
  ['undated', 'its date has no zone', listedAs({ timeCreated: '2019-07-15T16:53:44' })],
  ['undated', 'its date is zero', listedAs({ timeCreated: '0001-01-01T00:00:00Z' })],
  ['undated', 'its package has no date of execution', inPackage({ timeExecuted: null }), { cutoff: executed }],
  [
    'undated',
    'its package has a date of execution and is not executed',
    inPackage({ isExecuted: false }),
    { cutoff: executed },
  ],
  ['undated', 'the list of packages has no date of execution', listedIn({}), { cutoff: executed }],
  ['undated', 'it has no date itself', listedAs({ timeCreated: null }), { cutoff: executed }],
  ['young', 'it was created at the cutoff', listedAs({ timeCreated: justYoung })],
  ['young', 'it will be created', listedAs({ timeCreated: tomorrow })],
  ['young', 'its package was executed at the cutoff', inPackage({ timeExecuted: justYoung }), { cutoff: executed }],
  [
    'young',
    'the list of packages says that it was executed lately',
    listedIn({ timeExecuted: justYoung }),
    { cutoff: executed },
  ],
  [
    'young',
    'its package was executed long ago, and it was created lately',
    listedAs({ timeCreated: justYoung }),
    { cutoff: executed },
  ],
  [
    undefined,
    'its package was executed a millisecond before',
    inPackage({ timeExecuted: justOld }),
    { cutoff: executed, seen: { ...planned.seen, timeExecuted: justOld } },
  ],
  [
    undefined,
    'execution is no rule',
    inPackage({ timeExecuted: null }),
    { seen: { ...planned.seen, timeExecuted: null } },
  ],
  ['scope', 'its package is no longer in the scope', {}, { isInScope: false }],
  ['changed', 'its date is another', listedAs({ timeCreated: justOld })],
  ['changed', 'its retention was set and is over', listedAs({ timeRetention: yesterday })],
  ['changed', 'its length is another', listedAs({ duration: 'PT7S' })],
  ['changed', 'its size is another', listedAs({ size: 7 })],
  ['changed', 'its size is missing', listedAs({ size: null })],
  ['changed', 'its package has another name', inPackage({ name: 'Leases' })],
  ['changed', 'its package has another matter', inPackage({ matterNumber: '2019-0418' })],
  ['changed', 'its package has no client any more', inPackage({ clientNumber: null })],
  ['changed', 'its package was executed at another time', inPackage({ timeExecuted: '2019-08-02T00:00:00Z' })],
  [undefined, 'its link is another', listedAs({ url: 'https://x/?access=2', timeUrlExpires: tomorrow })],
  [undefined, 'its dates are in another zone', inPackage({ timeExecuted: '2019-08-01T02:00:00+02:00' })],
  ['struck', 'an approval struck it', {}, { isStruck: true }],
  ['notArchived', 'no copy is proven', {}, { isArchived: false }],
];

describe('a video is kept for the first reason that applies, or may be deleted', () => {
  test.each(rows)('%s, where %s', (reason, _, read, more = {}) => {
    const [all, asked] = [
      { ...subject, ...read },
      { ...rules, ...planned, ...more },
    ];
    expect(judgePlanned(all, asked, now)?.reason).toBe(reason);
    const withoutPlan = reason !== undefined && isKeepReason(reason) ? reason : undefined;
    expect(judge(all, asked, now)?.reason).toBe(withoutPlan);
  });

  test('every reason has a row', () => {
    expect(new Set(rows.map(([reason]) => reason))).toEqual(new Set([undefined, ...reasonsInOrder]));
  });

  test('where all apply, they come in this order', () => {
    const all: Subject = {
      ...subject,
      ...listedAs({ timeCreated: null, state: 'queued', timeDeleted: 'then', timeRetention: tomorrow }),
      package: 'unreadable',
    };
    const asked = {
      ...rules,
      ...planned,
      ...held({ packageIds: ['p'] }),
      isInScope: false,
      isStruck: true,
      isArchived: false,
    };
    const without: [Reason, Partial<Subject>, Partial<Rules & Planned>][] = [
      ['unreadable', { package: lease }, {}],
      ['doubtful', listedAs({ timeCreated: null, state: 'queued', timeRetention: tomorrow }), {}],
      ['state', listedAs({ timeCreated: null, timeRetention: tomorrow }), {}],
      ['held', {}, { holds: createHolds(holdOf({})) }],
      ['underRetention', listedAs({ timeCreated: null }), {}],
      ['undated', listedAs({ timeCreated: justYoung }), {}],
      ['young', listedAs({ size: 7 }), {}],
      ['scope', {}, { isInScope: true }],
      ['changed', listedAs({}), {}],
      ['struck', {}, { isStruck: false }],
      ['notArchived', {}, { isArchived: true }],
    ];
    for (const [reason, read, more] of without) {
      expect(judgePlanned(all, asked, now)?.reason).toBe(reason);
      Object.assign(all, read);
      Object.assign(asked, more);
    }
    expect(judgePlanned(all, asked, now)).toBeUndefined();
    expect(without.map(([reason]) => reason)).toEqual(reasonsInOrder);
  });

  test('what is held comes with the hold, as the rules spell it', () => {
    expect(judge(subject, { ...rules, ...held({ matterNumbers: ['# 2019 0417'] }) }, now)).toEqual({
      reason: 'held',
      heldBy: { matterNumber: '# 2019 0417' },
    });
  });

  test('before the package was asked for, what needs it keeps nothing', () => {
    const early: Subject = { ...subject, package: 'notAsked' };
    expect(judge(early, { ...rules, cutoff: executed }, now)).toBeUndefined();
    expect(judge({ ...early, listed: { isExecuted: false } }, { ...rules, cutoff: executed }, now)?.reason).toBe(
      'undated',
    );
  });
});

/** Mostly the usual value, for a video that nothing keeps is rare where everything is as likely. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const unreadable = ['', 'then', '2019-07-15T16:53:44', '0001-01-01T00:00:00Z'];
const pasts = mostly<string | null>('2019-07-15T16:53:44Z', null, ...unreadable, justOld, justYoung, tomorrow);
const ends = mostly<string | null>(null, ...unreadable, yesterday, at(now), at(now + 1), tomorrow);
const entries: fc.Arbitrary<MeetingVideo> = fc.record({
  meetingVideoId: fc.constant('v'),
  state: mostly<string | null>('archived', 'Archived', 'failed', 'deleted', null),
  timeCreated: pasts,
  timeRetention: ends,
  timeDeleted: mostly<string | null>(null, '', yesterday),
  size: mostly<number | null>(1, 2, null),
});
const facts: fc.Arbitrary<PackageFacts> = fc.record({
  matterNumber: mostly<unknown>('7', 7, '8', null, {}),
  folderId: mostly<unknown>('f', 'g', null, 7),
  isExecuted: mostly<unknown>(true, false, null, 'true'),
  timeExecuted: pasts,
  timeRetention: ends,
});
const subjects: fc.Arbitrary<Subject> = fc.record({
  packageId: fc.constantFrom('p', 'q'),
  meetingVideoId: fc.constant('v'),
  entries: fc.array(entries, { minLength: 1, maxLength: 2 }),
  isElsewhere: mostly(false, true),
  listed: fc.option(facts, { nil: undefined }),
  package: fc.oneof({ weight: 9, arbitrary: facts }, { weight: 1, arbitrary: fc.constant('unreadable' as const) }),
});
const ruleSets: fc.Arbitrary<Rules> = fc.record(
  {
    states: fc.subarray(['archived', 'failed'], { minLength: 1 }),
    cutoff: fc.constantFrom(cutoff, executed),
    retentionOver: fc.boolean(),
    holds: fc.constantFrom(
      ...[{}, { packageIds: ['p'] }, { matterNumbers: ['7'] }, { folderIds: ['F'] }].map((hold) =>
        createHolds(holdOf(hold)),
      ),
    ),
  },
  { requiredKeys: [] },
);

describe('for any video', () => {
  test('one more rule never makes it one that may be deleted', () => {
    fc.assert(
      fc.property(subjects, ruleSets, ruleSets, (any, some, more) => {
        fc.pre(judge(any, some, now) !== undefined);
        const retentionOver = some.retentionOver === true || more.retentionOver === true;
        expect(judge(any, { ...more, ...some, retentionOver }, now)).toBeDefined();
      }),
    );
  });

  test('waiting never brings back a reason to keep it', () => {
    fc.assert(
      fc.property(subjects, ruleSets, fc.nat(), (any, given, later) => {
        fc.pre(judge(any, given, now) === undefined);
        expect(judge(any, given, now + later)).toBeUndefined();
      }),
    );
  });

  test('one more thing that is read of it never makes it one that may be deleted', () => {
    fc.assert(
      fc.property(subjects, entries, facts, ruleSets, (any, entry, listed, given) => {
        fc.pre(judge(any, given, now) !== undefined);
        expect(judge({ ...any, entries: [...any.entries, entry] }, given, now)).toBeDefined();
        if (!any.listed) expect(judge({ ...any, listed }, given, now)).toBeDefined();
      }),
    );
  });

  test('where it may be deleted, every date of it is over', () => {
    fc.assert(
      fc.property(subjects, (any) => {
        fc.pre(judge(any, { ...rules, cutoff: executed }, now) === undefined);
        const packages = [any.listed, any.package].filter((each) => typeof each === 'object');
        for (const { timeRetention } of [...any.entries, ...packages]) {
          expect(instantOf(timeRetention ?? at(now))).toBeLessThanOrEqual(now);
        }
        for (const { timeCreated } of any.entries) expect(instantOf(timeCreated)).toBeLessThan(cutoff.instant);
        for (const { timeExecuted } of packages) expect(instantOf(timeExecuted)).toBeLessThan(cutoff.instant);
      }),
    );
  });
});

describe('a field of a package that cannot be read keeps its videos, whichever it is and whoever says it', () => {
  const wrong = [{}, [], ['x'], true, 7.5, 2 ** 60];
  const fields = ['matterNumber', 'clientNumber', 'folderId', 'teamId', 'memberId', 'isExecuted'] as const;
  test.each(fields)('%s', (field) => {
    for (const value of wrong.filter((each) => field !== 'isExecuted' || typeof each !== 'boolean')) {
      const facts = { ...lease, [field]: value };
      expect(judge({ ...subject, package: facts }, rules, now), `${value}`).toEqual({ reason: 'unreadable' });
      expect(judge({ ...subject, listed: facts }, rules, now), `${value} in a list`).toEqual({ reason: 'unreadable' });
    }
  });
});

describe('entries of one video that contradict each other are doubtful, whichever comes first', () => {
  const others: Partial<MeetingVideo>[] = [
    { state: 'deleted' },
    { state: null, timeDeleted: yesterday },
    { timeDeleted: yesterday },
    { state: 'failed' },
    { state: null },
    { timeCreated: justOld },
    { timeRetention: yesterday },
    { duration: 'PT7S' },
    { size: 1 },
    { size: null },
  ];
  test.each(others)('%j', (other) => {
    const states = ['archived', 'failed'];
    for (const entries of [
      [video, { ...video, ...other }],
      [{ ...video, ...other }, video],
    ]) {
      expect(judge({ ...subject, entries }, { ...rules, states }, now)).toEqual({ reason: 'doubtful' });
    }
  });
});

describe('a video is changed where any of what a plan says of it is another now', () => {
  const changes: [string, Partial<Subject>][] = [
    ['timeCreated', listedAs({ timeCreated: justOld })],
    ['timeRetention', listedAs({ timeRetention: yesterday })],
    ['duration', listedAs({ duration: 'PT7S' })],
    ['size', listedAs({ size: 1 })],
    ['packageName', inPackage({ name: 'Will' })],
    ['matterNumber', inPackage({ matterNumber: '2019-0418' })],
    ['clientNumber', inPackage({ clientNumber: '13' })],
    ['timeExecuted', inPackage({ timeExecuted: '2019-08-01T00:00:01Z' })],
  ];
  test.each(changes)('%s', (_, change) => {
    expect(judgePlanned({ ...subject, ...change }, { ...rules, ...planned }, now)).toEqual({ reason: 'changed' });
  });
});
