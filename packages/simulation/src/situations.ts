import fc from 'fast-check';
import type {
  Act,
  CallPlan,
  Conditions,
  Fate,
  FateKind,
  PackageAtFirst,
  Program,
  Retention,
  Step,
  VideoAtFirst,
} from './program.ts';
import { dayMs } from './time.ts';

// What chance alone brings about in one of ten thousand programs, or never, because it makes small worlds.

const due: VideoAtFirst = {
  ageMs: 500 * dayMs,
  dated: 'plain',
  state: 'archived',
  retentionInMs: undefined,
  shown: 'deleted',
  undeleted: 'absent',
  isDeleted: false,
  isShared: false,
};

/** Packages that are old enough, with so many videos each. */
function packagesOf(count: number, videosEach: number): PackageAtFirst[] {
  return Array.from({ length: count }, () => ({
    ageMs: 500 * dayMs,
    executedMs: 450 * dayMs,
    isExecuted: true,
    state: 'executed',
    retentionInMs: undefined,
    labels: { matterNumber: 'other', clientNumber: 'other', folderId: 'other', teamId: 'other', memberId: 'other' },
    spelling: 0,
    videos: Array.from({ length: videosEach }, () => due),
  }));
}

const server = fc.record<Program['server']>({
  listsDeleted: fc.boolean(),
  deletesAgain: fc.boolean(),
  sendsDate: fc.constant(true),
  pageSize: fc.constantFrom(50, 50, 7),
  details: fc.constant('given'),
  mayWiden: fc.constant(true),
  isExact: fc.boolean(),
});

const rules: Retention = {
  scope: 'states',
  createdFrom: undefined,
  olderThan: { days: 30 },
  states: ['archived'],
  hold: { what: 'nothing', spelling: 0, unmatched: 'report' },
  videosLimit: 1000,
  share: undefined,
  approvalsNeeded: 0,
  requireArchive: false,
  approvals: [],
  archive: undefined,
  reports: 'all',
  atOnce: 4,
  stopAfterFailures: 5,
  forgery: undefined,
};

function call(kind: CallPlan['kind'], more: Partial<CallPlan> = {}): CallPlan {
  return {
    kind,
    package: 0,
    video: 0,
    options: {},
    dryRun: undefined,
    onlyIf: undefined,
    abortAfterMs: undefined,
    isShifty: false,
    badId: undefined,
    retention: undefined,
    ...more,
  };
}

function step(plan: CallPlan, fates: Fate[] = [], pauseMs = 0): Step {
  return { pauseMs, call: plan, fates };
}

const steps = {
  plan: (more: Partial<Retention> = {}) => step(call('plan', { retention: { ...rules, ...more } })),
  apply: (more: Partial<Retention> = {}, fates: Fate[] = [], pauseMs = 0) =>
    step(call('apply', { retention: { ...rules, ...more }, options: { maxRetries: 0 } }), fates, pauseMs),
  audit: () => step(call('audit', { retention: rules })),
};

function fate(kind: FateKind, variant = 0, beside?: Fate['beside']): Fate {
  return { kind, thereMs: 1, backMs: 1, variant, beside };
}

function program(
  made: fc.Arbitrary<{ packages: PackageAtFirst[]; steps: Step[]; others?: Program['others'] }>,
): fc.Arbitrary<Program> {
  return fc
    .record({ server, dice: fc.nat(), made })
    .map(({ server, dice, made: { packages, steps, others = [] } }) => ({
      server,
      packages,
      clients: [{ skewMs: 0, dice, steps }],
      others,
    }));
}

const few = fc.integer({ min: 1, max: 3 });

const mishaps = fc.array(
  fc.record<Fate>({
    kind: fc.constantFrom<FateKind[]>('fine', 'fine', 'fine', 'lostAfter', 'failsAfter', 'failsBefore', 'limited'),
    thereMs: fc.constant(1),
    backMs: fc.constant(1),
    variant: fc.integer({ min: 0, max: 63 }),
    beside: fc.constant(undefined),
  }),
  { maxLength: 40, size: 'max' },
);

