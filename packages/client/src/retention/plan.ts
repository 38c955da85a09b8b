import type { Client } from '../client.ts';
import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import { UnexpectedResponseError } from '../errors/UnexpectedResponseError.ts';
import { createHolds, type Holds } from '../holds.ts';
import { type IdField, validId } from '../ids.ts';
import { type Inside, insideOf } from '../inside.ts';
import { judge } from '../judge.ts';
import { isDeleted } from '../video.ts';
import { clockDiffers } from './check.ts';
import {
  type DeletionPlan,
  type KeptVideo,
  type PlannedVideo,
  type PlanTotals,
  planFormat,
  plannedVideo,
  sealed,
  type VideoIds,
} from './document.ts';
import { deletedIn, listingOf } from './listing.ts';
import { type RetentionOptions, type Settings, settingsOf } from './options.ts';
import { createPace } from './pace.ts';
import { assertFollowed, type DeletionRules, type PlanLimits, type PlannedRules, rulesAt, rulesOf } from './rules.ts';
import { packagesOf, type ScopedPackage } from './scope.ts';
import { fingerprint } from './seal.ts';
import { keepBusy, type Task } from './workers.ts';

/**
 * Plans a deletion: lists every video of the packages in the rules, and says what goes, what stays and why. It only reads.
 *
 * A doubt keeps a video: no readable date, no readable retention, a state that the rules do not name. Where the plan would
 * hold more than its limits allow, it is not made.
 *
 * @param client The client of the server. Another client, with another key, cannot apply the plan, unless both use the same
 *   `sealKey`.
 * @param rules Packages, age in days, states, holds and limits.
 * @param options `atOnce` (default 4), `sealKey`, `signal`, `timeoutMs`, `maxRetries` and `onProgress`.
 * @returns The plan: JSON, sealed. Show it to a person with `planTable`, then hand it to `applyPlan`.
 * @throws {InvalidRequestError} when a rule or an option is missing, unknown, or makes no sense.
 * @throws {PlanRefusedError} with the reason `limit` when it would hold too much, `clock` when this machine's clock and the
 *   server's differ by more than an hour.
 * @throws {NotFoundError} when a package that the rules name does not exist.
 * @throws {ApiError} and the other errors of a list, when a package or a page cannot be read: a plan is complete or none.
 * @example
 * ```ts
 * const plan = await planDeletion(client, {
 *   packages: { states: ['executed'] },
 *   olderThanDays: 3650,
 *   hold: { packageIds: [], meetingVideoIds: [] },
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
  const { settings } = settingsOf(inside, options);
  const planned = rulesOf(rules);
  assertFollowed(planned);
  const { now, random } = inside.clock;
  const createdAt = new Date(now()).toISOString();
  const pace = createPace(inside.clock);
  const terms = () => ({ ...settings.terms(), pace });
  const found = await judgeAll(inside, { ...settings, terms }, planned);
  const contents = {
    server: inside.server,
    createdAt,
    rules: planned,
    delete: found.flatMap((each) => each.delete),
    keep: found.flatMap((each) => each.keep),
    alreadyDeleted: found.flatMap((each) => each.alreadyDeleted),
  };
  const totals = totalsOf(contents, found.length);
  mustBeWithin(planned.limits, totals);
  const id = fingerprint(JSON.stringify([contents, random()])).slice(0, 32);
  return sealed({ format: planFormat, id, ...contents, totals }, settings.sealer);
}

/** What was found in one package. */
type Found = { delete: PlannedVideo[]; keep: KeptVideo[]; alreadyDeleted: VideoIds[] };

