import type { Terms } from '../call.ts';
import type { Client } from '../client.ts';
import { must } from '../fields.ts';
import { type Hold, holdOf, unitedHold } from '../hold.ts';
import { createHolds } from '../holds.ts';
import { type Inside, insideOf } from '../inside.ts';
import { assertAge, checkedPlan, clockDiffers } from './check.ts';
import { type Candidate, deletePlanned, type Run, unknown } from './deletePlanned.ts';
import type { DeletionPlan, PlannedVideo } from './document.ts';
import { type FreshList, freshListOf } from './freshList.ts';
import { type RetentionOptions, settingsOf, wholeOf } from './options.ts';
import { createPace } from './pace.ts';
import type { Progress, Tell } from './progress.ts';
import { type ApplyReport, countOutcomes, type Found, type Outcome, reported } from './report.ts';
import { assertFollowed, type PlannedRules } from './rules.ts';
import { packageIdsOf } from './scope.ts';
import { createStop, type Stop } from './stop.ts';
import { keepBusy, type Task } from './workers.ts';

/** Options of {@link applyPlan}. */
export type ApplyOptions = RetentionOptions & {
  /** Packages and videos that must be kept, beside those that the plan holds. `undefined` is rejected: a hold got lost. */
  hold?: Hold;
  /** How old the plan may be, in hours. Default 168, a week. */
  maxAgeHours?: number | undefined;
  /** After how many failures in a row the run stops. Default 5. */
  stopAfterFailures?: number | undefined;
};

/**
 * Applies a plan: deletes what was planned and still meets the rules, one video at a time, by its id.
 *
 * Every video is judged a second time, by the same rules and by the holds of now, just before it is deleted. What has changed
 * since the plan was made is kept and reported. To go on after a run that stopped or died, apply the same plan again: what
 * was deleted shows as `alreadyDeleted`.
 *
 * @param client The client of the server that the plan is for.
 * @param plan The plan, unchanged.
 * @param options `hold`, `atOnce` (default 4), `maxAgeHours` (default 168), `stopAfterFailures` (default 5), `sealKey`,
 *   `signal`, `timeoutMs`, `maxRetries` and `onProgress`.
 * @returns The report, also when the run was aborted or stopped: it names each planned video once.
 * @throws {InvalidRequestError} when an option is unknown or cannot be right.
 * @throws {PlanRefusedError} when the plan must not be applied: `format`, `key`, `seal`, `server`, `age` or `clock`. Nothing
 *   was deleted.
 * @throws {ApiError} and the other errors of a list, when the packages of the rules cannot be read again. Nothing was deleted.
 * @example
 * ```ts
 * const report = await applyPlan(client, plan, { hold: { packageIds: ['c603079c'] } });
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/delete
 */
