import type { ApplyReport, DeletionReceipt } from 'iinked-sign/retention';
import type { Call, Heard, StoredPlan } from './call.ts';
import { silentFailure } from './holdLaw.ts';
import { isListedElsewhere, listsOf, verdictsOf } from './judgement.ts';
import type { Package } from './packages.ts';
import type { Violate } from './rules.ts';
import { hasCopy, isInScope, isStruck, rulesOfPlan } from './terms.ts';
import type { Entry } from './world.ts';

/** In which list of a receipt a planned video may stand, and why it is kept there. */
type Place = 'deleted' | 'overdue' | 'missing' | `kept as ${string}`;

/** Reasons that leave something to find out. */
const unsettled: readonly string[] = ['notArchived', 'unreadable', 'doubtful'];

/** Makes the law of audits: it sorts everything a second time. */
export function createAuditLaw(packages: Package[], violate: Violate) {
  function checkReceipt(call: Call, approved: StoredPlan, receipt: DeletionReceipt): void {
    const reports = reportsGiven(call);
    const { deleted, kept, overdue, missing, unplanned } = receipt;
    const named = [...deleted, ...kept, ...overdue, ...missing].map(({ meetingVideoId }) => meetingVideoId);
    if (named.sort().join() !== [...approved.videos.keys()].sort().join()) {
      violate('reported', 'The receipt does not name each planned video once.');
    }
    const places: [string, Place][] = [
      ...deleted.map(({ meetingVideoId }): [string, Place] => [meetingVideoId, 'deleted']),
      ...kept.map(({ meetingVideoId, reason }): [string, Place] => [meetingVideoId, `kept as ${reason}`]),
      ...overdue.map(({ meetingVideoId }): [string, Place] => [meetingVideoId, 'overdue']),
      ...missing.map(({ meetingVideoId }): [string, Place] => [meetingVideoId, 'missing']),
    ];
    for (const [id, place] of places) {
      const right = placesOf(call, approved, id, reports);
      if (!right.includes(place))
        violate('reported', `${id} is ${place} in the receipt, and should be ${right.join(' or ')}.`);
    }
    const isLiedTo = call.heard.some(({ isLie }) => isLie) || reports.some((report) => deletedIn(report).length > 0);
    for (const { meetingVideoId: id } of deleted) {
      if (!isLiedTo && !isDeleted(id)) violate('reported', `${id} is deleted in the receipt, and alive.`);
    }
    const surprises = surprisesOf(call, approved).sort().join();
    if (
      unplanned
        .map(({ meetingVideoId }) => meetingVideoId)
        .sort()
        .join() !== surprises
    ) {
      violate('reported', `What nobody planned is ${surprises || 'nothing'}, and the receipt says otherwise.`);
    }
    checkTotals(call, approved, receipt);
    if (call.plan.retention?.reports === 'altered' && call.reports.length > 0) {
      violate('reported', 'An audit believed an altered report.');
    }
    if (!call.approvals.every(({ counts }) => counts)) violate('reported', 'An audit believed an altered approval.');
    const silent = silentFailure(call, [call.hold], receipt.unmatchedHolds);
    if (silent) violate('held', silent);
  }

  /** A second reckoning of what the receipt counts, and when. */
  function checkTotals(call: Call, approved: StoredPlan, receipt: DeletionReceipt): void {
    const { deleted, kept, overdue, missing, unplanned, totals } = receipt;
    const counts = { deleted, kept, overdue, missing, unplanned };
    const isRight = Object.entries(counts).every(([name, videos]) => Reflect.get(totals, name) === videos.length);
    const bytes = deleted.reduce((sum, { size }) => sum + (size ?? 0), 0);
    if (!isRight || totals.planned !== approved.videos.size || totals.deletedBytes !== bytes) {
      violate('reported', 'The totals of the receipt are wrong.');
    }
    const isComplete = deleted.length === approved.videos.size && unplanned.length === 0;
    const isSettled =
      overdue.length + missing.length + unplanned.length === 0 &&
      !kept.some(({ reason }) => unsettled.includes(reason));
    if (receipt.complete !== isComplete) violate('reported', 'The receipt is wrong about whether it is complete.');
    if (receipt.settled !== isSettled) violate('reported', 'The receipt is wrong about whether it is settled.');
    const packageIds = Array.from(approved.videos.values(), ({ packageId }) => packageId);
    const lists = packageIds.map((packageId) => lastHeard(call, packageId));
    // The clock may have been set back since a list that was read again.
    const now = call.machine.read().wall;
    if (lists.some((last) => last && Math.min(last.read.wall, now) - Date.parse(receipt.checkedAt) >= 1)) {
      violate('reported', `The receipt is dated ${receipt.checkedAt}, before a list that it goes by.`);
    }
  }

  function isDeleted(meetingVideoId: string): boolean {
    return packages.some(({ videos }) => videos.some(({ id, isDeleted }) => id === meetingVideoId && isDeleted));
  }

  return { ended: checkReceipt };
}

