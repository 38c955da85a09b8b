import type { ApplyReport, VideoReport } from 'iinked-sign/retention';
import type { Call, GivenApproval, StoredPlan } from './call.ts';
import { blindHold, silentFailure } from './holdLaw.ts';
import { detailsOf, isListedElsewhere, listsOf, verdictsOf, vouches } from './judgement.ts';
import { type Package, packageEntryOf } from './packages.ts';
import { firstReason } from './reasons.ts';
import type { Violate } from './rules.ts';
import { isReallyInScope, termsNow } from './terms.ts';
import { dayMs, hourMs } from './time.ts';
import { entryOf } from './world.ts';

const oldestPlanMs = 7 * dayMs;

/** Makes the law of applies. */
export function createApplyLaw(packages: Package[], violate: Violate) {
  function leaves(call: Call, packageId: string, meetingVideoId: string): void {
    const { approved, plan } = call;
    if (!approved) return;
    const reason = reasonNow(call, approved, packageId, meetingVideoId);
    if (reason) violate('named', `A deletion of ${meetingVideoId} left although ${reason}.`);
    const blind = blindHold(call, [approved.hold, call.hold]);
    if (blind) violate('held', blind);
    if (!areEnough(call.approvals, approved.rules.approvalsNeeded)) {
      violate('named', 'A plan is applied that too few approved, or somebody did not.');
    }
    if (approved.rules.requireArchive && !plan.retention?.archive) {
      violate('named', 'A plan that requires an archive is applied without one.');
    }
    if (call.began.wall - approved.madeMs > oldestPlanMs) violate('named', 'A plan older than a week is applied.');
    if (call.signal?.aborted) violate('ends', 'A deletion left after the run was aborted.');
  }

  function reasonNow(call: Call, approved: StoredPlan, packageId: string, meetingVideoId: string): string | undefined {
    if (approved.videos.get(meetingVideoId)?.packageId !== packageId) return 'no plan held it';
    const isElsewhere = isListedElsewhere(call, packageId, meetingVideoId);
    const verdicts = verdictsOf(
      call,
      { packageId, meetingVideoId },
      termsNow(call, approved, packageId, meetingVideoId),
      { isFresh: true, needsDetails: true, isElsewhere, listed: undefined },
    );
    if (verdicts.has(undefined)) return undefined;
    return [...verdicts].at(-1) ?? 'nothing that was read in the last minute lets it be deleted';
  }

  function checkReport(call: Call, approved: StoredPlan, report: ApplyReport): void {
    const named = report.videos.map(({ meetingVideoId }) => meetingVideoId);
    if (named.join() !== [...approved.videos.keys()].join()) {
      violate('reported', `The report names ${named.join(', ')}, and the plan held others.`);
    }
    for (const video of report.videos) {
      checkVideo(call, video);
      if (video.outcome === 'notStarted' && !report.stopped) violate('reported', 'A video was forgotten.');
      if ((video.outcome === 'wouldDelete') !== (video.outcome === 'wouldDelete' && call.isDryRun)) {
        violate('reported', 'A run that is no dry run only would delete.');
      }
    }
    checkTotals(call, report);
    const silent = call.isDryRun
      ? undefined
      : silentFailure(call, report.stopped ? [] : [call.hold], report.unmatchedHolds);
    if (silent) violate('held', silent);
    if (report.stopped === 'aborted' && !call.signal?.aborted) violate('reported', 'Nobody aborted the run.');
    if (!report.stopped && !call.isDryRun) checkProgress(call, approved);
  }

  /** A second reckoning of what the report counts, and when. */
  function checkTotals(call: Call, { totals, videos, dryRun, startedAt, finishedAt }: ApplyReport): void {
    const { planned, deletedBytes, ...outcomes } = totals;
    const counted = Object.entries(outcomes).every(
      ([outcome, total]) => videos.filter((video) => video.outcome === outcome).length === total,
    );
    const deleted = videos.filter(({ outcome }) => outcome === 'deleted');
    const bytes = deleted.reduce((sum, { size }) => sum + (size ?? 0), 0);
    if (!counted || planned !== videos.length || bytes !== deletedBytes) {
      violate('reported', 'The totals of the report are wrong.');
    }
    if (dryRun !== call.isDryRun) violate('reported', 'The report is wrong about whether it was a dry run.');
    // A clock that is set back ends no run before it began.
    const ended = Math.max(call.began.wall, call.machine.read().wall);
    const isOnTime = isMoment(startedAt, call.began.wall) && isMoment(finishedAt, ended);
    if (!isOnTime) violate('reported', `The report says that the run took from ${startedAt} to ${finishedAt}.`);
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
    if (outcome === 'kept' && !hasReason(call, video)) {
      violate('reported', `${id} is kept as ${video.reason}, and nothing that was read says so.`);
    }
    if (outcome === 'wouldDelete' && !reasonsOf(call, video).includes(undefined)) {
      violate('reported', `${id} would be deleted in a dry run, and would not.`);
    }
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
    for (const [id, { packageId }] of approved.videos) {
      const place = packages.find((each) => each.id === packageId);
      const video = place?.videos.find((each) => each.id === id);
      const isReadable = detailsOf(call, packageId).some(({ says }) => says !== 'unreadable');
      if (!place || !video || !isReadable) continue;
      const known = {
        ...{ packageId, meetingVideoId: id, entries: [entryOf(video)], details: packageEntryOf(place, 'details') },
        isElsewhere: packages.some((other) => other !== place && other.videos.includes(video)),
        isListedUnder: (field: keyof Package['labels']) => place.labels[field] === 'listed',
        now: call.startMs + Math.min(0, aheadMs),
      };
      const terms = termsNow(call, approved, packageId, id)(known.now, known.details);
      const reason = firstReason(known, { ...terms, isInScope: isReallyInScope(place, approved.rules) });
      if (!reason) violate('done', `${id} is alive, and nothing keeps it.`);
    }
  }

  function isDeleted(meetingVideoId: string): boolean {
    return packages.some(({ videos }) => videos.some(({ id, isDeleted }) => id === meetingVideoId && isDeleted));
  }

  return {
    leaves,
    deleted(call: Call, meetingVideoId: string): void {
      if (!call.end || !('result' in call.end)) return;
      const report: ApplyReport = Object(call.end.result);
      for (const video of report.videos) if (video.meetingVideoId === meetingVideoId) checkVideo(call, video);
    },
    ended: checkReport,
  };
}

