import { PlanRefusedError } from '../../errors/PlanRefusedError.ts';
import { must } from '../../fields.ts';
import type { VideoIds } from '../../video.ts';
import type { Sealer } from '../seal.ts';
import type { Approval, ApprovalRecord } from './approval.ts';
import { personKey } from './person.ts';
import type { DeletionPlan } from './plan.ts';
import { checked } from './seals.ts';

/** What the approvals of a plan come to. */
export type Approvals = {
  /** Each approval once, as reports and receipts name it. */
  records: ApprovalRecord[];
  /** How many different people approved. */
  people: number;
  /** Whether any of them struck the video, or its package. */
  isStruck: (video: VideoIds) => boolean;
};

const hourMs = 3_600_000;

/**
 * Checks approvals of a plan, and unites them.
 *
 * @param plan The plan, checked.
 * @param now The time, in milliseconds since 1970.
 * @throws {PlanRefusedError} with the reason `approvals` when one was altered, is of another plan or key, is a rejection, or
 *   is dated before the plan or in the future.
 * @throws {InvalidRequestError} when they are not an array.
 */
export function approvalsOf(plan: DeletionPlan, value: unknown, sealer: Sealer, now: number): Approvals {
  must(Array.isArray(value), 'approvals', 'an array of approvals', value);
  const records = new Map<string, ApprovalRecord>();
  const people = new Set<string>();
  const struck = { packageIds: new Set<string>(), meetingVideoIds: new Set<string>() };
  for (const each of value) {
    const approval = approvalOf(each, sealer);
    mustApprove(approval, plan, now);
    const { by, at, note, strike, seal } = approval;
    records.set(seal, { by, at, note, strike, seal });
    people.add(personKey(by));
    for (const id of strike.packageIds) struck.packageIds.add(id);
    for (const id of strike.meetingVideoIds) struck.meetingVideoIds.add(id);
  }
  return {
    records: [...records.values()],
    people: people.size,
    isStruck: ({ packageId, meetingVideoId }) =>
      struck.packageIds.has(packageId) || struck.meetingVideoIds.has(meetingVideoId),
  };
}

/**
 * Makes sure that enough different people approved.
 *
 * @throws {PlanRefusedError} with the reason `approvals` when they are too few.
 */
export function assertApproved({ records, people }: Approvals, needed: number): void {
  if (people >= needed) return;
  const names = people === 0 ? '' : ` (${records.map(({ by }) => shortened(by)).join(', ')})`;
  const problem = `This plan needs approvals by ${needed} different ${needed === 1 ? 'person' : 'people'}, and has ${people}${names}.`;
  throw refused(`${problem} Hand over every approval, at every apply.`);
}

function approvalOf(value: unknown, sealer: Sealer): Approval {
  try {
    return checked('approval', value, sealer);
  } catch (error) {
    if (!(error instanceof PlanRefusedError)) throw error;
    throw refused(error.message.replace(' Nothing was deleted.', ''));
  }
}

function mustApprove({ planId, planSeal, decision, by, at }: Approval, plan: DeletionPlan, now: number): void {
  const whose = `The ${decision === 'reject' ? 'rejection' : 'approval'} of ${shortened(by)}`;
  if (planId !== plan.id || planSeal !== plan.seal) throw refused(`${whose} is of another plan.`);
  if (decision === 'reject') throw refused(`${shortened(by)} rejected this plan. Make a new one.`);
  const time = Date.parse(at);
  if (time < Date.parse(plan.createdAt) - hourMs) throw refused(`${whose} is dated before the plan was made.`);
  if (time > now + hourMs) throw refused(`${whose} is dated in the future. Set the clock, or approve again.`);
}

function shortened(name: string): string {
  const characters = Array.from(name);
  return JSON.stringify(characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : name);
}

function refused(problem: string): PlanRefusedError {
  return new PlanRefusedError('approvals', problem);
}
