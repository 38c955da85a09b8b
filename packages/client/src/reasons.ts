/**
 * Every reason why a video is kept, in the order in which it is judged, and its words. Types, validation and every page and
 * message come from here.
 */
export const reasons = {
  unreadable: 'its package cannot be read, or the API gives a field of it in a form that cannot be read',
  doubtful: 'the API contradicts itself about it, or lists it under two packages',
  state: 'its state is not one of those that may be deleted',
  held: 'it is on hold',
  underRetention: 'its retention, or that of its package, is not over or cannot be read',
  undated: 'the time from which its age counts is missing or cannot be read',
  young: 'it is not old enough',
  scope: 'its package is no longer one of those that the rules are about',
  changed: 'it, or its package, is not as it was',
  struck: 'an approval struck it from the plan',
  notArchived: 'no copy of it is proven to be in the archive',
} as const;

/** Why a video is kept. The first that applies, in the order in which they are listed here. */
export type Reason = keyof typeof reasons;

/** Why a video is kept where nothing was planned yet. */
export type KeepReason = Exclude<Reason, 'scope' | 'changed' | 'struck' | 'notArchived'>;

/** Whether a value names a reason. */
export function isReason(value: unknown): value is Reason {
  return typeof value === 'string' && Object.hasOwn(reasons, value);
}

/** Whether a value names a reason that needs no plan. */
export function isKeepReason(value: unknown): value is KeepReason {
  return isReason(value) && !needPlan.has(value);
}

const needPlan: ReadonlySet<Reason> = new Set(['scope', 'changed', 'struck', 'notArchived']);

/** The reasons in the order in which they are judged. */
export const reasonsInOrder: readonly Reason[] = Object.keys(reasons).filter(isReason);

/** The reasons that need no plan, in the order in which they are judged. */
export const keepReasons: readonly KeepReason[] = reasonsInOrder.filter(isKeepReason);
