import type { Call, GivenApproval, StoredPlan } from './call.ts';
import { unitedHold } from './holding.ts';
import { pagesOf } from './judgement.ts';
import type { Package, PackageEntry } from './packages.ts';
import type { Retention } from './program.ts';
import type { Terms } from './reasons.ts';

/** What a planned video must meet by the rules of its plan and every hold. */
export function rulesOfPlan(
  { rules, hold, cutoff }: Pick<StoredPlan, 'rules' | 'hold' | 'cutoff'>,
  more: StoredPlan['hold'][],
): Terms {
  return {
    states: rules.states,
    cutoff: { instant: cutoff, isExecutedToo: rules.olderThan.since === 'executed' },
    retentionOver: true,
    hold: unitedHold([hold, ...more]),
  };
}

/** What a planned video must meet when it is deleted. */
export function termsNow(call: Call, approved: StoredPlan, packageId: string, meetingVideoId: string) {
  const terms = {
    ...rulesOfPlan(approved, [call.hold]),
    planned: approved.videos.get(meetingVideoId),
    isStruck: isStruck(call.approvals, packageId, meetingVideoId),
    isArchived: isArchived(call, packageId, meetingVideoId),
  };
  return (_: number, details: PackageEntry | 'unreadable' | undefined): Terms => ({
    ...terms,
    isInScope: isInScope(call, approved.rules, packageId, details),
  });
}

/** Whether an approval struck a video, or its package. */
export function isStruck(
  approvals: readonly Pick<GivenApproval, 'struck'>[],
  packageId: string,
  meetingVideoId: string,
): boolean {
  return approvals.some(({ struck }) => struck.packageId === packageId || struck.meetingVideoId === meetingVideoId);
}

/** Whether there is a copy of a video where an archive was given, and somebody proved it. */
function isArchived(
  { plan, approved, packageId: ofCall, proven }: Call,
  packageId: string,
  meetingVideoId: string,
): boolean {
  const { archive } = plan.retention ?? {};
  if (!archive || !approved) return true;
  const isProven = archive.prove === 'absent' || proven.has(meetingVideoId);
  return isProven && hasCopy(archive, ofCall, packageId);
}

/** Whether an archive has a copy of a video that may be the right one. */
export function hasCopy(
  { copies }: NonNullable<Retention['archive']>,
  packageOfCall: string,
  packageId: string,
): boolean {
  return copies === 'all' || (copies === 'others' && packageId !== packageOfCall);
}

/** Whether what a call read says that a package is one of those that the rules are about. */
export function isInScope(
  call: Call,
  { scope, createdFrom = '0000-01-01' }: Retention,
  packageId: string,
  details: PackageEntry | 'unreadable' | undefined,
): boolean {
  if (scope === 'ids') return true;
  if (typeof details === 'object' && details.created < Date.parse(createdFrom)) return false;
  const isListed = scopePages(call, scope).some(({ reply }) => reply.items?.some(({ id }) => id === packageId));
  if (scope === 'team' || typeof details !== 'object') return isListed;
  const isNow = scope === 'states' ? details.state === 'executed' : details.isExecuted;
  return isNow ?? isListed;
}

/** The pages that a call read of the packages that the rules are about. */
export function scopePages(call: Call, scope: Retention['scope']) {
  return pagesOf(call, (query) => {
    if (scope === 'states') return query.states !== undefined;
    if (scope === 'executed') return query.isExecuted !== undefined;
    // A hold by the same team is asked for of all members, in other spellings too.
    return scope === 'team' && query.teamId === 't-held' && query.allMembers !== true;
  });
}

/** Whether a package is really one of those that the rules are about. */
export function isReallyInScope(
  { state, isExecuted, labels, created }: Package,
  { scope, createdFrom = '0000-01-01' }: Retention,
): boolean {
  if (scope === 'ids') return true;
  const is = {
    states: state === 'executed',
    executed: isExecuted === true,
    team: labels.teamId === 'held' || labels.teamId === 'listed',
  };
  return is[scope] && created >= Date.parse(createdFrom);
}
