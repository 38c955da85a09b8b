import { holdOf } from '../src/hold.ts';
import type { Documents } from '../src/retention/documents/documents.ts';
import { formats } from '../src/retention/documents/formats.ts';
import type { SealedKind } from '../src/retention/documents/seals.ts';
import type { PlannedVideo } from '../src/retention/documents/video.ts';
import type { PlannedRules } from '../src/retention/rules.ts';

/** The contents of a document, before it is sealed. */
export type Contents<Kind extends SealedKind> = Omit<Documents[Kind], 'keyId' | 'seal'>;

export const sealKey = 'a seal key of the company';

export const plannedRules: PlannedRules = {
  packages: { search: 'Lease*', states: ['executed'], createdFrom: '2010-01-01' },
  olderThan: { years: 10, since: 'executed' },
  states: ['archived'],
  hold: holdOf({
    packageIds: ['p9'],
    videos: [{ packageId: 'p1', meetingVideoId: 'v4' }],
    meetingVideoIds: ['v8', 'v9'],
    matterNumbers: ['2012-0417', '2019-0471', '2020-0001'],
    clientNumbers: ['5521'],
    folderIds: ['f1'],
    teamIds: ['t1'],
    memberIds: ['m1'],
    unmatched: 'report',
  }),
  limits: { videos: 200, share: 0.5 },
  approvalsNeeded: 2,
  requireArchive: true,
};

/** A planned video, with everything that the API may say of it. */
export function aPlannedVideo(fields: Partial<PlannedVideo> = {}): PlannedVideo {
  return {
    packageId: 'p1',
    packageName: 'Lease, Queen Street',
    matterNumber: '2012-0417',
    clientNumber: '5521',
    timeExecuted: '2015-06-02T14:00:00Z',
    meetingVideoId: 'v1',
    timeCreated: '2015-06-01T15:30:00.1234567Z',
    timeRetention: '2025-06-01T00:00:00Z',
    duration: 'PT1H2M3S',
    size: 4_402_007,
    state: 'archived',
    ...fields,
  };
}

const ofPlan = {
  planId: 'b1946ac92492d2347c6235b4d2611184',
  planSeal: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
  planCreatedAt: '2026-11-30T09:00:00.000Z',
  rules: plannedRules,
  cutoff: '2016-11-30T00:00:00.000Z',
  server: 'https://sign.example.com/api/v1',
};

const approvals = [
  {
    by: 'Jane Doe',
    at: '2026-11-30T10:00:00.000Z',
    note: 'LEGAL-123',
    strike: { packageIds: ['p2'], meetingVideoIds: ['v3'] },
    seal: 'a'.repeat(64),
  },
  {
    by: 'John Roe',
    at: '2026-11-30T11:00:00.000Z',
    note: null,
    strike: { packageIds: [], meetingVideoIds: [] },
    seal: 'b'.repeat(64),
  },
];

const unmatchedHolds = [
  { field: 'matterNumbers', value: '2019-0471', near: '2019-0417' },
  { field: 'videos', value: { packageId: 'p9', meetingVideoId: 'v9' } },
  { field: 'matterNumbers', value: '2020-0001' },
] satisfies Documents['plan']['unmatchedHolds'];

const hold = plannedRules.hold;

/** One document of each kind, in which every field that may be there is there. */
export const wholeContents: { [Kind in SealedKind]: Contents<Kind> } = {
  plan: {
    format: formats.plan,
    id: ofPlan.planId,
    server: ofPlan.server,
    createdAt: ofPlan.planCreatedAt,
    cutoff: ofPlan.cutoff,
    rules: plannedRules,
    delete: [aPlannedVideo(), aPlannedVideo({ meetingVideoId: 'v2', size: null, duration: null, timeRetention: null })],
    keep: [
      { ...aPlannedVideo({ meetingVideoId: 'v3' }), reason: 'held', heldBy: { matterNumber: '2012-0417' } },
      { ...aPlannedVideo({ meetingVideoId: 'v4' }), reason: 'held', heldBy: { packageId: 'p1', meetingVideoId: 'v4' } },
      { ...aPlannedVideo({ meetingVideoId: 'v5', state: 'queued' }), reason: 'state' },
    ],
    alreadyDeleted: [{ packageId: 'p1', meetingVideoId: 'v6' }],
    unmatchedHolds,
    mayBeIncomplete: true,
    totals: {
      packages: 3,
      skipped: 100,
      skippedEarlier: 40,
      packagesPlanned: 1,
      videos: 7,
      alive: 6,
      delete: 2,
      keep: 4,
      keepUnlisted: 1,
      alreadyDeleted: 1,
      bytes: 4_402_007,
    },
  },
  approval: {
    format: formats.approval,
    planId: ofPlan.planId,
    planSeal: ofPlan.planSeal,
    decision: 'approve',
    by: 'Jane Doe',
    at: '2026-11-30T10:00:00.000Z',
    note: 'LEGAL-123',
    strike: { packageIds: ['p2'], meetingVideoIds: ['v3'] },
  },
  report: {
    format: formats.report,
    ...ofPlan,
    startedAt: '2026-11-30T12:00:00.000Z',
    finishedAt: '2026-11-30T12:05:00.000Z',
    dryRun: false,
    stopped: 'failures',
    approvals,
    hold,
    unmatchedHolds,
    videos: [
      { ...aPlannedVideo(), outcome: 'deleted', timeDeleted: '2026-11-30T12:01:00Z', sha256: 'c'.repeat(64) },
      { ...aPlannedVideo({ meetingVideoId: 'v2' }), outcome: 'kept', reason: 'held', heldBy: { clientNumber: '5521' } },
      { ...aPlannedVideo({ meetingVideoId: 'v3' }), outcome: 'failed', message: 'The API responded with 500.' },
    ],
    totals: {
      planned: 3,
      deleted: 1,
      alreadyDeleted: 0,
      wouldDelete: 0,
      kept: 1,
      missing: 0,
      failed: 1,
      unknown: 0,
      notStarted: 0,
      deletedBytes: 4_402_007,
    },
  },
  receipt: {
    format: formats.receipt,
    ...ofPlan,
    checkedAt: '2026-11-30T13:00:00.000Z',
    approvals,
    hold,
    unmatchedHolds,
    deleted: [
      { ...aPlannedVideo(), sha256: 'c'.repeat(64), timeDeleted: '2026-11-30T12:01:00Z' },
      { ...aPlannedVideo({ meetingVideoId: 'v2' }), confirmedBy: 'response' },
    ],
    kept: [{ ...aPlannedVideo({ meetingVideoId: 'v3' }), reason: 'held', heldBy: { matterNumber: '2012-0417' } }],
    overdue: [aPlannedVideo({ meetingVideoId: 'v4' })],
    missing: [aPlannedVideo({ meetingVideoId: 'v5' })],
    unplanned: [
      {
        packageId: 'p1',
        packageName: 'Lease, Queen Street',
        meetingVideoId: 'v7',
        timeDeleted: '2026-11-30T12:03:00Z',
      },
      { packageId: 'p1', packageName: 'Lease, Queen Street', meetingVideoId: 'v8', gone: true },
    ],
    complete: false,
    settled: false,
    totals: { planned: 5, deleted: 2, kept: 1, overdue: 1, missing: 1, unplanned: 2, deletedBytes: 8_804_014 },
  },
};

export const kinds: readonly SealedKind[] = ['plan', 'approval', 'report', 'receipt'];
