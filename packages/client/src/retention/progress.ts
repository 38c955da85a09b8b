import { must } from '../fields.ts';

/** How far a plan, an apply or an audit is. */
export type Progress = {
  /** `plan` and `audit` count packages, `scope` packages that are read again before an apply, `apply` videos. */
  phase: 'plan' | 'scope' | 'apply' | 'audit';
  done: number;
  /** How many there are, as far as they are known yet. */
  total: number;
  /** Videos that are deleted. */
  deleted: number;
  /** Videos that stay. */
  kept: number;
  /** Videos that were to be deleted and were not, or perhaps were. */
  failed: number;
  /** The package that was last at work, where it has a name. */
  packageName: string | null;
};

/** Tells the progress. */
export type Tell = (progress: Progress, isLast?: boolean) => void;

const leastIntervalMs = 100;

/**
 * Makes what tells the progress: at most ten times a second, and always the last. What the observer throws changes nothing.
 *
 * @throws {InvalidRequestError} when the observer is not a function.
 */
export function tellerOf(onProgress: unknown, now: () => number): Tell {
  must(onProgress === undefined || typeof onProgress === 'function', 'onProgress', 'a function', onProgress);
  let told = Number.NEGATIVE_INFINITY;
  return (progress, isLast = false) => {
    const moment = now();
    if (onProgress === undefined || (!isLast && Math.abs(moment - told) < leastIntervalMs)) return;
    told = moment;
    try {
      Promise.resolve(onProgress(progress)).catch(() => undefined);
    } catch {}
  };
}
