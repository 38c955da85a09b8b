import fc from 'fast-check';
import type { Age } from './cutoff.ts';
import type { Label } from './labels.ts';
import {
  type Act,
  type BadId,
  type Beside,
  badIds,
  type CallPlan,
  type Conditions,
  type Fate,
  type FateKind,
  fateKinds,
  type Held,
  type HoldPlan,
  type Mishap,
  type PackageAtFirst,
  type Program,
  type Retention,
  type Step,
  type VideoAtFirst,
} from './program.ts';
import { dayMs, hourMs, yearMs } from './time.ts';
import type { Dated, Shown, Undeleted } from './world.ts';

const minute = 60_000;
const index = fc.nat(5);
// fast-check makes short arrays unless told otherwise.
const ofAnyLength = { size: 'max' } as const;

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({
    what: fc.constant('sleeps' as const),
    byMs: fc.constantFrom(2 * minute, 10 * minute, 3 * hourMs),
    inMs: fc.constantFrom(0, 0, 1000),
  }),
  fc.record({
    what: fc.constant('isSet' as const),
    byMs: fc.constantFrom(-30 * minute, -30 * minute, 30 * minute, -dayMs, 2 * yearMs),
    inMs: fc.constantFrom(0, 0, 1000),
  }),
);

const beside: fc.Arbitrary<Beside> = fc.oneof(
  mishap,
  fc.record({
    what: fc.constant('date' as const),
    how: fc.constantFrom('none' as const, 'twice', 'twiceFarApart', 'unreadable', 'ahead'),
  }),
  fc.record({
    what: fc.constant('cache' as const),
    agedMs: fc.constantFrom(30_000, 50 * minute, 50 * minute, 2 * hourMs),
    shows: fc.constantFrom('age' as const, 'date', 'date', 'both'),
    isObedient: fc.boolean(),
  }),
);

const besideSometimes = fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: beside });

const anyFate: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constantFrom(...fateKinds, ...often('fine', 7), ...often('lie', 2)),
  thereMs: fc.constantFrom(...often(1, 8), 40, 900, 45_000),
  backMs: fc.constantFrom(...often(1, 8), 40, 900, 45_000),
  variant: fc.nat(63),
  beside: besideSometimes,
});

/** All goes well, but for what happens beside it. */
function fineBut(beside: fc.Arbitrary<Beside>): fc.Arbitrary<Fate> {
  return fc.record({
    kind: fc.constant('fine'),
    thereMs: fc.constant(1),
    backMs: fc.constant(1),
    variant: fc.nat(63),
    beside,
  });
}

const fate: fc.Arbitrary<Fate> = fc.oneof({ weight: 3, arbitrary: anyFate }, { weight: 1, arbitrary: fineBut(beside) });

/** So many times the same, which is so many times as likely. */
function often<const T>(value: T, times: number): T[] {
  return Array.from({ length: times }, () => value);
}

function holdOf(...what: Held[]): fc.Arbitrary<HoldPlan> {
  return fc.record({
    what: fc.constantFrom(...what),
    spelling: fc.nat(4),
    unmatched: fc.constantFrom('report' as const, 'report', 'reject'),
  });
}

const conditions: fc.Arbitrary<Conditions> = fc
  .record({
    olderThan: fc.constantFrom<Age[]>(
      { days: 30 },
      { days: 30 },
      { days: 30, since: 'executed' },
      { days: 1 },
      { years: 1 },
    ),
    states: fc.constantFrom(['archived', 'failed', 'started'], ['archived']),
    retentionOver: fc.constantFrom(true, true, false),
    hold: holdOf('lostVideo', 'nothing', 'lostVideo', 'video', 'package', 'pair', 'swapped'),
    unchanged: fc.constantFrom<NonNullable<Conditions['unchanged']>[]>('now', 'atFirst'),
  })
  .chain((all) =>
    fc
      .subarray(Object.entries(all), { minLength: 1, maxLength: 3 })
      .map((some): Conditions => Object.fromEntries(some)),
  );

