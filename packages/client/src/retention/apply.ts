import type { Terms } from '../call.ts';
import type { Client } from '../client.ts';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { insideOf } from '../inside.ts';
import { instantOf } from '../time.ts';
import { type ApplyOptions, applySettingsOf } from './applyOptions.ts';
import { createApplyRun } from './applyRun.ts';
import { batchesOf, carryOut } from './carryOut.ts';
import { assertAge, checkedPlan } from './check.ts';
import type { Fate } from './deletePlanned.ts';
import { approvalsOf, assertApproved } from './documents/approvals.ts';
import type { DeletionPlan } from './documents/plan.ts';
import type { ApplyReport } from './documents/report.ts';
import { sealed } from './documents/seals.ts';
import { createPace } from './pace.ts';
import { tallyOf } from './progress.ts';
import { createReader, refusalFor } from './reader.ts';
import { reportOf } from './report.ts';
import { createStop } from './stop.ts';

/**
 * Applies a plan: deletes what was planned and still meets the rules, one video at a time, by its id.
 *
 * Every video is judged a second time, by the same rules and by the holds of now, just before it is deleted. What has changed
 * since the plan was made is kept and reported. To go on after a run that stopped or died, apply the same plan again: what
 * was deleted shows as `alreadyDeleted`.
 *
 * @param client The client of the server that the plan is for.
 * @param plan The plan, unchanged.
 * @param options `approvals`, `archive`, `hold`, `dryRun`, `atOnce` (default 4), `maxAgeHours` (default 168),
 *   `stopAfterFailures` (default 5), `sealKey`, `signal`, `timeoutMs`, `totalTimeoutMs`, `maxRetries` and `onProgress`.
 * @returns The report, sealed: it names each planned video once. It comes back also when the run was aborted or stopped, and
 *   whatever is thrown after the first deletion.
 * @throws {InvalidRequestError} when an option is unknown or cannot be right, or the plan requires an archive and none is given.
 * @throws {PlanRefusedError} when the plan must not be applied: `format`, `key`, `seal`, `server`, `age`, `approvals`, `hold`,
 *   `clock` or `stale`. Nothing was deleted.
 * @throws {ApiError} and the other errors of a list, when the packages of the rules cannot be read again. Nothing was deleted.
 * @example
 * ```ts
 * const report = await applyPlan(client, plan, { approvals: [first, second], hold: { packageIds: ['c603079c'] } });
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/delete
 */
export async function applyPlan(client: Client, plan: DeletionPlan, options?: ApplyOptions): Promise<ApplyReport> {
  const inside = insideOf(client);
  const settings = applySettingsOf(inside, options);
  const { sealer, hold, copies, isDryRun } = settings;
  const now = () => inside.clock.now();
  const checked = checkedPlan(plan, inside.server, sealer);
  assertAge(checked, settings.maxAgeHours, now());
  const approvals = approvalsOf(checked, settings.approvals, sealer, now());
  if (!isDryRun) assertApproved(approvals, checked.rules.approvalsNeeded);
  if (checked.rules.requireArchive && !copies && !isDryRun) {
    throw new InvalidRequestError('archive', 'must be given: the rules of this plan require it');
  }

  const startedAt = timestamp(now());
  const { signal, ...given } = settings.terms();
  const stop = createStop(signal, settings.totalTimeoutMs, inside.clock);
  const pace = createPace(inside.clock, stop.signal);
  const tally = tallyOf('apply', settings.tell, pace);
  tally.counts.total = checked.delete.length;
  // What is under way when the run is aborted ends by itself: its outcome must be known.
  const terms: Terms = { ...given, deadline: Number.POSITIVE_INFINITY, signal: undefined, pace };
  const means = { inside, reader: createReader(inside, () => terms), terms, pace, stop };
  const fates: (Fate | undefined)[] = Array.from(checked.delete, () => undefined);
  const run = createApplyRun(checked, settings, approvals, means);
  try {
    const batches = batchesOf(checked.delete, run.freshOf);
    await run.prepare(batches);
    await carryOut(run, batches, fates, { ...settings, tally });
  } catch (error) {
    if (!run.hasBegun && !stop.reason()) throw refusalFor(error);
    stop.end('error');
  } finally {
    stop.dispose();
  }
  tally.end();
  const stopped = stop.reason();
  const report = reportOf(checked, fates, {
    startedAt,
    finishedAt: endOf(startedAt, now),
    dryRun: isDryRun,
    ...(stopped && { stopped }),
    approvals: approvals.records,
    hold,
    unmatchedHolds: run.unmatchedHolds(),
    sha256Of: (video) => copies?.of(video)?.sha256,
  });
  return sealed('report', report, sealer);
}

/** When a run ended: not before it began, also where the clock was set back, or the platform can no longer tell the time. */
function endOf(startedAt: string, now: () => number): string {
  try {
    const end = timestamp(Math.max(Date.parse(startedAt), now()));
    return instantOf(end) === undefined ? startedAt : end;
  } catch {
    return startedAt;
  }
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
