import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import { type DeletionPlan, planOf } from './document.ts';
import type { Sealer } from './seal.ts';

const hourMs = 3_600_000;

/**
 * Reads a plan, and makes sure that it is as it was sealed, with this key and for this server.
 *
 * @throws {PlanRefusedError} with the reason `format`, `key`, `seal` or `server`.
 */
export function checkedPlan(value: unknown, server: string, { keyId, seal }: Sealer): DeletionPlan {
  const plan = planOf(value);
  const { seal: found, ...rest } = plan;
  if (plan.keyId !== keyId) {
    const problem = 'Another key sealed this plan.';
    throw new PlanRefusedError('key', `${problem} Use the key that it was made with, or make a new plan.`);
  }
  if (seal(JSON.stringify(rest)) !== found) {
    throw new PlanRefusedError('seal', 'This plan was changed after it was sealed. Make a new plan.');
  }
  if (plan.server !== server) {
    throw new PlanRefusedError('server', `This plan is for ${plan.server}, and the client is of ${server}.`);
  }
  return plan;
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

/** The refusal to judge by a clock that is wrong. */
export function clockDiffers(): PlanRefusedError {
  return new PlanRefusedError(
    'clock',
    "This machine's clock and the server's differ by more than an hour, so no age can be known. Set the clock.",
  );
}
