import type { Client } from '../client.ts';
import { createHolds } from '../holds.ts';
import { insideOf } from '../inside.ts';
import { formats } from './documents/formats.ts';
import type { DeletionPlan, PlanTotals } from './documents/plan.ts';
import { sealed } from './documents/seals.ts';
import { assertWithinLimits } from './limits.ts';
import { type RetentionOptions, settingsOf } from './options.ts';
import { createPace } from './pace.ts';
import { tallyOf } from './progress.ts';
import { askForIds, assertMatched, readFilters } from './provenHolds.ts';
import { createReader, refusalFor } from './reader.ts';
import { type DeletionRules, rulesOf, widens } from './rules.ts';
import { fingerprint } from './seal.ts';
import { createSeen } from './seen.ts';
import { type Survey, surveyOf, withDoubts } from './survey.ts';
import type { Found } from './surveyPackage.ts';

/**
 * Plans a deletion: reads the packages of the rules, lists those that are old enough, and records which to delete, which to keep, and why.
 * It only reads.
 *
 * When in doubt, a video is kept: no readable date, no readable retention, a state that the rules do not name. A hold that matches
 * nothing, and a plan that would hold more than its limits allow, are refused.
 *
 * @param client The client of the server. Another client, with another key, cannot apply the plan, unless both use the same
 *   `sealKey`.
 * @param rules Packages, age, states, holds, limits, and how many must approve.
 * @param options `atOnce` (default 4), `sealKey`, `signal`, `timeoutMs`, `totalTimeoutMs`, `maxRetries` and `onProgress`.
 * @returns The plan: JSON, sealed. Show it to people with `formatDocument`, then hand it to `applyPlan`.
 * @throws {InvalidRequestError} when a rule or an option is missing, unknown, or makes no sense.
 * @throws {PlanRefusedError} with the reason `limit` when it would hold too much, `hold` when a hold matches nothing, `clock`
 *   when nobody can tell the time of a response, `stale` when a response comes from a cache.
 * @throws {NotFoundError} when a package that the rules name does not exist.
 * @throws {ApiError} and the other errors of a list, when a package or a page cannot be read: a plan is complete or none.
 * @example
 * ```ts
 * const plan = await planDeletion(client, {
 *   packages: { states: ['executed'] },
 *   olderThan: { years: 10, since: 'executed' },
 *   hold: { matterNumbers: ['2019-0417'] },
 *   limits: { videos: 200, share: 0.5 },
 * });
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export async function planDeletion(
  client: Client,
  rules: DeletionRules,
  options?: RetentionOptions,
): Promise<DeletionPlan> {
  const inside = insideOf(client);
  const { settings } = settingsOf(inside, options, []);
  const planned = rulesOf(rules);
  const { now, random } = inside.clock;
  const createdAt = new Date(now()).toISOString();
  const { atOnce, sealer, tell } = settings;
  const pace = createPace(inside.clock);
  const reader = createReader(inside, () => ({ ...settings.terms(), pace }));
  const holds = createHolds(planned.hold);
  const seen = createSeen(planned, holds, reader, now);
  try {
    const proof = { holds, reader, atOnce, noteVideo: seen.noteVideo };
    await readFilters(planned.hold, widens(planned), proof);
    const surveyed = await surveyOf(
      { rules: planned, holds, reader, seen },
      { atOnce, tally: tallyOf('plan', tell, pace) },
    );
    seen.assertNoTypos();
    await askForIds(holds.unmatched(), proof);
    const unmatchedHolds = holds.unmatched();
    assertMatched(unmatchedHolds, holds.unsaid(), planned.hold.unmatched);
    const survey = withDoubts(surveyed, seen);
    const contents = {
      server: inside.server,
      createdAt,
      cutoff: new Date(seen.cutoff().instant).toISOString(),
      rules: planned,
      ...videosOf(survey),
      unmatchedHolds,
      mayBeIncomplete: survey.mayBeIncomplete,
      totals: totalsOf(survey),
    };
    assertWithinLimits(contents);
    const id = fingerprint(JSON.stringify([createdAt, contents.totals, random(), random(), random()])).slice(0, 32);
    return sealed('plan', { format: formats.plan, id, ...contents }, sealer);
  } catch (error) {
    throw refusalFor(error);
  }
}

function videosOf({ packages }: Survey): Pick<DeletionPlan, 'delete' | 'keep' | 'alreadyDeleted'> {
  const isPlanned = (found: Found) => found.delete.length > 0;
  return {
    delete: packages.flatMap((found) => found.delete),
    keep: packages.flatMap(({ keep }) => keep),
    alreadyDeleted: packages.filter(isPlanned).flatMap(({ alreadyDeleted }) => alreadyDeleted),
  };
}

function totalsOf({ packages, skipped }: Survey): PlanTotals {
  const totals: PlanTotals = {
    packages: packages.length,
    skipped: skipped.young + skipped.earlier,
    skippedEarlier: skipped.earlier,
    packagesPlanned: 0,
    videos: 0,
    alive: 0,
    delete: 0,
    keep: 0,
    keepUnlisted: 0,
    alreadyDeleted: 0,
    bytes: 0,
  };
  for (const found of packages) {
    if (found.delete.length > 0) totals.packagesPlanned += 1;
    totals.delete += found.delete.length;
    totals.keep += found.keep.length + found.keepUnlisted;
    totals.keepUnlisted += found.keepUnlisted;
    totals.alreadyDeleted += found.alreadyDeleted.length;
    for (const { size } of found.delete) totals.bytes += Math.max(0, Math.trunc(size ?? 0));
  }
  totals.alive = totals.delete + totals.keep;
  totals.videos = totals.alive + totals.alreadyDeleted;
  return totals;
}
