import { type HoldField, holdFields, pairKey, type SealedHold, unitedHold } from '../hold.ts';
import { createHolds, type Holds, type UnmatchedHold } from '../holds.ts';
import { idKey, numberKey } from '../spelling.ts';
import type { DeletionPlan } from './documents/plan.ts';

/** The holds of a plan, and those that came later. */
export type HoldsNow = {
  united: SealedHold;
  holds: Holds;
  /** What only the later holds name and nothing has matched so far. */
  unmatchedNew: () => UnmatchedHold[];
  /** What the report or receipt names: what the plan found unmatched, and what matches nothing now. */
  unmatched: () => UnmatchedHold[];
};

/** Unites the holds of a plan with later ones. What the plan read counts as read. */
export function holdsNowOf(plan: DeletionPlan, later: SealedHold): HoldsNow {
  const united = unitedHold(plan.rules.hold, later);
  const holds = createHolds(united);
  const ofPlan = new Set(keysOf(plan.rules.hold));
  const known = new Set(plan.unmatchedHolds.map(keyOf));
  for (const { packageId, meetingVideoId, matterNumber, clientNumber } of plan.delete) {
    holds.seeVideo(packageId, meetingVideoId);
    holds.see(packageId, {
      ...(matterNumber !== null && { matterNumber }),
      ...(clientNumber !== null && { clientNumber }),
    });
  }
  for (const ids of plan.keep) holds.seeVideo(ids.packageId, ids.meetingVideoId);
  const unmatchedNew = () => holds.unmatched().filter((each) => !ofPlan.has(keyOf(each)));
  return {
    united,
    holds,
    unmatchedNew,
    unmatched() {
      // A filter that the plan saw match may list nothing now; its ids and numbers were asked for then.
      const gone = holds.unmatched().filter((each) => ofPlan.has(keyOf(each)) && isFilter(each.field));
      return plan.unmatchedHolds.concat(
        gone.filter((each) => !known.has(keyOf(each))),
        unmatchedNew(),
      );
    },
  };
}

function isFilter(field: HoldField): boolean {
  return field === 'folderIds' || field === 'teamIds' || field === 'memberIds';
}

function keysOf(hold: SealedHold): string[] {
  return holdFields.flatMap((field) =>
    Array.from<UnmatchedHold['value'], string>(hold[field], (value) => keyOf({ field, value })),
  );
}

function keyOf({ field, value }: Pick<UnmatchedHold, 'field' | 'value'>): string {
  if (typeof value !== 'string') return `${field} ${pairKey(value)}`;
  const isNumber = field === 'matterNumbers' || field === 'clientNumbers';
  return `${field} ${isNumber ? numberKey(value) : idKey(value)}`;
}
