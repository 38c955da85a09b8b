import { describe, expect, test } from 'vitest';
import { createClientOn } from '../src/index.ts';
import { approvalsOf, assertApproved } from '../src/retention/documents/approvals.ts';
import { approvePlan, type Decision } from '../src/retention/documents/approve.ts';
import type { DeletionPlan } from '../src/retention/documents/plan.ts';
import { sealed, verifyDocument } from '../src/retention/documents/seals.ts';
import { sealerOfHolder } from '../src/retention/seal.ts';
import { aPlannedVideo, sealKey, wholeContents } from './documents-fixtures.ts';
import { untyped } from './fixtures.ts';

const holder = { sealKey };
const sealer = sealerOfHolder(holder);
const hour = 3_600_000;

function aPlan(fields: Partial<DeletionPlan> = {}): DeletionPlan {
  const createdAt = new Date().toISOString();
  const videos = [
    aPlannedVideo({ packageId: 'p1', meetingVideoId: 'v1' }),
    aPlannedVideo({ packageId: 'p1', meetingVideoId: 'v2' }),
    aPlannedVideo({ packageId: 'p2', meetingVideoId: 'v3' }),
  ];
  return sealed('plan', { ...wholeContents.plan, createdAt, delete: videos, ...fields }, sealer);
}

const plan = aPlan();
const approval = (decision: Decision) => approvePlan(holder, plan, decision);
const united = (approvals: unknown, now = Date.now()) => approvalsOf(plan, approvals, sealer, now);
const refusal = (message: string) =>
  expect.objectContaining({
    name: 'PlanRefusedError',
    reason: 'approvals',
    message: expect.stringMatching(new RegExp(`^${message}.* Nothing was deleted\\.$`)),
  });

describe('an approval', () => {
  test('says who approved which plan, when and why, and what is struck', () => {
    const made = approval({ by: ' Jane Doe ', note: ' LEGAL-123 ', strike: { meetingVideoIds: ['v2', 'v2'] } });
    expect(made).toMatchObject({
      format: 'iinked-sign/approval/1',
      planId: plan.id,
      planSeal: plan.seal,
      decision: 'approve',
      by: 'Jane Doe',
      note: 'LEGAL-123',
      strike: { packageIds: [], meetingVideoIds: ['v2'] },
    });
    expect(verifyDocument(holder, JSON.parse(JSON.stringify(made)))).toBe('approval');
  });

  test('strikes by any spelling of an id, and keeps that of the plan', () => {
    const made = approval({ by: 'Jane Doe', strike: { packageIds: [' "P2" '], meetingVideoIds: ['{V1}', 'v1'] } });
    expect(made.strike).toEqual({ packageIds: ['p2'], meetingVideoIds: ['v1'] });
  });

  test('has no note where none was given', () => {
    for (const note of [undefined, '', '  ']) expect(approval({ by: 'Jane Doe', note }).note).toBeNull();
  });

  test('is made by a client without a request, and dated by its clock', () => {
    const now = Date.UTC(2026, 10, 30, 12);
    const client = createClientOn(
      { send: () => Promise.reject(new Error('A request was sent.')), wait: () => Promise.resolve(), now: () => now },
      { apiKey: 'k', server: 'us' },
    );
    const ofClient = sealed('plan', wholeContents.plan, sealerOfHolder(client));
    expect(approvePlan(client, ofClient, { by: 'Jane Doe' }).at).toBe('2026-11-30T12:00:00.000Z');
  });

  test.each([
    ['seal', { ...plan, delete: [] }, holder],
    ['key', plan, { sealKey: `${sealKey}!` }],
    ['format', { delete: [] }, holder],
  ])('is refused with %s', (reason, given, key) => {
    expect(() => approvePlan(key, untyped(given), { by: 'Jane Doe' })).toThrow(expect.objectContaining({ reason }));
  });

  test.each([
    ['by', {}],
    ['by', { by: '' }],
    ['by', { by: ' \u200B\u2800\u00AD' }],
    ['by', { by: 7 }],
    ['decision', { by: 'Jane Doe', decision: undefined }],
    ['decision', { by: 'Jane Doe', decision: 'approved' }],
    ['note', { by: 'Jane Doe', note: 7 }],
    ['strike', { by: 'Jane Doe', strike: undefined }],
    ['strike.meetingVideoIds', { by: 'Jane Doe', strike: { meetingVideoIds: undefined } }],
    ['strike.meetingVideoIds', { by: 'Jane Doe', strike: { meetingVideoIds: ['p1'] } }],
    ['strike.packageIds', { by: 'Jane Doe', strike: { packageIds: ['v1'] } }],
    ['strike.packageIds', { by: 'Jane Doe', strike: { packageIds: 'p1' } }],
    ['videos', { by: 'Jane Doe', strike: { videos: [] } }],
    ['reason', { by: 'Jane Doe', reason: '' }],
  ])('is rejected for %s in %j', (field, decision) => {
    expect(() => approval(untyped(decision))).toThrow(expect.objectContaining({ name: 'InvalidRequestError', field }));
  });
});