/** Judges every video, package by package, while the pages of packages come. */
async function judgeAll(inside: Inside, { atOnce, terms, tell }: Settings, rules: PlannedRules): Promise<Found[]> {
  const holds = createHolds(rules.hold);
  const source = packagesOf(inside, rules.packages, terms);
  const waiting: ScopedPackage[] = [];
  const found: Found[] = [];
  const progress = { done: 0, total: 0, deleted: 0, kept: 0 };
  let isReading = false;
  let isRead = false;

  async function read(): Promise<void> {
    isReading = true;
    do {
      const { value, done } = await source.next();
      if (done) isRead = true;
      else waiting.push(value);
    } while (!isRead && waiting.length < 2 * atOnce);
    isReading = false;
  }

  function judge(scoped: ScopedPackage, place: number): Task {
    const each: Found = { delete: [], keep: [], alreadyDeleted: [] };
    found[place] = each;
    progress.total += 1;
    return async () => {
      await judgePackage(inside, scoped, { rules, holds }, terms, each);
      progress.done += 1;
      progress.kept += each.keep.length;
      progress.deleted += each.alreadyDeleted.length;
      tell({ phase: 'plan', ...progress, failed: 0, packageName: scoped.packageName });
    };
  }

  await keepBusy(atOnce, () => {
    if (!isRead && !isReading && waiting.length < atOnce) return read;
    const scoped = waiting.shift();
    return scoped && judge(scoped, found.length);
  });
  tell({ phase: 'plan', ...progress, failed: 0, packageName: null }, true);
  return found;
}

async function judgePackage(
  inside: Inside,
  { packageId, packageName }: ScopedPackage,
  { rules, holds }: { rules: PlannedRules; holds: Holds },
  terms: Settings['terms'],
  into: Found,
): Promise<void> {
  const { entries, notFound, now } = await listingOf(inside, usable('packageId', packageId), terms());
  // One that a query found may be gone a moment later; one that the rules name should be there.
  if (notFound && 'packageIds' in rules.packages) throw notFound;
  if (now === undefined) throw clockDiffers();
  for (const [meetingVideoId, versions] of entries) {
    const [video] = versions;
    if (!video) continue;
    const ids = { packageId, meetingVideoId: usable('meetingVideoId', meetingVideoId) };
    if (deletedIn(versions)) {
      into.alreadyDeleted.push(ids);
      continue;
    }
    const described = plannedVideo({ packageId, packageName }, versions.find((each) => !isDeleted(each)) ?? video);
    const subject = { ...ids, entries: versions, package: 'notAsked' } as const;
    const verdict = judge(subject, rulesAt(rules, holds, now), now);
    if (verdict) into.keep.push({ ...described, reason: verdict.reason });
    else into.delete.push(described);
  }
}

/** An id that a later call can name. */
function usable(field: IdField, id: string): string {
  try {
    return validId(field, id);
  } catch {
    const message = `The API lists a ${field} that no call can name: ${JSON.stringify(id)}. Nothing was deleted.`;
    throw new UnexpectedResponseError(message, { mayHaveDeleted: false, status: 200 });
  }
}

function totalsOf({ delete: planned, keep, alreadyDeleted }: Found, packages: number): PlanTotals {
  const alive = planned.length + keep.length;
  return {
    packages,
    videos: alive + alreadyDeleted.length,
    alive,
    delete: planned.length,
    keep: keep.length,
    alreadyDeleted: alreadyDeleted.length,
    bytes: planned.reduce((bytes, { size }) => bytes + (size ?? 0), 0),
  };
}

function mustBeWithin({ videos, share }: PlanLimits, { delete: planned, alive }: PlanTotals): void {
  const counts = { planned, alive };
  const advice = 'Check the rules: if they are right, raise the limit.';
  if (planned > videos) {
    const problem = `${planned} videos meet the rules, and the limit is ${videos}.`;
    throw new PlanRefusedError('limit', `${problem} ${advice}`, counts);
  }
  // A quotient rounds as the number in the rules does: 29 of 100 are exactly a share of 0.29.
  if (share !== undefined && alive > 0 && planned / alive > share) {
    const problem = `${planned} of the ${alive} videos that are not deleted meet the rules, and the limit is a share of ${share}.`;
    throw new PlanRefusedError('limit', `${problem} ${advice}`, counts);
  }
}
