import fc from 'fast-check';
import {
  type Act,
  type BadId,
  type Beside,
  badIds,
  type CallPlan,
  type ClientPlan,
  type Conditions,
  type Fate,
  type FateKind,
  fateKinds,
  type Held,
  type Mishap,
  type Program,
  type Step,
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

const conditions: fc.Arbitrary<Conditions> = fc
  .record({
    olderThanMs: fc.constantFrom(30 * dayMs, 30 * dayMs, 30 * dayMs, 0, 400 * dayMs),
    states: fc.constantFrom(['archived', 'failed', 'started'], ['archived']),
    retentionOver: fc.constantFrom(true, true, false),
    hold: fc.constantFrom<NonNullable<Conditions['hold']>[]>('otherVideo', 'nothing', 'otherVideo', 'video', 'package'),
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
    dryRun: fc.constant(undefined),
    onlyIf: fc.constant(undefined),
    abortAfterMs: fc.constantFrom(...often(undefined, 12), 0, 5, 41, 941, 31_000),
    isShifty: fc.constantFrom(false, false, false, true),
    badId: fc.constant(undefined),
    retention: fc.record({
      scope: fc.constantFrom('query' as const, 'ids' as const),
      olderThanMs: fc.constantFrom(0, 0, 0, 30 * dayMs, 30 * dayMs, 400 * dayMs),
      states: fc.constantFrom(['archived', 'failed', 'started'], ['archived', 'failed', 'started'], ['archived']),
      hold: fc.constantFrom<Held[]>(...often('nothing' as const, 5), 'otherVideo', 'video', 'package'),
      videosLimit: fc.constantFrom(100, 100, 100, 1),
      atOnce: fc.constantFrom(4, 2, 1),
      stopAfterFailures: fc.constantFrom(5, 1),
      forgery: fc.constantFrom(...often(undefined, 10), 'addsVideo' as const, 'dropsHolds' as const),
    }),
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
  const rests = kind === 'apply' ? [32_000, week] : [];
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

const anyProgram: fc.Arbitrary<Program> = fc.record({
  server: fc.record({
    listsDeleted: fc.boolean(),
    deletesAgain: fc.boolean(),
    sendsDate: fc.constantFrom(false, true, true),
    pageSize: fc.constantFrom(50, 1),
  }),
  packages: fc.array(
    fc.array(
      fc.record({
        // Some are just old enough, by this clock or that.
        ageMs: fc.constantFrom(30 * dayMs - 20 * minute, 500 * dayMs, 30 * dayMs - 20 * minute, 30 * dayMs, hourMs),
        dated: fc.constantFrom<Dated[]>(
          ...often('plain' as const, 8),
          'sevenDigits',
          'offset',
          'zoneless',
          'zero',
          'absent',
        ),
        state: fc.constantFrom(...often('archived', 6), 'failed', 'started'),
        retentionInMs: fc.constantFrom(...often(undefined, 9), -hourMs, minute, dayMs, 'unreadable' as const),
        shown: fc.constantFrom<Shown[]>(...often('deleted' as const, 4), 'DELETED', 'timeDeleted', 'contradiction'),
        undeleted: fc.constantFrom<Undeleted[]>(
          ...often('absent' as const, 12),
          ...often('null' as const, 6),
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
        isShared: fc.constantFrom(...often(false, 15), true),
      }),
      { minLength: 0, maxLength: 3, ...ofAnyLength },
    ),
    { minLength: 1, maxLength: 2, ...ofAnyLength },
  ),
  clients: fc.array(
    fc.record({
      skewMs: fc.constantFrom(...often(0, 3), ...often(30 * minute, 3), -30 * minute, 2 * hourMs, 2 * yearMs),
      dice: fc.nat(),
      steps: fc.oneof({ weight: 2, arbitrary: anySteps }, { weight: 1, arbitrary: planSteps }),
    }),
    { minLength: 1, maxLength: 3, ...ofAnyLength },
  ),
  others: fc.array(
    fc.record({
      atMs: fc.constantFrom(3, 20, 60, 950, 31_000),
      act: fc.constantFrom<Act[]>('record', 'delete', 'hold', 'change', 'rename', 'reopen', 'deletePackage'),
      package: index,
      video: index,
    }),
    { maxLength: 3, ...ofAnyLength },
  ),
});

/** All programs. */
export const programs: fc.Arbitrary<Program> = anyProgram.map((program) =>
  program.clients.some(hasPlans) ? withoutOldLists(program) : program,
);

function hasPlans({ steps }: ClientPlan): boolean {
  return steps.some(({ call }) => call.retention);
}

// Plans do not ask for fresh lists yet: where there are any, each response is dated, and comes from the server.
function withoutOldLists({ server, packages, clients, others }: Program): Program {
  return {
    server: { ...server, sendsDate: true },
    packages: packages.map((videos) => videos.map((video) => ({ ...video, isShared: false }))),
    clients: clients.map((client) =>
      hasPlans(client)
        ? { ...client, steps: client.steps.map(({ fates, ...step }) => ({ ...step, fates: fates.map(quiet) })) }
        : client,
    ),
    others,
  };
}

function quiet({ kind, thereMs, backMs, variant }: Fate): Fate {
  return { kind, thereMs, backMs, variant };
}
