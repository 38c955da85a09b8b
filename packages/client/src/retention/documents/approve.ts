import { InvalidRequestError } from '../../errors/InvalidRequestError.ts';
import { fieldsOf, must } from '../../fields.ts';
import { idKey } from '../../spelling.ts';
import { stringsOf } from '../../strings.ts';
import { nowOfHolder, type SealKeyHolder, sealerOfHolder } from '../seal.ts';
import type { Approval, Decided } from './approval.ts';
import { formats } from './formats.ts';
import { personKey } from './person.ts';
import type { DeletionPlan } from './plan.ts';
import { checked, sealed } from './seals.ts';

/** What a person decides about a plan. */
export type Decision = {
  /** Who decides: a name, as it shall stand in reports and receipts. */
  by: string;
  /** Default `approve`. A plan that was given a rejection cannot be applied. */
  decision?: 'approve' | 'reject';
  /** Why, or where it was decided, such as the number of a ticket. */
  note?: string | undefined;
  /** What shall not be deleted although the plan is approved. Each must be in the plan's `delete`. */
  strike?: { packageIds?: readonly string[]; meetingVideoIds?: readonly string[] };
};

/**
 * Approves a plan, or rejects it. It sends no request.
 *
 * An approval records who said so. Whoever has the key can make one in any name, so it proves nothing against them.
 *
 * @param holder A client, or the seal key, with which the plan was sealed: an approver needs no API key.
 * @param plan The plan, unchanged.
 * @param decision `by`, and if need be `decision`, `note` and `strike`.
 * @returns The approval, sealed. Hand it to `applyPlan`, with those of the others.
 * @throws {PlanRefusedError} with the reason `format`, `key` or `seal` when it is not the plan that was sealed.
 * @throws {InvalidRequestError} when `by` is blank, a field is unknown, or something is struck that is not to be deleted.
 * @example
 * ```ts
 * const approval = approvePlan({ sealKey }, plan, {
 *   by: 'Jane Doe',
 *   note: 'LEGAL-123',
 *   strike: { meetingVideoIds: ['8e2f51a9'] },
 * });
 * ```
 */
export function approvePlan(holder: SealKeyHolder, plan: DeletionPlan, decision: Decision): Approval {
  const sealer = sealerOfHolder(holder);
  const given = fieldsOf('the decision', decision, ['by', 'decision', 'note', 'strike']);
  const whole = checked('plan', plan, sealer);
  const contents = {
    format: formats.approval,
    planId: whole.id,
    planSeal: whole.seal,
    decision: 'decision' in given ? decisionOf(given.decision) : 'approve',
    by: nameOf(given.by),
    at: new Date(nowOfHolder(holder)).toISOString(),
    note: noteOf(given.note),
    strike: 'strike' in given ? strikeOf(given.strike, whole) : { packageIds: [], meetingVideoIds: [] },
  };
  return sealed('approval', contents, sealer);
}

function decisionOf(value: unknown): Approval['decision'] {
  must(value === 'approve' || value === 'reject', 'decision', "'approve' or 'reject'", value);
  return value;
}

function nameOf(value: unknown): string {
  must(typeof value === 'string', 'by', 'a string', value);
  if (personKey(value) === '') throw new InvalidRequestError('by', 'must name the person who decides');
  return value.trim();
}

function noteOf(value: unknown): string | null {
  if (value === undefined) return null;
  must(typeof value === 'string', 'note', 'a string', value);
  return value.trim() || null;
}

function strikeOf(value: unknown, { delete: planned }: DeletionPlan): Decided['strike'] {
  const given = fieldsOf('strike', value, ['packageIds', 'meetingVideoIds']);
  const struck = (field: 'packageId' | 'meetingVideoId'): string[] => {
    const list = `${field}s` as const;
    if (!(list in given)) return [];
    const known = spellings(planned.map((video) => video[field]));
    return stringsOf(`strike.${list}`, given[list]).flatMap((id) => {
      const found = known.get(idKey(id));
      if (found) return [...found];
      const problem = `names ${JSON.stringify(id.slice(0, 80))}, which the plan does not delete`;
      throw new InvalidRequestError(`strike.${list}`, `${problem}: strike what stands under "delete"`);
    });
  };
  return { packageIds: once(struck('packageId')), meetingVideoIds: once(struck('meetingVideoId')) };
}

/** The ids of a plan, by what spellings of the same id have in common. */
function spellings(ids: readonly string[]): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const id of ids) known.set(idKey(id), (known.get(idKey(id)) ?? new Set()).add(id));
  return known;
}

function once(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
