import type { Client } from '../client.ts';
import { insideOf } from '../inside.ts';
import { checkedPlan } from './check.ts';
import type { DeletionPlan, PlannedVideo, VideoIds } from './document.ts';
import { deletedIn, type Listing, listingOf, timeDeletedOf } from './listing.ts';
import { type RetentionOptions, settingsOf } from './options.ts';
import { createPace } from './pace.ts';
import type { PlannedRules } from './rules.ts';
import { keepBusy } from './workers.ts';

/** A video that the API shows as deleted, and when, if it says so. */
export type DeletedVideo = VideoIds & { timeDeleted?: string };

/** A video of a plan, in a receipt. */
export type AuditedVideo = VideoIds & { packageName: string | null; size: number | null };

/** What the API says of a plan at a moment. It holds no key and no link. */
export type DeletionReceipt = {
  format: 'iinked-sign/deletion-receipt/1';
  planId: string;
  /** The seal of the plan, which stands for every word of it. */
  planSeal: string;
  rules: PlannedRules;
  server: string;
  checkedAt: string;
  /** Planned videos that are deleted, whoever deleted them. */
  deleted: (AuditedVideo & { timeDeleted?: string })[];
  /** Planned videos that are alive. */
  remaining: (AuditedVideo & { state: string | null })[];
  /** Planned videos that are no longer listed: a server may hide what is deleted, and a package may be gone. */
  missing: AuditedVideo[];
  /** Videos of the same packages that are deleted now, and were neither planned nor deleted when the plan was made. */
  unplanned: DeletedVideo[];
  /** Whether nothing remains and nothing is missing. */
  complete: boolean;
  totals: {
    planned: number;
    deleted: number;
    remaining: number;
    missing: number;
    unplanned: number;
    deletedBytes: number;
  };
};

/**
 * Audits a plan: lists its packages and reports what the API says of every planned video now. It only reads.
 *
 * A request whose outcome is unknown may arrive late: audit no sooner than `timeoutMs` after it.
 *
 * @param client The client of the server that the plan is for.
 * @param plan The plan, unchanged. It may be of any age.
 * @param options `atOnce` (default 4), `sealKey`, `signal`, `timeoutMs`, `maxRetries` and `onProgress`.
 * @returns The receipt. It reports what the API says; what the vendor keeps in backups, the API does not say.
 * @throws {InvalidRequestError} when an option is unknown or cannot be right.
 * @throws {PlanRefusedError} with the reason `format`, `key`, `seal` or `server`.
 * @throws {ApiError} and the other errors of a list, when a package cannot be read: a receipt is complete or none.
 * @example
 * ```ts
 * const receipt = await auditPlan(client, plan);
 * if (!receipt.complete) console.log(receipt.remaining, receipt.missing);
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export async function auditPlan(
  client: Client,
  plan: DeletionPlan,
  options?: RetentionOptions,
): Promise<DeletionReceipt> {
  const inside = insideOf(client);
  const { settings } = settingsOf(inside, options);
  const { atOnce, sealer, tell } = settings;
  const checked = checkedPlan(plan, inside.server, sealer);
  const packages = byPackage(checked);
  const pace = createPace(inside.clock);
  const progress = { done: 0, total: packages.length, deleted: 0, kept: 0 };
  const waiting = packages.values();
  await keepBusy(atOnce, () => {
    const { value: each } = waiting.next();
    if (!each) return undefined;
    return async () => {
      const terms = { ...settings.terms(), pace };
      sort(each, await listingOf(inside, each.packageId, terms));
      progress.done += 1;
      progress.deleted += each.found.deleted.length;
      progress.kept += each.found.remaining.length;
      tell({ phase: 'audit', ...progress, failed: 0, packageName: each.packageName });
    };
  });
  tell({ phase: 'audit', ...progress, failed: 0, packageName: null }, true);
  return receiptOf(checked, new Date(inside.clock.now()).toISOString(), {
    deleted: packages.flatMap(({ found }) => found.deleted),
    remaining: packages.flatMap(({ found }) => found.remaining),
    missing: packages.flatMap(({ found }) => found.missing),
    unplanned: packages.flatMap(({ found }) => found.unplanned),
  });
}

type Found = Pick<DeletionReceipt, 'deleted' | 'remaining' | 'missing' | 'unplanned'>;

/** A package of a plan: its planned videos, the ids of all whose deletion is no surprise, and what is found of it. */
type Audited = Pick<PlannedVideo, 'packageId' | 'packageName'> & {
  planned: PlannedVideo[];
  expected: Set<string>;
  found: Found;
};

function byPackage({ delete: planned, alreadyDeleted }: DeletionPlan): Audited[] {
  const packages = new Map<string, Audited>();
  for (const video of planned) {
    const { packageId, packageName, meetingVideoId } = video;
    const found = { deleted: [], remaining: [], missing: [], unplanned: [] };
    const known = packages.get(packageId) ?? { packageId, packageName, planned: [], expected: new Set(), found };
    packages.set(packageId, known);
    known.planned.push(video);
    known.expected.add(meetingVideoId);
  }
  for (const { packageId, meetingVideoId } of alreadyDeleted) packages.get(packageId)?.expected.add(meetingVideoId);
  return [...packages.values()];
}

/** Sorts what a list shows of a package by what the plan says of it. */
function sort({ packageId, planned, expected, found }: Audited, { entries }: Listing): void {
  for (const { meetingVideoId, packageName, size } of planned) {
    const video = { packageId, meetingVideoId, packageName, size };
    const versions = entries.get(meetingVideoId);
    const gone = deletedIn(versions);
    if (gone) found.deleted.push({ ...video, ...timeDeletedOf([gone]) });
    else if (versions) found.remaining.push({ ...video, state: stateOf(versions) });
    else found.missing.push(video);
  }
  for (const [meetingVideoId, versions] of entries) {
    const gone = deletedIn(versions);
    if (gone && !expected.has(meetingVideoId))
      found.unplanned.push({ packageId, meetingVideoId, ...timeDeletedOf([gone]) });
  }
}

function stateOf(versions: readonly { state?: unknown }[]): string | null {
  const state = versions[0]?.state;
  return typeof state === 'string' ? state : null;
}

function receiptOf(
  { id, seal, rules, server, delete: planned }: DeletionPlan,
  checkedAt: string,
  found: Found,
): DeletionReceipt {
  const { deleted, remaining, missing, unplanned } = found;
  return {
    format: 'iinked-sign/deletion-receipt/1',
    planId: id,
    planSeal: seal,
    rules,
    server,
    checkedAt,
    ...found,
    complete: remaining.length === 0 && missing.length === 0,
    totals: {
      planned: planned.length,
      deleted: deleted.length,
      remaining: remaining.length,
      missing: missing.length,
      unplanned: unplanned.length,
      deletedBytes: deleted.reduce((bytes, { size }) => bytes + (size ?? 0), 0),
    },
  };
}