describe('approvals of a plan', () => {
  const jane = approval({ by: 'Jane Doe', strike: { packageIds: ['p2'] } });
  const john = approval({ by: 'John Roe', note: 'yes', strike: { meetingVideoIds: ['v1'] } });

  test('strike what any of them strikes', () => {
    const { isStruck, records } = united([jane, john]);
    expect(plan.delete.filter(isStruck).map(({ meetingVideoId }) => meetingVideoId)).toEqual(['v1', 'v3']);
    expect(records).toEqual([
      { by: 'Jane Doe', at: jane.at, note: null, strike: jane.strike, seal: jane.seal },
      { by: 'John Roe', at: john.at, note: 'yes', strike: john.strike, seal: john.seal },
    ]);
  });

  test.each([['Jane Doe'], ['JANE  DOE'], ['jane\u00A0doe'], ['Ｊａｎｅ Doe'], ['Jane\u200B Doe']])(
    'count %j and Jane Doe as one person',
    (by) => {
      const both = united([jane, approval({ by, note: 'again' })]);
      expect(both.people).toBe(1);
      expect(both.records).toHaveLength(2);
      expect(() => assertApproved(both, 2)).toThrow(
        refusal('This plan needs approvals by 2 different people, and has 1'),
      );
    },
  );

  test('count the same document once', () => {
    expect(united([jane, JSON.parse(JSON.stringify(jane))]).records).toHaveLength(1);
  });

  test('are enough when so many different people approved', () => {
    expect(() => assertApproved(united([]), 0)).not.toThrow();
    expect(() => assertApproved(united([]), 1)).toThrow(
      refusal('This plan needs approvals by 1 different person, and has 0\\.'),
    );
    expect(() => assertApproved(united([jane, john]), 2)).not.toThrow();
    expect(() => assertApproved(united([jane, john]), 3)).toThrow(refusal('.*has 2 \\("Jane Doe", "John Roe"\\)'));
  });

  test('are refused when one is a rejection', () => {
    const rejection = approval({ by: 'John Roe', decision: 'reject' });
    expect(() => united([jane, rejection])).toThrow(refusal('"John Roe" rejected this plan'));
  });

  test.each<[string, () => unknown, string]>([
    ['was altered', () => ({ ...jane, by: 'Somebody Else' }), 'This deletion approval was changed'],
    [
      'lost a strike',
      () => ({ ...jane, strike: { packageIds: [], meetingVideoIds: [] } }),
      'This deletion approval was changed',
    ],
    [
      'has another key',
      () => sealed('approval', { ...jane }, sealerOfHolder({ sealKey: `${sealKey}!` })),
      'Another key',
    ],
    ['is of another plan', () => approvePlan(holder, aPlan({ id: 'other' }), { by: 'Jane Doe' }), '.*of another plan'],
    [
      'is of another plan with the same id',
      () => approvePlan(holder, aPlan({ mayBeIncomplete: true }), { by: 'Jane Doe' }),
      '.*of another plan',
    ],
    ['is a plan', () => plan, 'This is not a deletion approval'],
    ['is nothing', () => undefined, 'This is not a deletion approval'],
  ])('are refused when one %s', (_, make, message) => {
    expect(() => united([john, make()])).toThrow(refusal(message));
  });

  test('are refused when one is dated more than an hour before the plan, or ahead', () => {
    const made = Date.parse(plan.createdAt);
    const dated = (at: number) => sealed('approval', { ...jane, at: new Date(at).toISOString() }, sealer);
    expect(united([dated(made - hour)], made).people).toBe(1);
    expect(() => united([dated(made - hour - 1)], made)).toThrow(refusal('.*dated before the plan was made'));
    expect(united([dated(made + hour)], made).people).toBe(1);
    expect(() => united([dated(made + hour + 1)], made)).toThrow(refusal('.*dated in the future'));
  });

  test.each([undefined, null, {}, 'Jane Doe', jane])('must be an array, got %j', (value) => {
    expect(() => united(value)).toThrow(expect.objectContaining({ field: 'approvals' }));
  });

  test('name a person shortly', () => {
    const long = approval({ by: 'x'.repeat(10_000), decision: 'reject' });
    expect(() => united([long])).toThrow(refusal(`"${'x'.repeat(60)}…" rejected`));
  });
});
