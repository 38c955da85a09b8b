import type { ApplyReport, DeletionPlan, DeletionReceipt, VideoReport } from 'iinked-sign/retention';
import type { Call, Heard, StoredPlan } from './call.ts';
import { freshMs, whyNotFresh } from './freshness.ts';
import { reasonOf, reasonToKeep, vouches } from './judgement.ts';
import { ageOf } from './machine.ts';
import { conditionsOfPlan } from './plans.ts';
import type { Violation } from './rules.ts';
import { dayMs, hourMs } from './time.ts';
import { entryOf, type Package } from './world.ts';

type Violate = (rule: Violation['rule'], problem: string) => void;
type PlanLaw = {
  /** A request of an apply is about to delete a video. */
  leaves: (call: Call, packageId: string, meetingVideoId: string) => void;
  /** A request of an apply deleted a video, perhaps after the apply had ended. */
  deleted: (call: Call, meetingVideoId: string) => void;
  /** A call about plans ended well. */
  ended: (call: Call, result: unknown) => void;
};

const oldestPlanMs = 7 * dayMs;

/** Makes the law of plans, applies and audits. */
export function createPlanLaw(packages: Package[], violate: Violate): PlanLaw {
  function reasonNow(call: Call, approved: StoredPlan, packageId: string, meetingVideoId: string): string | undefined {
    const planned = approved.videos.get(meetingVideoId);
    if (planned?.packageId !== packageId) return 'no plan held it';
    if (!isInScope(call, approved, packageId)) return 'its package is not in the scope any more';
    if (isListedElsewhere(call, packageId, meetingVideoId)) return 'another package lists it too';
    const conditions = conditionsOfPlan(approved, call.hold, planned.entry);
    const reasons = listsOf(call, packageId)
      .filter(({ left }) => ageOf(left, call.machine.read()) <= freshMs)
      .map((list) => reasonToKeep(list, { packageId, meetingVideoId }, conditions));
    return reasons.includes(undefined) ? undefined : (reasons.at(-1) ?? 'no list of the last minute was read');
  }

  function checkPlan(call: Call, { delete: planned, keep, alreadyDeleted }: DeletionPlan): void {
    const { retention } = call.plan;
    if (!retention) return;
    const conditions = conditionsOfPlan({ rules: retention, hold: call.hold }, call.hold);
    for (const { packageId, meetingVideoId } of planned) {
      const list = listsOf(call, packageId).at(-1);
      const reason = list ? reasonToKeep(list, { packageId, meetingVideoId }, conditions) : 'no list was read';
      if (reason) violate('named', `The plan holds ${meetingVideoId} although ${reason}.`);
      if (!isInScope(call, { rules: retention }, packageId)) violate('named', 'The plan left its packages.');
      if (isListedElsewhere(call, packageId, meetingVideoId)) {
        violate('named', `The plan holds ${meetingVideoId}, which two packages list.`);
      }
    }
    if (planned.length > retention.videosLimit) violate('named', 'The plan holds more videos than its limit allows.');
    const ids = [...planned, ...keep, ...alreadyDeleted].map(
      ({ packageId, meetingVideoId }) => `${packageId} ${meetingVideoId}`,
    );
    if (new Set(ids).size < ids.length) violate('reported', 'A plan names a video twice.');
  }

  function checkReport(call: Call, approved: StoredPlan, report: ApplyReport): void {
    const named = report.videos.map(({ meetingVideoId }) => meetingVideoId);
    if (named.join() !== [...approved.videos.keys()].join()) {
      violate('reported', `The report names ${named.join(', ')}, and the plan held others.`);
    }
    for (const video of report.videos) {
      checkVideo(call, video);
      if (video.outcome === 'notStarted' && !report.stopped) violate('reported', 'A video was forgotten.');
    }
    const { planned, deletedBytes: _, ...outcomes } = report.totals;
    for (const [outcome, total] of Object.entries(outcomes)) {
      const count = report.videos.filter((video) => video.outcome === outcome).length;
      if (count !== total || planned !== named.length) violate('reported', 'The totals of the report are wrong.');
    }
    if (report.stopped === 'aborted' && !call.signal?.aborted) violate('reported', 'Nobody aborted the run.');
    if (!report.stopped) checkProgress(call, approved);
  }

  function checkVideo(call: Call, video: VideoReport): void {
    const { packageId, meetingVideoId: id, outcome } = video;
    const isOurs = call.deleted.includes(id) && !call.hidden.has(id);
    if (isOurs && outcome !== 'deleted' && outcome !== 'unknown') {
      violate('reported', `${id} is reported as ${outcome}, and this run deleted it.`);
    }
    if (outcome === 'deleted' && !call.requested.has(id)) violate('reported', `No request was for ${id}.`);
    if (outcome === 'kept' && call.requested.has(id) && call.deleted.includes(id)) {
      violate('reported', `${id} was touched and is reported as kept.`);
    }
    if (outcome === 'kept' && !hasReason(call, video)) violate('reported', `${id} is kept, and nothing kept it.`);
    if (outcome === 'missing' && !isMissingIn(call, video)) violate('reported', `${id} is missing in no list.`);
    const isGone = outcome === 'deleted' || outcome === 'alreadyDeleted';
    if (isGone && !isDeleted(id) && !call.heard.some((heard) => vouches(heard, packageId, id))) {
      violate('reported', `${id} is reported as ${outcome}, and it is alive in ${packageId}.`);
    }
  }

  /** Without faults, an apply deletes what was planned, is unchanged and is not held. */
  function checkProgress(call: Call, approved: StoredPlan): void {
    const hasShifted = packages.some(({ leftMs }) => leftMs !== undefined && leftMs >= call.startMs);
    // By a clock that is wrong nothing is judged, and each video is reported as failed.
    const aheadMs = call.began.wall - call.startMs;
    if (call.isDisturbed || hasShifted || Math.abs(aheadMs) > hourMs) return;
    for (const [id, { packageId, entry }] of approved.videos) {
      const place = packages.find((each) => each.id === packageId);
      const video = place?.videos.find((each) => each.id === id);
      const isInScope = approved.rules.scope === 'ids' || place?.state === 'executed';
      const conditions = conditionsOfPlan(approved, call.hold, entry);
      const { packageIds = [], meetingVideoIds = [] } = conditions.hold ?? {};
      const isRenamed = place?.name !== nameInPlan(approved, id);
      if (!video || !isInScope || isRenamed || packageIds.includes(packageId) || meetingVideoIds.includes(id)) continue;
      const earliest = call.startMs + Math.min(0, aheadMs);
      if (!reasonOf(entryOf(video), conditions, earliest)) violate('done', `${id} is alive, and nothing keeps it.`);
    }
  }

  function checkReceipt(call: Call, approved: StoredPlan, receipt: DeletionReceipt): void {
    const { deleted, missing, unplanned, complete } = receipt;
    const remaining = [...receipt.kept, ...receipt.overdue];
    const named = [...deleted, ...remaining, ...missing].map(({ meetingVideoId }) => meetingVideoId);
    if (named.sort().join() !== [...approved.videos.keys()].sort().join()) {
      violate('reported', 'The receipt does not name each planned video once.');
    }
    if (complete !== (remaining.length + missing.length + unplanned.length === 0)) {
      violate('reported', 'The receipt is not complete.');
    }
    const isLiedTo = call.heard.some(({ isLie }) => isLie);
    const entriesOf = (packageId: string, id: string) =>
      listsOf(call, packageId)
        .slice(-1)
        .flatMap(({ reply }) => reply.entries?.filter((entry) => entry.id === id) ?? []);
    for (const { packageId, meetingVideoId: id } of [...deleted, ...unplanned.filter(({ gone }) => !gone)]) {
      if (!isLiedTo && !isDeleted(id)) violate('reported', `${id} is deleted in the receipt, and alive.`);
      if (!entriesOf(packageId, id).every(({ says }) => says === 'deleted')) {
        violate('reported', `${id} is not listed as deleted.`);
      }
    }
    for (const { packageId, meetingVideoId: id } of remaining) {
      if (!entriesOf(packageId, id).some(({ says }) => says !== 'deleted'))
        violate('reported', `${id} remains nowhere.`);
    }
    for (const { packageId, meetingVideoId: id } of missing) {
      if (entriesOf(packageId, id).length > 0) violate('reported', `${id} is listed, and missing in the receipt.`);
    }
    for (const { packageId, meetingVideoId: id, gone } of unplanned) {
      if (gone && entriesOf(packageId, id).length > 0) violate('reported', `${id} is listed, and gone in the receipt.`);
      const isExpected = approved.videos.has(id) || approved.alreadyDeleted.has(id);
      if (isExpected) violate('reported', `${id} is no surprise, and the receipt says that it is.`);
    }
  }

  function isDeleted(meetingVideoId: string): boolean {
    return packages.some(({ videos }) => videos.some(({ id, isDeleted }) => id === meetingVideoId && isDeleted));
  }

  return {
    leaves(call, packageId, meetingVideoId) {
      const { approved } = call;
      if (!approved) return;
      const reason = reasonNow(call, approved, packageId, meetingVideoId);
      if (reason) violate('named', `A deletion of ${meetingVideoId} left although ${reason}.`);
      if (call.began.wall - approved.madeMs > oldestPlanMs) {
        violate('named', 'A plan that is older than a week is applied.');
      }
      if (call.signal?.aborted) violate('ends', 'A deletion left after the run was aborted.');
    },
    deleted(call, meetingVideoId) {
      if (!call.end || !('result' in call.end)) return;
      const report: ApplyReport = Object(call.end.result);
      for (const video of report.videos) if (video.meetingVideoId === meetingVideoId) checkVideo(call, video);
    },
    ended(call, result) {
      const { plan, approved } = call;
      if (plan.kind === 'plan') checkPlan(call, Object(result));
      if (plan.kind === 'apply' && approved) checkReport(call, approved, Object(result));
      if (plan.kind === 'audit' && approved) checkReceipt(call, approved, Object(result));
    },
  };
}