export async function applyPlan(client: Client, plan: DeletionPlan, options?: ApplyOptions): Promise<ApplyReport> {
  const inside = insideOf(client);
  const { settings, given } = settingsOf(inside, options, ['hold', 'maxAgeHours', 'stopAfterFailures']);
  const hold = holdOf('hold' in given ? given.hold : {});
  const { maxAgeHours = 168 } = given;
  const isAge = typeof maxAgeHours === 'number' && maxAgeHours > 0 && Number.isFinite(maxAgeHours);
  must(isAge, 'maxAgeHours', 'a number above 0', maxAgeHours);
  const stopAfterFailures = wholeOf('stopAfterFailures', given.stopAfterFailures, 5);
  const { atOnce, sealer, tell } = settings;
  const { now } = inside.clock;
  const checked = checkedPlan(plan, inside.server, sealer);
  assertAge(checked, maxAgeHours, now());

  const rules = { ...checked.rules, hold: unitedHold(checked.rules.hold, hold) };
  assertFollowed(rules);

  const startedAt = timestamp(now());
  const stop = createStop(settings.terms().signal);
  const pace = createPace(inside.clock, stop.signal);
  // What is under way when the run is aborted ends by itself: its outcome must be known.
  const terms = (): Terms => ({ ...settings.terms(), signal: undefined, pace });
  try {
    const inScope = await scopeNow(inside, checked.rules, { terms, atOnce }, stop, tell);
    const run: Run = { inside, rules, holds: createHolds(rules.hold), inScope, terms, pace, stop };
    const found = await deleteAllOf(run, checked.delete, { atOnce, stopAfterFailures, tell });
    const videos = checked.delete.map((video, place) => reported(video, found[place] ?? { outcome: 'notStarted' }));
    const stopped = stop.reason();
    return {
      format: 'iinked-sign/apply-report/1',
      planId: checked.id,
      startedAt,
      finishedAt: timestamp(now()),
      ...(stopped && { stopped }),
      videos,
      totals: countOutcomes(videos),
    };
  } finally {
    stop.dispose();
  }
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Reads again which packages the rules are about. */
async function scopeNow(
  inside: Inside,
  { packages }: PlannedRules,
  at: { terms: () => Terms; atOnce: number },
  stop: Stop,
  tell: Tell,
): Promise<ReadonlySet<string>> {
  const counts = { deleted: 0, kept: 0, failed: 0, packageName: null };
  try {
    return await packageIdsOf(inside, packages, at, (done, total) => tell({ phase: 'scope', done, total, ...counts }));
  } catch (error) {
    if (stop.reason()) return new Set();
    throw error;
  }
}

/** A candidate, and its place in the plan. */
type Placed = Candidate & { place: number };

/** A package, and what is planned of it. */
type Batch = { list: FreshList; candidates: Placed[] };

/** Deletes what may be deleted, package by package, and gives what became of each video, at its place in the plan. */
async function deleteAllOf(
  run: Run,
  planned: readonly PlannedVideo[],
  { atOnce, stopAfterFailures, tell }: { atOnce: number; stopAfterFailures: number; tell: Tell },
): Promise<(Found | undefined)[]> {
  const { stop } = run;
  const found: (Found | undefined)[] = Array.from(planned, () => undefined);
  const batches = batchesOf(run, planned);
  const ready: Placed[] = [];
  const progress = { done: 0, total: planned.length, deleted: 0, kept: 0, failed: 0 };
  let failuresInARow = 0;

  function record({ video, place }: Placed, result: Found): void {
    found[place] = result;
    const { outcome } = result;
    progress.done += 1;
    progress[countedAs[outcome]] += 1;
    if (outcome === 'deleted') failuresInARow = 0;
    if (countedAs[outcome] === 'failed') failuresInARow += 1;
    if (failuresInARow >= stopAfterFailures) stop.fail();
    tell({ phase: 'apply', ...progress, packageName: video.packageName });
  }

  async function attempt(candidate: Placed): Promise<void> {
    const result = await deletePlanned(run, candidate);
    if (result !== 'again' && result !== 'notBegun') return record(candidate, result);
    if (result === 'again') ready.push(candidate);
    // Should the run stop before its next turn.
    if (candidate.mayHaveLanded) found[candidate.place] = unknown();
  }

  /** Makes candidates ready that wait for the same list. */
  async function open({ list, candidates }: Batch): Promise<void> {
    await list().catch(() => undefined);
    ready.push(...candidates);
  }

  await assertClock(batches);
  await keepBusy(atOnce, (): Task | undefined => {
    if (stop.reason()) return undefined;
    const candidate = ready.shift();
    if (candidate) return () => attempt(candidate);
    // What is done is let go, its list too: there may be many.
    const batch = batches.shift();
    return batch && (() => open(batch));
  });
  tell({ phase: 'apply', ...progress, packageName: null }, true);
  return found;
}

const countedAs = {
  deleted: 'deleted',
  alreadyDeleted: 'deleted',
  kept: 'kept',
  missing: 'kept',
  notStarted: 'kept',
  failed: 'failed',
  unknown: 'failed',
} as const satisfies Record<Outcome, keyof Progress>;

function batchesOf(run: Run, planned: readonly PlannedVideo[]): Batch[] {
  const batches = new Map<string, Batch>();
  for (const [place, video] of planned.entries()) {
    const { packageId } = video;
    const batch = batches.get(packageId) ?? { list: freshListOf(run, packageId), candidates: [] };
    batches.set(packageId, batch);
    batch.candidates.push({ video, place, list: batch.list, mayHaveLanded: false });
  }
  return [...batches.values()];
}

/** Before anything is deleted: ages cannot be known while the clocks differ. A package that is gone tells no time. */
async function assertClock(batches: readonly Batch[]): Promise<void> {
  for (const { list } of batches) {
    const listing = await list().catch(() => undefined);
    if (listing?.notFound) continue;
    if (listing && listing.now === undefined) throw clockDiffers();
    return;
  }
}
