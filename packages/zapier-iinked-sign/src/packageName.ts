import { type Client, InvalidRequestError, lookOf } from 'iinked-sign';
import { confirmedNameField } from './fields.ts';
import { type Input, textOf } from './input.ts';
import { confirmationLimitMs, stepLimitMs } from './transport.ts';

const longestReadMs = 3000;

/**
 * Reads the name of a package for the output of a step. The step is done by then: where the name cannot be read in the time
 * that is left, it stays empty.
 *
 * @param startedAt When the step began, by `performance.now()`.
 */
export async function nameOf(client: Client, packageId: string, startedAt: number): Promise<string | null> {
  const timeoutMs = Math.min(longestReadMs, Math.floor(startedAt + stepLimitMs - performance.now()));
  if (timeoutMs < 1) return null;
  try {
    const { name } = await client.packages.get({ packageId }, { timeoutMs, totalTimeoutMs: timeoutMs });
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}

/**
 * Makes sure that a package has the name that a person confirmed, where one is given.
 *
 * @throws {InvalidRequestError} when it has another name; nothing was deleted.
 */
export async function assertConfirmedName(client: Client, packageId: string, bundle: Input): Promise<void> {
  const confirmed = textOf(confirmedNameField, bundle);
  if (confirmed === undefined) return;
  const { name } = await client.packages.get({ packageId }, { timeoutMs: confirmationLimitMs });
  if (typeof name === 'string' && lookOf(name) !== '' && lookOf(name) === lookOf(confirmed)) return;
  const { label } = confirmedNameField;
  throw new InvalidRequestError(label, `is '${confirmed}', and the package ${packageId} has another name`, {
    wasRead: true,
  });
}