/** The lists of a package that a call read. */
function listsOf({ heard }: Call, packageId: string): Heard[] {
  return heard.filter(({ asked, status }) => asked.what === 'list' && asked.packageId === packageId && status === 200);
}

/** Whether a list of another package named a video, before this moment. */
function isListedElsewhere({ heard, machine }: Call, packageId: string, meetingVideoId: string): boolean {
  const now = machine.read();
  return heard.some(
    ({ asked, reply, status, read }) =>
      asked.what === 'list' &&
      asked.packageId !== packageId &&
      status === 200 &&
      ageOf(read, now) > 0 &&
      reply.entries?.some(({ id }) => id === meetingVideoId),
  );
}

/** Whether what a call read lets it keep a video of its plan. */
function hasReason(call: Call, { packageId, meetingVideoId, reason }: VideoReport): boolean {
  const { approved, hold, heard } = call;
  if (!approved) return false;
  if (reason === 'scope')
    return heard.some(({ asked }) => asked.what === 'package') && !isInScope(call, approved, packageId);
  if (reason === 'changed' && wasRenamed(call, approved, meetingVideoId)) return true;
  if (reason === 'unreadable') return heard.some(({ asked }) => asked.what === 'package');
  const conditions = conditionsOfPlan(approved, hold, approved.videos.get(meetingVideoId)?.entry);
  const ids = { packageId, meetingVideoId };
  return listsOf(call, packageId).some(
    (list) =>
      !whyNotFresh(list) &&
      (isListedElsewhere(call, packageId, meetingVideoId) || reasonToKeep(list, ids, conditions) !== undefined),
  );
}

