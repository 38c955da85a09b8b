import fc from 'fast-check';
import { dayMs, hourMs } from './time.ts';
import type { Dated, Shown } from './world.ts';

/** Everything that happens in one simulation. It is plain data: the same program always runs in the same way. */
export type Program = {
  server: Manners;
  /** The videos of each package, before anything happens. */
  packages: VideoAtFirst[][];
  clients: ClientPlan[];
  /** What other people do meanwhile. */
  others: { atMs: number; act: Act; package: number; video: number }[];
};

/** What the API's documentation leaves open, and a server may do in one way or another. */
export type Manners = {
  /** Whether lists name deleted videos. */
  listsDeleted: boolean;
  /** Whether the deletion of a deleted video succeeds again, instead of a 404. */
  deletesAgain: boolean;
  /** Whether responses have a `Date` header. */
  sendsDate: boolean;
  /** How many packages a page has at most. */
  pageSize: number;
};

export type VideoAtFirst = {
  ageMs: number;
  dated: Dated;
  state: string;
  /** In how many milliseconds its retention ends. */
  retentionInMs: number | 'unreadable' | undefined;
  shown: Shown;
  isDeleted: boolean;
};

/** A process with one client. It makes its calls one after the other; several processes run at once. */
export type ClientPlan = {
  /** How far its clock is ahead of the server's. */
  skewMs: number;
  /** What its random numbers come from. */
  dice: number;
  steps: Step[];
};

export type Step = { pauseMs: number; call: CallPlan; fates: Fate[] };

export type CallPlan = {
  kind: 'list' | 'listPackages' | 'delete' | 'deleteAll' | 'raw' | 'plan' | 'apply' | 'audit';
  package: number;
  /** Which video, counted round; 5 is one that does not exist. Not for calls about a whole package. */
  video: number;
  options: { timeoutMs?: number; totalTimeoutMs?: number; maxRetries?: number };
  dryRun: boolean | undefined;
  onlyIf: Conditions | undefined;
  /** After how many milliseconds the caller aborts; 0 is before the call. */
  abortAfterMs: number | undefined;
  /** Whether the arguments give another value each time they are read. */
  isShifty: boolean;
  /** What stands in place of the video's id, though it cannot be one. */
  badId: BadId | undefined;
  /** What calls about retention plans have beside. */
  retention: Retention | undefined;
};

/** What a plan may delete, and how one is applied. */
export type Retention = {
  scope: 'query' | 'ids';
  olderThanMs: number;
  states: readonly string[];
  /** What is held: by the rules of a plan, or when one is applied. It is about the package and video of the call. */
  hold: Held;
  videosLimit: number;
  atOnce: number;
  stopAfterFailures: number;
  /** What somebody does to the plan after it was sealed. */
  forgery: 'addsVideo' | 'dropsHolds' | undefined;
};

/** What a hold names. */
export type Held = 'nothing' | 'package' | 'video' | 'otherVideo';

/** Conditions of a deletion, and which of them it has. */
export type Conditions = {
  olderThanMs?: number;
  states?: readonly string[];
  retentionOver?: boolean;
  hold?: Held;
  unchanged?: 'now' | 'atFirst';
};

/** Values that programs and workflows hand over when an id got lost. */
export const badIds = {
  undefined: undefined,
  null: null,
  empty: '',
  blank: ' ',
  zero: 0,
  array: [],
  invisible: '\u200b',
  dots: 'v1/../..',
} as const;
type BadId = keyof typeof badIds;

export type Act = 'record' | 'delete' | 'hold' | 'change' | 'rename' | 'reopen' | 'deletePackage';

/** What the network and the server do to one request. Where there are no more of them, all goes well. */
export type Fate = {
  kind: FateKind;
  /** How long the request takes to the server. */
  thereMs: number;
  /** How long the response takes back. */
  backMs: number;
  /** Which of its variants it is, counted round. */
  variant: number;
};

export const fateKinds = [
  'fine',
  'refused',
  'lostBefore',
  'lostAfter',
  'failsBefore',
  'failsAfter',
  'limited',
  'rejected',
  'htmlBefore',
  'htmlAfter',
  'cut',
  'redirect',
  'lie',
  'twice',
  'silence',
  'death',
] as const;
export type FateKind = (typeof fateKinds)[number];

const index = fc.nat(5);
// fast-check makes short arrays unless told otherwise.
const ofAnyLength = { size: 'max' } as const;

const fate: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constantFrom(...fateKinds, ...often('fine', 7), ...often('lie', 2)),
  thereMs: fc.constantFrom(...often(1, 8), 40, 900, 45_000),
  backMs: fc.constantFrom(...often(1, 8), 40, 900, 45_000),
  variant: fc.nat(63),
});

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
      maxRetries: fc.constantFrom(0, 1, 3),
    },
    { requiredKeys: [] },
  ),
  dryRun: fc.constantFrom(undefined, undefined, undefined, false, true),
  onlyIf: fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: conditions }),
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

const minute = 60_000;
const week = 7 * dayMs;

/** A server that is overrun: responses get lost, and then it takes no more for a while. */
const overrun: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constantFrom<FateKind[]>(...often('fine', 3), 'lostAfter', 'failsAfter', 'limited', 'limited'),
  thereMs: fc.constant(1),
  backMs: fc.constant(1),
  variant: fc.nat(63),
});

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
    fates: fc.array(fate, { maxLength: 5, ...ofAnyLength }),
  }),
  { minLength: 1, maxLength: 3, ...ofAnyLength },
);

/** All programs. */
export const programs: fc.Arbitrary<Program> = fc.record({
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
        shown: fc.constantFrom<Shown[]>('deleted', 'DELETED', 'timeDeleted'),
        isDeleted: fc.constantFrom(...often(false, 7), true),
      }),
      { minLength: 0, maxLength: 3, ...ofAnyLength },
    ),
    { minLength: 1, maxLength: 2, ...ofAnyLength },
  ),
  clients: fc.array(
    fc.record({
      skewMs: fc.constantFrom(0, 30 * minute, 0, 0, -30 * minute, 30 * minute, 30 * minute, 2 * hourMs),
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