/** Where a planned video belongs, by what a call read. */
function placesOf(call: Call, approved: StoredPlan, id: string, reports: ApplyReport[]): Place[] {
  const { packageId = '' } = approved.videos.get(id) ?? {};
  const entries = lastListOf(call, packageId).filter((entry) => entry.id === id);
  if (entries.length === 0) return [reports.some((report) => deletedIn(report).includes(id)) ? 'deleted' : 'missing'];
  if (entries.every(({ says }) => says === 'deleted')) return ['deleted'];
  const latest = reports.at(-1)?.videos.find(({ meetingVideoId }) => meetingVideoId === id);
  const applied = reports.length > 0 ? call.reports : [];
  const { archive } = call.plan.retention ?? {};
  const terms = {
    ...rulesOfPlan(approved, [call.hold, ...applied.map(({ hold }) => hold)]),
    planned: approved.videos.get(id),
    isStruck: isStruck(
      [...call.approvals, ...applied.flatMap(({ struck }) => struck.map((each) => ({ struck: each })))],
      packageId,
      id,
    ),
    isArchived: archive ? hasCopy(archive, call.packageId, packageId) : latest?.reason !== 'notArchived',
  };
  const verdicts = [false, isListedElsewhere(call, packageId, id)].flatMap((isElsewhere) => [
    ...verdictsOf(
      call,
      { packageId, meetingVideoId: id },
      (_, details) => ({
        ...terms,
        isInScope: latest?.reason !== 'scope' && isStillInScope(call, approved, packageId, details),
      }),
      { isFresh: false, needsDetails: true, isElsewhere, listed: undefined },
    ),
  ]);
  return verdicts.map((reason): Place => (reason === undefined ? 'overdue' : `kept as ${reason}`));
}

// Nothing is paged for an audit: what Get Package does not say counts as it was.
function isStillInScope(
  call: Call,
  { rules }: StoredPlan,
  packageId: string,
  details: Parameters<typeof isInScope>[3],
): boolean {
  const isSaid = rules.scope === 'states' || (typeof details === 'object' && details.isExecuted !== undefined);
  if (rules.scope !== 'team' && isSaid)
    return typeof details !== 'object' || isInScope(call, rules, packageId, details);
  const isBefore = typeof details === 'object' && details.created < Date.parse(rules.createdFrom ?? '0000-01-01');
  return rules.scope === 'ids' || !isBefore;
}

/** What is deleted or gone in packages of the plan although nobody planned it. */
function surprisesOf(call: Call, { videos, kept, alreadyDeleted }: StoredPlan): string[] {
  const planned = new Set(Array.from(videos.values(), ({ packageId }) => packageId));
  return [...planned].flatMap((packageId) => {
    const list = lastListOf(call, packageId);
    const ids = [...new Set(list.map(({ id }) => id))];
    const isGone = (id: string) => list.every((entry) => entry.id !== id || entry.says === 'deleted');
    return [
      ...ids.filter((id) => isGone(id) && !videos.has(id) && !alreadyDeleted.has(id)),
      ...kept
        .filter((each) => each.packageId === packageId && !ids.includes(each.meetingVideoId))
        .map((each) => each.meetingVideoId),
    ];
  });
}

/** The last list of a package; where it is gone, an empty one. */
function lastListOf(call: Call, packageId: string): Entry[] {
  if (lastHeard(call, packageId)?.status === 404) return [];
  return listsOf(call, packageId).at(-1)?.says ?? [];
}

function lastHeard({ heard }: Call, packageId: string): Heard | undefined {
  return heard.findLast(({ asked }) => asked.what === 'list' && asked.packageId === packageId);
}

function reportsGiven({ reports: given, plan }: Call): ApplyReport[] {
  if (plan.retention?.reports !== 'all') return [];
  const reports: ApplyReport[] = given.map(({ json }) => JSON.parse(json));
  return reports.sort((one, other) => Date.parse(one.finishedAt) - Date.parse(other.finishedAt));
}

function deletedIn({ videos }: ApplyReport): string[] {
  return videos.filter(({ outcome }) => outcome === 'deleted').map(({ meetingVideoId }) => meetingVideoId);
}