/** Whether a text is a moment, in whole milliseconds. */
function isMoment(text: string, time: number): boolean {
  return Math.abs(Date.parse(text) - time) < 1;
}

/** Whether so many different people approved, and nobody else said anything. */
export function areEnough(approvals: readonly GivenApproval[], needed: number): boolean {
  return approvals.every(({ counts }) => counts) && new Set(approvals.map(({ by }) => by)).size >= needed;
}

/** The reasons by which what a call read kept a planned video, each perhaps before another package showed the video, too. */
function reasonsOf(call: Call, { packageId, meetingVideoId }: VideoReport): (string | undefined)[] {
  const { approved } = call;
  if (!approved) return [];
  const ids = { packageId, meetingVideoId };
  const terms = termsNow(call, approved, packageId, meetingVideoId);
  return [false, isListedElsewhere(call, packageId, meetingVideoId)].flatMap((isElsewhere) => [
    ...verdictsOf(call, ids, terms, { isFresh: false, needsDetails: true, isElsewhere, listed: undefined }),
  ]);
}

function hasReason(call: Call, video: VideoReport): boolean {
  return video.reason !== undefined && reasonsOf(call, video).includes(video.reason);
}

/** Whether a call read that a video is not listed, or its package is gone. */
function isMissingIn(call: Call, { packageId, meetingVideoId }: VideoReport): boolean {
  const isGone = call.heard.some(
    ({ asked, status }) => 'packageId' in asked && asked.packageId === packageId && status === 404,
  );
  return isGone || listsOf(call, packageId).some(({ says }) => !says.some(({ id }) => id === meetingVideoId));
}
