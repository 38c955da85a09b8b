import fc from 'fast-check';
import type { Fault } from 'iinked-sign-emulator';
import { expect, test } from 'vitest';
import {
  type ApplyReport,
  applyPlan,
  auditPlan,
  type DeletionPlan,
  type DeletionReceipt,
  planDeletion,
} from '../src/retention.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

// The numbers of each document are reckoned a second time, from what was put into the emulator.

const today = new Date().toISOString();
const deletedAt = { state: 'deleted', timeDeleted: '2026-01-01T00:00:00.0000000Z' } as const;

/** What a video is when the plan is made, and what becomes of it before the apply, or after that. */
type Video = {
  is: 'due' | 'queued' | 'young' | 'gone';
  size: number | null;
  before: 'nothing' | 'held' | 'deleted' | 'removed';
  after: 'nothing' | 'deleted' | 'removed';
};

const worlds = fc.array(
  fc.record({
    isOld: fc.boolean(),
    videos: fc.array(
      fc.record<Video>({
        is: fc.constantFrom('due', 'due', 'queued', 'young', 'gone'),
        size: fc.oneof(fc.constant(null), fc.nat(1e12)),
        before: fc.constantFrom('nothing', 'nothing', 'held', 'deleted', 'removed'),
        after: fc.constantFrom('nothing', 'nothing', 'deleted', 'removed'),
      }),
      { maxLength: 5 },
    ),
  }),
  { maxLength: 5 },
);

type World = typeof worlds extends fc.Arbitrary<infer Each> ? Each : never;

/** The videos of a world with their ids, and whether the plan reads their package, and plans something of it. */
function videosOf(world: World) {
  return world.flatMap(({ isOld, videos }, place) => {
    const isPlanned = isOld && videos.some(({ is }) => is === 'due');
    return videos.map((video, index) => ({
      ...video,
      id: `p${place}-v${index}`,
      packageId: `p${place}`,
      isOld,
      isPlanned,
    }));
  });
}

const fieldsOf: Record<Video['is'], object> = {
  due: {},
  queued: { state: 'queued' },
  young: { timeCreated: today },
  gone: deletedAt,
};

const bytes = (videos: readonly { size: number | null }[]) => videos.reduce((sum, { size }) => sum + (size ?? 0), 0);
const ids = (videos: readonly { meetingVideoId: string }[]) =>
  videos.map(({ meetingVideoId }) => meetingVideoId).sort();
const named = (videos: readonly { id: string }[]) => videos.map(({ id }) => id).sort();