/** The same person approves twice, in two spellings, and the plan asks for two people. */
const oneApprover = program(
  few.map((videos) => ({
    packages: packagesOf(1, videos),
    steps: [
      steps.plan({ approvalsNeeded: 2 }),
      steps.apply({
        approvals: (['Jane Doe', ' JANE  DOE'] as const).map((by) => ({
          by,
          decision: 'approve',
          strikes: 'nothing',
          isAltered: false,
        })),
      }),
    ],
  })),
);

/** What is planned turns up in another package that is planned, too, before the apply. */
const shared = program(
  fc
    .record({ videos: few, place: fc.nat(2), atMs: fc.constantFrom(950, 950, 2004, 2010), fates: mishaps })
    .map(({ videos, place, atMs, fates }) => ({
      packages: packagesOf(3, videos),
      steps: [steps.plan(), steps.apply({}, fates.slice(0, 10), 2000), steps.audit()],
      others: [{ atMs, act: 'share' satisfies Act, package: place, video: 0 }],
    })),
);

/** The list of an apply names each video twice, and only the first entry lets it be deleted. */
const listedTwice = program(
  few.map((videos) => ({
    packages: packagesOf(1, videos),
    steps: [steps.plan(), steps.apply({}, [fate('lie', 0)])],
  })),
);

const onlyIfs: Conditions[] = [{ states: ['archived'] }, { olderThan: { days: 30 } }];

/** The clock is set back right after what decides was read, and then the server takes nothing for a minute or two. */
const setBack = program(
  fc.constantFrom(...onlyIfs).map((onlyIf) => ({
    packages: packagesOf(1, 1),
    steps: [
      step(call('delete', { onlyIf, options: { maxRetries: 3 } }), [
        fate('fine', 0, { what: 'isSet', byMs: -30 * 60_000, inMs: 0 }),
        fate('limited', 32),
        fate('limited', 40),
      ]),
    ],
  })),
);

/** The response to a deletion is lost, and the list that would settle it cannot be read at first. */
const unsettled = program(
  fc.record({ videos: few, fails: fc.integer({ min: 1, max: 2 }) }).map(({ videos, fails }) => ({
    packages: packagesOf(1, videos),
    steps: [
      steps.plan(),
      steps.apply({ atOnce: 1 }, [
        fate('fine'),
        fate('fine'),
        fate('lostAfter'),
        ...Array.from({ length: fails }, () => fate('failsBefore')),
      ]),
      steps.audit(),
    ],
  })),
);

/** More packages than a page has, of which a plan may touch a share. */
const manyPackages = program(
  fc
    .record({ count: fc.integer({ min: 51, max: 60 }), share: fc.constantFrom(undefined, 1, 0.99), fates: mishaps })
    .map(({ count, share, fates }) => ({
      packages: packagesOf(count, 1),
      steps: [steps.plan({ share }), steps.apply({}, fates), steps.apply(), steps.audit()],
    })),
);

/** A plan of hundreds of videos. */
const manyVideos = program(
  fc.record({ videos: fc.integer({ min: 100, max: 150 }), fates: mishaps }).map(({ videos, fates }) => ({
    packages: packagesOf(2, videos),
    steps: [steps.plan(), steps.apply({ stopAfterFailures: 20 }, fates), steps.apply(), steps.audit()],
  })),
);

/** Programs in which something certain happens, and chance decides about the rest. Large worlds take their time. */
export const situations: fc.Arbitrary<Program> = fc.oneof(
  ...[oneApprover, shared, listedTwice, setBack, unsettled].map((arbitrary) => ({ weight: 8, arbitrary })),
  ...[manyPackages, manyVideos].map((arbitrary) => ({ weight: 1, arbitrary })),
);
