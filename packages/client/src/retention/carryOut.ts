import { type Candidate, deletePlanned, type Fate, type Run, unknown } from './deletePlanned.ts';
import type { Outcome } from './documents/report.ts';
import type { PlannedVideo } from './documents/video.ts';
import type { FreshPackage } from './freshPackage.ts';
import type { Counts, Tally } from './progress.ts';
import { keepBusy, type Task } from './workers.ts';

/** A planned video, and its place in the plan. */
type Placed = Candidate & { place: number };

/** A package, and what is planned of it. */
export type Batch = { package: FreshPackage; candidates: Placed[] };

/** What is planned of a package: never nothing. */
export type PlannedTogether = readonly [PlannedVideo, ...PlannedVideo[]];

/** Makes the batches of a plan, a package each. */
export function batchesOf(
  planned: readonly PlannedVideo[],
  freshOf: (videos: PlannedTogether) => FreshPackage,
): Batch[] {
  const together = new Map<string, { videos: [PlannedVideo, ...PlannedVideo[]]; places: number[] }>();
  for (const [place, video] of planned.entries()) {
    const known = together.get(video.packageId);
    known?.videos.push(video);
    known?.places.push(place);
    if (!known) together.set(video.packageId, { videos: [video], places: [place] });
  }
  return Array.from(together.values(), ({ videos, places }) => {
    const shared = { package: freshOf(videos), mayHaveLanded: false, timesTooLate: 0 };
    return {
      package: shared.package,
      candidates: videos.map((video, index) => ({ ...shared, video, place: places[index] ?? 0 })),
    };
  });
}

/**
 * Deletes what may be deleted, package by package.
 *
 * @param batches Is emptied.
 * @param fates What became of each video, at its place in the plan: filled as it becomes known, also where it throws.
 */
export async function carryOut(
  run: Run,
  batches: Batch[],
  fates: (Fate | undefined)[],
  { atOnce, stopAfterFailures, tally }: { atOnce: number; stopAfterFailures: number; tally: Tally },
): Promise<void> {
  const { stop } = run;
  // Taken from their ends: to shift a long array takes as long as it is.
  const waiting = batches.reverse();
  const ready: Placed[] = [];
  const { counts } = tally;
  let failuresInARow = 0;

  function record({ video, place }: Placed, fate: Fate): void {
    fates[place] = fate;
    const counted = countedAs[fate.outcome];
    counts.done += 1;
    counts[counted] += 1;
    failuresInARow = counted === 'failed' ? failuresInARow + 1 : 0;
    if (failuresInARow >= stopAfterFailures) stop.end('failures');
    tally.tell(video.packageName);
  }

  async function attempt(candidate: Placed): Promise<void> {
    try {
      const fate = await deletePlanned(run, candidate);
      if (typeof fate === 'object') return record(candidate, fate);
      if (fate === 'again') ready.push(candidate);
    } finally {
      // Should the run stop before its next turn, or have been broken off in this one.
      if (candidate.mayHaveLanded) fates[candidate.place] ??= unknown();
    }
  }

  /** Makes candidates ready that wait for the same reading. */
  async function open(batch: Batch): Promise<void> {
    await batch.package.read().catch(() => undefined);
    for (const candidate of batch.candidates.reverse()) ready.push(candidate);
  }

  await keepBusy(atOnce, (): Task | undefined => {
    if (stop.reason()) return undefined;
    const candidate = ready.pop();
    if (candidate) return () => attempt(candidate);
    // What is done is let go, its reading too: there may be many.
    const batch = waiting.pop();
    return batch && (() => open(batch));
  });
}

const countedAs = {
  deleted: 'deleted',
  alreadyDeleted: 'alreadyDeleted',
  wouldDelete: 'kept',
  kept: 'kept',
  missing: 'missing',
  notStarted: 'kept',
  failed: 'failed',
  unknown: 'failed',
} as const satisfies Record<Outcome, keyof Counts>;