test('the numbers of plan, report and receipt are those of what the API has', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.boolean(), async (world, withReports) => {
      const videos = videosOf(world);
      const { client, emulator } = await scene(
        world.map(({ isOld }, place) =>
          aPackage({
            packageId: `p${place}`,
            ...(!isOld && { timeCreated: today }),
            videos: videos
              .filter(({ packageId }) => packageId === `p${place}`)
              .map(({ id, is, size }) => anOldVideo(id, { size, ...fieldsOf[is] })),
          }),
        ),
      );
      const happen = (change: 'deleted' | 'removed', which: readonly { id: string }[]) => {
        for (const each of emulator.packages) {
          for (const { id } of which) {
            const at = each.videos.findIndex(({ meetingVideoId }) => meetingVideoId === id);
            if (at === -1) continue;
            if (change === 'removed') each.videos.splice(at, 1);
            else Object.assign(each.videos[at] ?? {}, deletedAt);
          }
        }
      };

      const plan = await planDeletion(client, rules);
      const listed = videos.filter(({ isOld }) => isOld);
      const due = listed.filter(({ is }) => is === 'due');
      const kept = listed.filter(({ is }) => is === 'queued' || is === 'young');
      const unlisted = kept.filter(({ is, isPlanned }) => is === 'young' && !isPlanned);
      const gone = listed.filter(({ is }) => is === 'gone');
      expect(ids(plan.delete)).toEqual(named(due));
      expect(ids(plan.keep)).toEqual(named(kept.filter((each) => !unlisted.includes(each))));
      expect(ids(plan.alreadyDeleted)).toEqual(named(gone.filter(({ isPlanned }) => isPlanned)));
      expect(plan.totals).toEqual({
        packages: world.filter(({ isOld }) => isOld).length,
        skipped: world.filter(({ isOld }) => !isOld).length,
        skippedEarlier: 0,
        packagesPlanned: new Set(due.map(({ packageId }) => packageId)).size,
        videos: listed.length,
        alive: due.length + kept.length,
        delete: due.length,
        keep: kept.length,
        keepUnlisted: unlisted.length,
        alreadyDeleted: gone.length,
        bytes: bytes(due),
      } satisfies DeletionPlan['totals']);

      const dueAnd = (what: Video['before']) => due.filter(({ before }) => before === what);
      const [held, early, missing] = [dueAnd('held'), dueAnd('deleted'), dueAnd('removed')];
      const deleted = dueAnd('nothing');
      happen('deleted', early);
      happen('removed', missing);
      const report = await applyPlan(client, plan, { hold: { meetingVideoIds: named(held) } });
      expect(report.totals).toEqual({
        planned: due.length,
        deleted: deleted.length,
        alreadyDeleted: early.length,
        wouldDelete: 0,
        kept: held.length,
        missing: missing.length,
        failed: 0,
        unknown: 0,
        notStarted: 0,
        deletedBytes: bytes(deleted),
      } satisfies ApplyReport['totals']);

      const keptAnd = (what: Video['after']) => kept.filter(({ after }) => after === what);
      const [outside, away] = [keptAnd('deleted'), keptAnd('removed')];
      happen('deleted', outside);
      happen('removed', away);
      const receipt = await auditPlan(client, plan, { reports: withReports ? [report] : [] });
      const unplanned = [...outside, ...away].filter(({ isPlanned }) => isPlanned);
      expect(ids(receipt.unplanned)).toEqual(named(unplanned));
      expect(receipt.totals).toEqual({
        planned: due.length,
        deleted: deleted.length + early.length,
        kept: withReports ? held.length : 0,
        overdue: withReports ? 0 : held.length,
        missing: missing.length,
        unplanned: unplanned.length,
        deletedBytes: bytes([...deleted, ...early]),
      } satisfies DeletionReceipt['totals']);
      const isAllDeleted = held.length + missing.length === 0;
      expect(receipt.complete).toBe(isAllDeleted && unplanned.length === 0);
      const overdue = withReports ? 0 : held.length;
      expect(receipt.settled).toBe(overdue + missing.length + unplanned.length === 0);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 10_000 },
  );
});

/** What happens to a planned video, in one letter, and whether that is a failure. */
const letters: Record<string, { outcome: string; isFailure: boolean; fault?: Fault }> = {
  d: { outcome: 'deleted', isFailure: false },
  a: { outcome: 'alreadyDeleted', isFailure: false },
  k: { outcome: 'kept', isFailure: false },
  m: { outcome: 'missing', isFailure: false },
  f: { outcome: 'failed', isFailure: true, fault: { on: 'deleteVideos', status: 403, times: 'always' } },
  u: { outcome: 'unknown', isFailure: true, fault: { on: 'deleteVideos', status: 500, times: 'always' } },
};

test('a run stops after as many failures in a row as it is told, whatever their outcome and whatever lies between', async () => {
  const courses = fc.array(fc.constantFrom(...Object.keys(letters)), { minLength: 2, maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(courses, fc.integer({ min: 1, max: 3 }), async (course, stopAfterFailures) => {
      const { client, emulator } = await scene([
        aPackage({ packageId: 'lease', videos: course.map((_, place) => anOldVideo(`v${place}`)) }),
      ]);
      const plan = await planDeletion(client, rules);
      const videos = emulator.packages[0]?.videos ?? [];
      for (const [place, letter] of course.entries()) {
        if (letter === 'a') Object.assign(videos[place] ?? {}, deletedAt);
        if (letter === 'k') Object.assign(videos[place] ?? {}, { state: 'queued' });
        const { fault } = letters[letter] ?? {};
        if (fault) emulator.failNext({ ...fault, meetingVideoId: `v${place}` });
      }
      const left = videos.filter((_, place) => course[place] !== 'm');
      videos.splice(0, videos.length, ...left);

      let inARow = 0;
      const expected = course.map((letter) => {
        if (inARow === stopAfterFailures) return 'notStarted';
        const { outcome, isFailure } = letters[letter] ?? { outcome: '', isFailure: false };
        inARow = isFailure ? inARow + 1 : 0;
        return outcome;
      });
      const report = await applyPlan(client, plan, { stopAfterFailures, atOnce: 1, maxRetries: 0 });
      expect(report.videos.map(({ outcome }) => outcome)).toEqual(expected);
      expect(report.stopped).toBe(inARow === stopAfterFailures ? 'failures' : undefined);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 10_000 },
  );
});
