import { must } from '../fields.ts';

/** How far a plan, an apply or an audit is. */
export type Progress = Counts & {
  /** `plan` and `audit` count packages, `apply` videos. */
  phase: 'plan' | 'apply' | 'audit';
  /** How many requests a second the server allows, 0 while it wants none, `null` while no 429 has shown a limit. */
  perSecond: number | null;
  /** The package that was last at work, where it has a name. */
  packageName: string | null;
};

/** How many there are of what a run counts. */
export type Counts = {
  done: number;
  /** How many there are, as far as they are known yet. */
  total: number;
  /** Videos that this run deleted. */
  deleted: number;
  /** Videos that were deleted before. */
  alreadyDeleted: number;
  /** Videos that stay. */
  kept: number;
  /** Videos that are no longer listed. */
  missing: number;
  /** Videos that were to be deleted and were not, or perhaps were. */
  failed: number;
};

/** Tells the progress. */
export type Tell = (progress: () => Progress, isLast?: boolean) => void;

const leastIntervalMs = 100;

/**
 * Makes what tells the progress: at most ten times a second, and always the last. What the observer throws changes nothing.
 *
 * @throws {InvalidRequestError} when the observer is not a function.
 */
export function tellerOf(onProgress: unknown, elapsed: () => number): Tell {
  must(onProgress === undefined || typeof onProgress === 'function', 'onProgress', 'a function', onProgress);
  let told = Number.NEGATIVE_INFINITY;
  return (progress, isLast = false) => {
    if (onProgress === undefined) return;
    // A clock that fails must not keep a report from whoever deletes.
    try {
      const moment = elapsed();
      if (!isLast && moment - told < leastIntervalMs) return;
      told = moment;
      Promise.resolve(onProgress(progress())).catch(() => undefined);
    } catch {}
  };
}

/** Counts in one phase, and tells of it. */
export type Tally = {
  counts: Counts;
  tell: (packageName: string | null) => void;
  /** Tells how it ended. */
  end: () => void;
};

export function tallyOf(
  phase: Progress['phase'],
  tell: Tell,
  { perSecond }: { perSecond: () => number | undefined },
): Tally {
  const counts: Counts = { done: 0, total: 0, deleted: 0, alreadyDeleted: 0, kept: 0, missing: 0, failed: 0 };
  const progress = (packageName: string | null): Progress => ({
    phase,
    ...counts,
    perSecond: perSecond() ?? null,
    packageName,
  });
  return {
    counts,
    tell: (packageName) => tell(() => progress(packageName)),
    end: () => tell(() => progress(null), true),
  };
}
