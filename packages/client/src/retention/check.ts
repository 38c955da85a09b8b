import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import type { DeletionPlan } from './documents/plan.ts';
import { checked } from './documents/seals.ts';
import type { Sealer } from './seal.ts';

const hourMs = 3_600_000;

/**
 * Reads a plan, and makes sure that it is as it was sealed, with this key and for this server.
 *
 * @throws {PlanRefusedError} with the reason `format`, `key`, `seal` or `server`.
 */
export function checkedPlan(value: unknown, server: string, sealer: Sealer): DeletionPlan {
  const plan = checked('plan', value, sealer);
  if (plan.server === server) return plan;
  throw new PlanRefusedError('server', `This plan is for ${plan.server}, but the client calls ${server}.`);
}

/**
 * Makes sure that a plan is not too old to be applied.
 *
 * @throws {PlanRefusedError} with the reason `age`.
 */
export function assertAge({ createdAt }: DeletionPlan, maxAgeHours: number, now: number): void {
  const ageMs = now - Date.parse(createdAt);
  if (ageMs > maxAgeHours * hourMs) {
    throw new PlanRefusedError('age', `This plan is older than ${maxAgeHours} hours. Make a new plan.`);
  }
  if (ageMs < -hourMs) {
    throw new PlanRefusedError('age', 'This plan is dated in the future. Set the clock, or make a new plan.');
  }
}
