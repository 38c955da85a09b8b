import type { DeletionPlan } from 'iinked-sign/retention';
import { createApplyLaw } from './applyLaw.ts';
import { createAuditLaw } from './auditLaw.ts';
import type { Call } from './call.ts';
import { cutoffOn } from './cutoff.ts';
import { silentFailure } from './holdLaw.ts';
import { decides, isListedElsewhere, listsOf, verdictsOf } from './judgement.ts';
import type { Package, PackageEntry } from './packages.ts';
import type { Retention } from './program.ts';
import type { Violate } from './rules.ts';
import { isSealed } from './sealing.ts';
import { isInScope, rulesOfPlan, scopePages } from './terms.ts';

type PlanLaw = {
  /** A request of an apply is about to delete a video. */
  leaves: (call: Call, packageId: string, meetingVideoId: string) => void;
  /** A request of an apply deleted a video, perhaps after the apply had ended. */
  deleted: (call: Call, meetingVideoId: string) => void;
  /** A call about plans ended well. */
  ended: (call: Call, result: unknown) => void;
};

/** Makes the law of plans, applies and audits. */
export function createPlanLaw(packages: Package[], violate: Violate): PlanLaw {
  const applies = createApplyLaw(packages, violate);
  const audits = createAuditLaw(packages, violate);

  function checkPlan(call: Call, plan: DeletionPlan, retention: Retention): void {
    const cutoff = Date.parse(plan.cutoff);
    // Whether a lie was believed, and its date with it, only the client knows.
    const firsts = [call.heard.find(decides), call.heard.find((heard) => decides(heard) && !heard.isLie)];
    const latest = Math.max(
      ...firsts.map((first) => {
        if (!first) return Number.NEGATIVE_INFINITY;
        return cutoffOn(Math.min(first.date ?? first.read.wall, first.read.wall), retention.olderThan);
      }),
    );
    if (cutoff > latest) violate('named', `The cutoff of the plan is ${plan.cutoff}.`);
    const rules = rulesOfPlan({ rules: retention, hold: call.hold, cutoff }, []);
    for (const ids of plan.delete) {
      const { packageId, meetingVideoId } = ids;
      const listed = listedIn(call, retention, packageId);
      const isElsewhere = isListedElsewhere(call, packageId, meetingVideoId);
      const verdicts = verdictsOf(call, ids, () => rules, { isFresh: false, needsDetails: true, isElsewhere, listed });
      if (!verdicts.has(undefined)) {
        violate(
          'named',
          `The plan holds ${meetingVideoId} although ${[...verdicts].join(', ') || 'nothing was read'}.`,
        );
      }
      if (!isInScope(call, retention, packageId, listed)) violate('named', 'The plan left its packages.');
    }
    for (const { reason, ...ids } of plan.keep) {
      const listed = listedIn(call, retention, ids.packageId);
      const verdicts = [false, isListedElsewhere(call, ids.packageId, ids.meetingVideoId)].flatMap((isElsewhere) => [
        ...verdictsOf(call, ids, () => rules, { isFresh: false, needsDetails: false, isElsewhere, listed }),
      ]);
      if (!verdicts.includes(reason)) violate('reported', `The plan keeps ${ids.meetingVideoId} as ${reason}.`);
    }
    checkTotals(call, plan, retention, cutoff);
    // A plan of nothing needs no hold: it may have read nothing that could tell.
    const silent = plan.delete.length > 0 ? silentFailure(call, [call.hold], plan.unmatchedHolds) : undefined;
    if (silent) violate('held', silent);
  }

  function checkTotals(call: Call, plan: DeletionPlan, retention: Retention, cutoff: number): void {
    const { totals } = plan;
    const named = [...plan.delete, ...plan.keep, ...plan.alreadyDeleted];
    const ids = new Set(named.map(({ packageId, meetingVideoId }) => `${packageId} ${meetingVideoId}`));
    if (ids.size < named.length) violate('reported', 'A plan names a video twice.');
    const planned = new Set(plan.delete.map(({ packageId }) => packageId));
    for (const packageId of planned) {
      const list = listsOf(call, packageId)[0]?.says ?? [];
      const isForgotten = list.some(({ id }) => !ids.has(`${packageId} ${id}`));
      if (isForgotten) violate('reported', `The plan forgot a video of ${packageId}.`);
    }
    const scope = countScope(call, retention, cutoff);
    if (totals.packages + totals.skipped !== scope)
      violate('reported', `The plan counts other packages than ${scope}.`);
    const isWrong =
      totals.delete !== plan.delete.length ||
      totals.packagesPlanned !== planned.size ||
      totals.keep !== plan.keep.length + totals.keepUnlisted ||
      totals.alive !== totals.delete + totals.keep ||
      totals.videos !== totals.alive + totals.alreadyDeleted ||
      totals.bytes !== plan.delete.reduce((sum, { size }) => sum + (size ?? 0), 0);
    if (isWrong) violate('reported', 'The totals of the plan are wrong.');
    if (plan.delete.length > retention.videosLimit)
      violate('named', 'The plan holds more videos than its limit allows.');
    if (planned.size > (retention.share ?? 1) * scope)
      violate('named', 'The plan is about more packages than its share.');
  }

  /** Counts the packages of a plan a second time, and makes sure that somebody looked into each that is old enough. */
  function countScope(call: Call, retention: Retention, cutoff: number): number {
    if (retention.scope === 'ids') return packages.length;
    const pages = scopePages(call, retention.scope);
    const items = pages.flatMap(({ reply }) => reply.items ?? []);
    const scope = new Set(items.map(({ id }) => id)).size;
    const hasShifted = packages.some(({ leftMs }) => leftMs !== undefined && leftMs >= call.startMs);
    const most = Math.max(0, ...pages.map(({ reply }) => reply.total ?? 0));
    if (!call.isDisturbed && !hasShifted && scope < most) {
      violate('reported', `The plan knows ${scope} of ${most} packages.`);
    }
    for (const item of items) {
      const isListed = call.heard.some(({ asked }) => asked.what === 'list' && asked.packageId === item.id);
      if (!isListed && !maySkip(item, retention, cutoff)) violate('reported', `Nobody looked into ${item.id}.`);
    }
    return scope;
  }

  return {
    leaves: applies.leaves,
    deleted: applies.deleted,
    ended(call, result) {
      const { plan, approved } = call;
      if (!plan.retention) return;
      if (!isSealed(Object(result))) violate('reported', 'A document is not sealed, or not as it is.');
      if (plan.kind === 'plan') checkPlan(call, Object(result), plan.retention);
      if (plan.kind === 'apply' && approved) applies.ended(call, approved, Object(result));
      if (plan.kind === 'audit' && approved) audits.ended(call, approved, Object(result));
    },
  };
}

/** Whether the videos of a package need not be listed. */
function maySkip(
  { created, executed, isExecuted }: PackageEntry,
  { olderThan, createdFrom }: Retention,
  cutoff: number,
): boolean {
  if (createdFrom !== undefined && created < Date.parse(createdFrom)) return true;
  if (created >= cutoff) return true;
  return (
    olderThan.since === 'executed' && (isExecuted === false || (typeof executed === 'number' && executed >= cutoff))
  );
}

/** The package as the first page named it. */
function listedIn(call: Call, { scope }: Retention, packageId: string): PackageEntry | undefined {
  return scopePages(call, scope)
    .flatMap(({ reply }) => reply.items ?? [])
    .find(({ id }) => id === packageId);
}