const call: fc.Arbitrary<CallPlan> = fc.record({
  kind: fc.constantFrom(
    'list',
    'delete',
    'deleteAll',
    'delete',
    'deleteAll',
    'delete',
    'delete',
    'raw',
    'listPackages',
  ),
  package: index,
  video: index,
  options: fc.record(
    {
      timeoutMs: fc.constantFrom(30_000, 30_000, 1000, 50),
      totalTimeoutMs: fc.constantFrom(60_000, 60_000, 5000, 80),
      maxRetries: fc.constantFrom(0, 1, 3, 3),
    },
    { requiredKeys: [] },
  ),
  dryRun: fc.constantFrom(undefined, undefined, undefined, false, true),
  onlyIf: fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: conditions }),
  abortAfterMs: fc.constantFrom(...often(undefined, 20), 0, 2, 41, 941, 31_000),
  isShifty: fc.constantFrom(false, false, false, true),
  badId: fc.oneof(
    { weight: 20, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...badIdNames()) },
  ),
  retention: fc.constant(undefined),
});

const anyHold = holdOf(
  ...often('nothing' as const, 9),
  ...(['package', 'video', 'pair', 'swapped', 'lostVideo', 'lostPackage', 'lostMatter'] as const),
  ...(['matterNumber', 'clientNumber', 'folderId', 'teamId', 'memberId'] as const),
);

const run = {
  hold: anyHold,
  atOnce: fc.constantFrom(4, 2, 1),
  stopAfterFailures: fc.constantFrom(5, 1),
  videosLimit: fc.constantFrom(100, 100, 100, 1),
};

/** The rules of a plan. */
const plannedRetention: fc.Arbitrary<Retention> = fc.record({
  ...run,
  scope: fc.constantFrom<Retention['scope'][]>('states', 'ids', 'states', 'ids', 'executed', 'team'),
  createdFrom: fc.constantFrom(...often(undefined, 7), '2027-01-01'),
  olderThan: fc.constantFrom<Age[]>(
    ...often({ days: 1 }, 4),
    { days: 30 },
    { months: 3, days: 1 },
    { years: 1 },
    { days: 1, since: 'executed' },
    { days: 30, since: 'executed' },
  ),
  states: fc.constantFrom(['archived', 'failed', 'started'], ['archived', 'failed', 'started'], ['archived']),
  share: fc.constantFrom(...often(undefined, 5), 0.5),
  approvalsNeeded: fc.constantFrom(...often(0, 5), 1, 2),
  requireArchive: fc.constantFrom(...often(false, 7), true),
  approvals: fc.constant([]),
  archive: fc.constant(undefined),
  reports: fc.constant('none'),
  forgery: fc.constant(undefined),
});

/** What an apply or an audit is given. */
const laterRetention: fc.Arbitrary<Retention> = fc.record({
  ...run,
  scope: fc.constant('ids'),
  createdFrom: fc.constant(undefined),
  olderThan: fc.constant({ days: 1 }),
  states: fc.constant<string[]>([]),
  share: fc.constant(undefined),
  approvalsNeeded: fc.constant(0),
  requireArchive: fc.constant(false),
  approvals: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Retention['approvals']>([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          by: fc.constantFrom('Jane Doe' as const, ' JANE  DOE', 'John Roe'),
          decision: fc.constantFrom(...often('approve' as const, 9), 'reject'),
          strikes: fc.constantFrom('nothing' as const, 'nothing', 'video', 'package'),
          isAltered: fc.constantFrom(...often(false, 9), true),
        }),
        { minLength: 1, maxLength: 2, ...ofAnyLength },
      ),
    },
  ),
  archive: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        copies: fc.constantFrom('all' as const, 'all', 'all', 'others', 'shorter'),
        prove: fc.constantFrom('proves' as const, 'proves', 'absent', 'denies', 'throws'),
      }),
    },
  ),
  reports: fc.constantFrom('none' as const, 'all', 'all', 'all', 'altered'),
  forgery: fc.constantFrom(...often(undefined, 14), 'addsVideo' as const, 'dropsHolds' as const),
});