/** The name of the package of a planned video, as the plan has it. */
function nameInPlan({ json }: StoredPlan, id: string): string | null | undefined {
  const document: DeletionPlan = JSON.parse(json);
  return document.delete.find(({ meetingVideoId }) => meetingVideoId === id)?.packageName;
}

/** Whether a call read another name of a package than the plan has. */
function wasRenamed({ heard }: Call, approved: StoredPlan, id: string): boolean {
  return heard.some(({ asked, reply }) => {
    const name: unknown = Reflect.get(reply.json, 'name');
    return asked.what === 'package' && name !== nameInPlan(approved, id);
  });
}

/** Whether a call read that a video is not listed, or its package is gone. */
function isMissingIn({ heard }: Call, { packageId, meetingVideoId }: VideoReport): boolean {
  return heard.some(
    ({ asked, status, reply }) =>
      'packageId' in asked &&
      asked.packageId === packageId &&
      (status === 404 || (asked.what === 'list' && !reply.entries?.some(({ id }) => id === meetingVideoId))),
  );
}

/** Whether a call read, of the packages that the rules are about, that this is one of them. */
function isInScope({ heard }: Call, { rules }: Pick<StoredPlan, 'rules'>, packageId: string): boolean {
  if (rules.scope === 'ids') return true;
  return heard.some(
    ({ reply, wasRedirected }) =>
      !wasRedirected &&
      (reply.packageIds?.includes(packageId) || (reply.packageId === packageId && reply.packageState === 'executed')),
  );
}
