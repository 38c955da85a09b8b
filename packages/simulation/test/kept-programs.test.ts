import { createClientOn, IinkedSignError } from 'iinked-sign';
import { applyPlan, approvePlan, auditPlan, planDeletion } from 'iinked-sign/retention';
import { expect, test } from 'vitest';
import type {
  CallPlan,
  Fate,
  FateKind,
  PackageAtFirst,
  Program,
  Retention,
  Step,
  VideoAtFirst,
} from '../src/program.ts';
import { simulate } from '../src/simulation.ts';
import { dayMs, hourMs } from '../src/time.ts';

const rules: Retention = {
  scope: 'states',
  createdFrom: undefined,
  olderThan: { days: 1 },
  states: ['archived'],
  hold: { what: 'nothing', spelling: 0, unmatched: 'report' },
  videosLimit: 100,
  share: undefined,
  approvalsNeeded: 0,
  requireArchive: false,
  approvals: [],
  archive: undefined,
  reports: 'none',
  atOnce: 4,
  stopAfterFailures: 5,
  forgery: undefined,
};

const video: VideoAtFirst = {
  ageMs: 3 * dayMs,
  dated: 'plain',
  state: 'archived',
  retentionInMs: undefined,
  shown: 'deleted',
  undeleted: 'absent',
  isDeleted: false,
  isShared: false,
};

const described: Omit<PackageAtFirst, 'videos'> = {
  ageMs: 3 * dayMs,
  executedMs: 3 * dayMs,
  isExecuted: true,
  state: 'executed',
  retentionInMs: undefined,
  labels: { matterNumber: 'null', clientNumber: 'null', folderId: 'null', teamId: 'null', memberId: 'null' },
  spelling: 0,
};