/** A call about plans. */
function about(kind: 'plan' | 'apply' | 'audit'): fc.Arbitrary<CallPlan> {
  return fc.record({
    kind: fc.constant(kind),
    package: index,
    video: index,
    options: fc.record(
      { timeoutMs: fc.constantFrom(30_000, 30_000, 1000, 50), maxRetries: fc.constantFrom(0, 1, 3) },
      { requiredKeys: [] },
    ),
    dryRun: kind === 'apply' ? fc.constantFrom(...often(undefined, 8), false, true) : fc.constant(undefined),
    onlyIf: fc.constant(undefined),
    abortAfterMs: fc.constantFrom(...often(undefined, 14), 0, 5, 41, 41, 941, 941, 31_000),
    isShifty: fc.constantFrom(false, false, false, true),
    badId: fc.constant(undefined),
    retention: kind === 'plan' ? plannedRetention : laterRetention,
  });
}

function badIdNames(): BadId[] {
  return Object.keys(badIds).filter((name): name is BadId => name in badIds);
}

const week = 7 * dayMs;

/** A server that is overrun: responses get lost, and then it takes no more for a while. */
const overrun: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constantFrom<FateKind[]>(...often('fine', 3), 'lostAfter', 'failsAfter', 'limited', 'limited'),
  thereMs: fc.constant(1),
  backMs: fc.constant(1),
  variant: fc.nat(63),
  beside: besideSometimes,
});

/** The server takes nothing, and mostly says for how long. */
const limited: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constant('limited'),
  thereMs: fc.constant(1),
  backMs: fc.constant(1),
  variant: fc.integer({ min: 16, max: 63 }),
});

/** What decides is read while something happens to the machine. Then the server takes nothing for a minute or two. */
const delays: fc.Arbitrary<Fate[]> = fc
  .tuple(fineBut(mishap), fc.array(limited, { minLength: 2, maxLength: 3, ...ofAnyLength }))
  .map(([first, rest]) => [first, ...rest]);

/** A step of a run of plans. Between two of them a minute may pass, or a week. */
function stepAbout(kind: 'plan' | 'apply' | 'audit', mostFates: number): fc.Arbitrary<Step> {
  const rests = kind === 'apply' ? [32_000, week, week] : [];
  return fc.record({
    pauseMs: fc.constantFrom(...often(0, 10), ...often(30, 4), 2000, ...rests),
    call: about(kind),
    // Many go well, so that a plan is made and much of it is carried out.
    fates: fc.oneof(
      { weight: kind === 'apply' ? 1 : 4, arbitrary: fc.constant<Fate[]>([]) },
      { weight: 1, arbitrary: fc.array(fate, { maxLength: mostFates, ...ofAnyLength }) },
      { weight: kind === 'apply' ? 1 : 0, arbitrary: fc.array(overrun, { maxLength: mostFates, ...ofAnyLength }) },
    ),
  });
}

/** A plan, applied once or more often, and audited. */
const planSteps: fc.Arbitrary<Step[]> = fc
  .tuple(
    stepAbout('plan', 2),
    fc.array(stepAbout('apply', 8), { minLength: 1, maxLength: 2, ...ofAnyLength }),
    fc.array(stepAbout('audit', 2), { maxLength: 1, ...ofAnyLength }),
  )
  .map(([plan, applies, audits]) => [plan, ...applies, ...audits]);

/** Calls of any kind but those about plans. */
const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    pauseMs: fc.constantFrom(0, 30, 2000),
    call,
    fates: fc.oneof(
      { weight: 3, arbitrary: fc.array(fate, { maxLength: 5, ...ofAnyLength }) },
      { weight: 1, arbitrary: delays },
    ),
  }),
  { minLength: 1, maxLength: 3, ...ofAnyLength },
);

