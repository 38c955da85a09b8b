import type { Terms } from '../call.ts';
import { fieldsOf, must } from '../fields.ts';
import type { Inside } from '../inside.ts';
import type { Signal } from '../signal.ts';
import { type Progress, type Tell, tellerOf } from './progress.ts';
import { type Sealer, sealerOf } from './seal.ts';

/** Options that plan, apply and audit have in common. */
export type RetentionOptions = {
  /** How many requests may be under way at once. Default 4. */
  atOnce?: number | undefined;
  /**
   * Seals documents in place of a key that is derived from the API key: for plans that outlive an API key, or that are applied
   * with another one. 16 characters or more. Keep it as secret as an API key.
   */
  sealKey?: string;
  /** Ends a plan or an audit at once, which then rejects with the reason. An apply begins nothing more, and reports. */
  signal?: Signal | undefined;
  /** Time limit of one attempt, in milliseconds. Default that of the client. */
  timeoutMs?: number | undefined;
  /**
   * Time limit of the whole plan or audit in milliseconds, which then rejects. An apply begins nothing more, and reports.
   * Default none.
   */
  totalTimeoutMs?: number | undefined;
  /** Attempts after the first, where the API fails. Default that of the client. A 429 is no failure: it sets the pace. */
  maxRetries?: number | undefined;
  /** Observes how far it is: at most ten times a second, and at the end. What it throws changes nothing. */
  onProgress?: ((progress: Progress) => unknown) | undefined;
};

/** Options that plan, apply and audit have in common, read once. */
export type Settings = {
  atOnce: number;
  sealer: Sealer;
  /** The terms of a call that begins now. */
  terms: () => Terms;
  /** How long the whole may take, where that is limited. */
  totalTimeoutMs: number | undefined;
  tell: Tell;
};

const fields = [
  'atOnce',
  'sealKey',
  'signal',
  'timeoutMs',
  'totalTimeoutMs',
  'maxRetries',
  'onProgress',
] as const satisfies (keyof RetentionOptions)[];

/**
 * Reads options, once.
 *
 * @param more The fields that only this call has.
 * @throws {InvalidRequestError} when one is unknown or cannot be right.
 */
export function settingsOf<More extends string>(
  inside: Inside,
  options: unknown = {},
  more: readonly More[],
): { settings: Settings; given: { [option in More]?: unknown } } {
  const given = fieldsOf<(typeof fields)[number] | More>('the options', options, [...fields, ...more]);
  const { signal, timeoutMs, totalTimeoutMs, maxRetries, atOnce, onProgress } = given;
  if ('sealKey' in given) must(given.sealKey !== undefined, 'sealKey', 'given, or left out', given.sealKey);
  const { deadline } = inside.terms({ totalTimeoutMs });
  const settings: Settings = {
    atOnce: wholeOf('atOnce', atOnce, 4),
    sealer: sealerOf(inside, given.sealKey),
    terms() {
      const terms = inside.terms({ signal, timeoutMs, maxRetries });
      return totalTimeoutMs === undefined ? terms : { ...terms, deadline };
    },
    totalTimeoutMs: totalTimeoutMs === undefined ? undefined : deadline - inside.clock.elapsed(),
    tell: tellerOf(onProgress, inside.clock.elapsed),
  };
  settings.terms();
  return { settings, given };
}

/**
 * Validates a whole number.
 *
 * @throws {InvalidRequestError} when it is not a whole number of 1 or more.
 */
export function wholeOf(field: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  must(
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
    field,
    'a whole number of 1 or more',
    value,
  );
  return value;
}