// The smallest program of each seed that ever broke a rule. A program stays what it is when seeds come to mean others.
const kept: { seed: number; sentence: string; program: Program }[] = [
  {
    seed: 262,
    sentence:
      'a layer below sends a deletion twice, and the caller only sees the 404 of the second (which rule 2 excludes)',
    program: aProgram(1, [[aStep({ kind: 'delete' }, [{ kind: 'twice', thereMs: 1, backMs: 1, variant: 1 }])]]),
  },
  {
    seed: 25_030,
    sentence:
      'after a 429 that asks for 90 s, requests queue for their turn, so that one waits a little longer than that',
    program: aProgram(2, [
      [
        aStep({ kind: 'plan', retention: { ...rules, scope: 'ids' } }),
        aStep({ kind: 'apply', retention: { ...rules, scope: 'ids' } }, [
          { kind: 'fine', thereMs: 1, backMs: 1, variant: 0 },
          { kind: 'limited', thereMs: 1, backMs: 1, variant: 24 },
          { kind: 'failsAfter', thereMs: 1, backMs: 1, variant: 0 },
        ]),
      ],
    ]),
  },
  {
    seed: 191_913,
    sentence:
      'a process whose clock is wrong applies a plan whose first package is gone: it failed video by video, and refuses the plan now',
    program: {
      ...aProgram(2, [
        [aStep({ kind: 'plan', retention: rules })],
        [{ ...aStep({ kind: 'apply', retention: rules }), pauseMs: 30 }],
      ]),
      others: [{ atMs: 20, act: 'deletePackage', package: 0, video: 0 }],
    },
  },
  {
    seed: 16_020,
    sentence: 'a lie names another video, which is not the one on hold that exists nowhere',
    program: aProgram(1, [
      [
        aStep({ kind: 'plan', retention: rules }),
        aStep(
          { kind: 'apply', retention: { ...rules, hold: { what: 'lostVideo', spelling: 0, unmatched: 'report' } } },
          [{ kind: 'lie', thereMs: 1, backMs: 1, variant: 4 }],
        ),
      ],
    ]),
  },
  {
    seed: 46_569,
    sentence: 'a deletion that may have arrived waits for its next turn after a 429, and the run stops before that',
    program: {
      ...aProgram(1, [
        [
          aStep({ kind: 'plan', retention: { ...rules, scope: 'ids' } }),
          aStep({ kind: 'apply', retention: { ...rules, atOnce: 1 } }, [
            quick('fine'),
            quick('lostAfter'),
            quick('limited'),
            quick('fine'),
            quick('rejected'),
          ]),
        ],
      ]),
      packages: [{ ...described, videos: [video, video] }],
    },
  },
  {
    seed: 560,
    sentence: 'a list shows a planned video of another package, and counts before Get Package of its own has responded',
    program: {
      ...aProgram(3, [
        [aStep({ kind: 'plan', retention: rules }), { ...aStep({ kind: 'apply', retention: rules }), pauseMs: 2000 }],
      ]),
      others: [{ atMs: 950, act: 'share', package: 1, video: 0 }],
    },
  },
  {
    seed: 240,
    sentence: 'a planned video that was deleted is not unplanned in another package that lists it, too',
    program: {
      ...aProgram(3, [
        [
          aStep({ kind: 'plan', retention: rules }),
          { ...aStep({ kind: 'apply', retention: rules }), pauseMs: 2000 },
          { ...aStep({ kind: 'audit', retention: rules }), pauseMs: 2000 },
        ],
      ]),
      server: { ...aProgram(1, []).server, listsDeleted: true },
      others: [{ atMs: 2008, act: 'share', package: 2, video: 0 }],
    },
  },
  {
    seed: 8360,
    sentence: 'a deletion waits for its turn after a 429, and a list that comes meanwhile shows its video, too',
    program: {
      ...aProgram(3, [
        [
          aStep({ kind: 'plan', retention: rules }),
          {
            ...aStep({ kind: 'apply', retention: rules, options: { maxRetries: 0 } }, [
              ...[quick('fine'), quick('limited'), quick('fine'), quick('fine'), quick('limited')],
            ]),
            pauseMs: 2000,
          },
        ],
      ]),
      others: [{ atMs: 950, act: 'share', package: 1, video: 0 }],
    },
  },
  {
    seed: 8360,
    sentence: 'the list that settles a deletion shows a planned video of another package, which waits for its turn',
    program: {
      ...aProgram(3, [
        [
          aStep({ kind: 'plan', retention: rules }),
          {
            ...aStep({ kind: 'apply', retention: rules, options: { maxRetries: 0 } }, [
              ...[quick('fine'), quick('limited'), quick('fine'), quick('limited'), quick('fine'), quick('lostAfter')],
            ]),
            pauseMs: 2000,
          },
        ],
      ]),
      others: [{ atMs: 2010, act: 'share', package: 2, video: 0 }],
    },
  },
  {
    seed: 5_003_328,
    sentence: 'a video that was deleted before the plan is not unplanned in another package that lists it, too',
    program: {
      ...aProgram(2, [
        [
          aStep({ kind: 'plan', retention: rules }),
          { ...aStep({ kind: 'apply', retention: rules }), pauseMs: 2000 },
          { ...aStep({ kind: 'audit', retention: rules }), pauseMs: 2000 },
        ],
      ]),
      server: { ...aProgram(1, []).server, listsDeleted: true },
      packages: [
        { ...described, videos: [video] },
        { ...described, videos: [video, { ...video, isDeleted: true }] },
      ],
      others: [{ atMs: 2008, act: 'share', package: 1, video: 1 }],
    },
  },
];

test.each(kept)('seed $seed: $sentence', async ({ program }) => {
  const client = { createClientOn, IinkedSignError, applyPlan, approvePlan, auditPlan, planDeletion };
  expect(await simulate(program, client)).toBeUndefined();
});

/** A program on packages of one video each. Every client after the first has a clock that is two hours ahead. */
function aProgram(packages: number, clients: Step[][]): Program {
  return {
    server: {
      ...{ listsDeleted: false, deletesAgain: false, sendsDate: true, pageSize: 50 },
      ...{ details: 'given', mayWiden: true, isExact: false },
    },
    packages: Array.from({ length: packages }, () => ({ ...described, videos: [video] })),
    clients: clients.map((steps, place) => ({ skewMs: place === 0 ? 0 : 2 * hourMs, dice: 0, steps })),
    others: [],
  };
}

function quick(kind: FateKind): Fate {
  return { kind, thereMs: 1, backMs: 1, variant: 0 };
}

function aStep(call: Pick<CallPlan, 'kind'> & Partial<CallPlan>, fates: Fate[] = []): Step {
  return {
    pauseMs: 0,
    call: {
      package: 0,
      video: 0,
      options: {},
      dryRun: undefined,
      onlyIf: undefined,
      abortAfterMs: undefined,
      isShifty: false,
      badId: undefined,
      retention: undefined,
      ...call,
    },
    fates,
  };
}