const videoAtFirst: fc.Arbitrary<VideoAtFirst> = fc.record({
  // Some are just old enough, by this clock or that.
  ageMs: fc.constantFrom(
    ...[31 * dayMs - 20 * minute, 31 * dayMs - 20 * minute, 31 * dayMs, 500 * dayMs, 500 * dayMs],
    ...[366 * dayMs, 92 * dayMs, hourMs],
  ),
  dated: fc.constantFrom<Dated[]>(
    ...often('plain' as const, 12),
    'sevenDigits',
    'offset',
    'zoneless',
    'zero',
    'absent',
  ),
  state: fc.constantFrom(...often('archived', 6), 'failed', 'started'),
  retentionInMs: fc.constantFrom(...often(undefined, 12), -hourMs, minute, dayMs, 'unreadable' as const),
  shown: fc.constantFrom<Shown[]>(...often('deleted' as const, 4), 'DELETED', 'timeDeleted', 'contradiction'),
  undeleted: fc.constantFrom<Undeleted[]>(
    ...often('absent' as const, 24),
    ...often('null' as const, 9),
    'empty',
    'zero',
    'epoch',
    'blank',
    'word',
    'zoneless',
    'real',
    'future',
  ),
  isDeleted: fc.constantFrom(...often(false, 7), true),
  isShared: fc.constantFrom(...often(false, 9), true),
});

const timeOrNone = fc.constantFrom(...often(undefined, 15), -hourMs, dayMs, 'unreadable' as const);

function label(...more: Label[]): fc.Arbitrary<Label> {
  return fc.constantFrom<Label[]>(
    ...often('other' as const, 10),
    ...often('held' as const, 3),
    'null',
    'absent',
    ...more,
  );
}

const packageAtFirst: fc.Arbitrary<PackageAtFirst> = fc.record({
  ageMs: fc.constantFrom(hourMs, 500 * dayMs, 40 * dayMs),
  executedMs: fc.constantFrom(...[...often(450 * dayMs, 3), 31 * dayMs, hourMs], ...[undefined, 'unreadable' as const]),
  isExecuted: fc.constantFrom(...often(true, 8), false, undefined),
  state: fc.constantFrom(...often('executed' as const, 6), 'open'),
  retentionInMs: timeOrNone,
  labels: fc.record({
    matterNumber: label('listed', 'unreadable'),
    clientNumber: label('listed'),
    folderId: label('listed'),
    teamId: label('listed', 'listed', 'held', 'held', 'held'),
    memberId: label('listed'),
  }),
  spelling: fc.nat(3),
  videos: fc.array(videoAtFirst, { minLength: 0, maxLength: 3, ...ofAnyLength }),
});

/** All programs. */
export const programs: fc.Arbitrary<Program> = fc.record({
  server: fc.record({
    listsDeleted: fc.boolean(),
    deletesAgain: fc.boolean(),
    sendsDate: fc.constantFrom(false, ...often(true, 5)),
    pageSize: fc.constantFrom(50, 1),
    details: fc.constantFrom(...often('given' as const, 14), 'forbidden', 'missing'),
    mayWiden: fc.constantFrom(true, true, false),
    isExact: fc.constantFrom(false, false, true),
  }),
  packages: fc.array(packageAtFirst, { minLength: 1, maxLength: 3, ...ofAnyLength }),
  clients: fc.array(
    fc.record({
      skewMs: fc.constantFrom(...often(0, 5), ...often(30 * minute, 4), -30 * minute, 2 * hourMs, 2 * yearMs),
      dice: fc.nat(),
      steps: fc.oneof({ weight: 1, arbitrary: anySteps }, { weight: 1, arbitrary: planSteps }),
    }),
    { minLength: 1, maxLength: 3, ...ofAnyLength },
  ),
  others: fc.array(
    fc.record({
      atMs: fc.constantFrom(3, 20, 60, 950, 31_000),
      act: fc.constantFrom<Act[]>(
        ...(['record', 'delete', 'retain', 'change', 'share', 'rename', 'reopen', 'deletePackage'] as const),
        ...(['execute', 'retainPackage', 'refile', 'refile'] as const),
      ),
      package: index,
      video: index,
    }),
    { maxLength: 3, ...ofAnyLength },
  ),
});
