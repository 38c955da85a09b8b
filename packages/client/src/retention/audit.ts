import type { Client } from '../client.ts';
import { type Hold, holdOf, unitedHold } from '../hold.ts';
import { insideOf } from '../inside.ts';
import { lifeOfAll } from '../video.ts';
import { type Archive, copiesOf } from './archive.ts';
import { type AuditedPackage, type Sorted, sortPackage } from './auditPackage.ts';
import { createAudit } from './auditRules.ts';
import { checkedPlan } from './check.ts';
import type { Approval } from './documents/approval.ts';
import { approvalsOf } from './documents/approvals.ts';
import type { DeletionPlan } from './documents/plan.ts';
import type { DeletionReceipt } from './documents/receipt.ts';
import type { ApplyReport } from './documents/report.ts';
import { sealed } from './documents/seals.ts';
import { type RetentionOptions, settingsOf } from './options.ts';
import { createPace } from './pace.ts';
import { detailsOf, listingOf } from './packageReading.ts';
import { tallyOf } from './progress.ts';
import { createReader, refusalFor } from './reader.ts';
import { receiptOf } from './receipt.ts';
import { reportsOf } from './reports.ts';
import { keepBusy } from './workers.ts';

/** Options of {@link auditPlan}. */
export type AuditOptions = RetentionOptions & {
  /** The reports of all applies of the plan. */
  reports?: readonly ApplyReport[];
  /** The approvals of the plan. Those that a report names are known. */
  approvals?: readonly Approval[];
  /** The copies of videos, whose hashes the receipt then names. */
  archive?: Archive;
  /** What must be kept now, beside what plan and reports hold. */
  hold?: Hold;
};

/**
 * Audits a plan: sorts every planned video by what the API says of it now. It only reads.
 *
 * A request whose outcome is unknown may arrive late: audit no sooner than `timeoutMs` after it.
 *
 * @param client The client of the server that the plan is for.
 * @param plan The plan, unchanged. It may be of any age.
 * @param options `reports`, `approvals`, `archive`, `hold`, `atOnce` (default 4), `sealKey`, `signal`, `timeoutMs`,
 *   `totalTimeoutMs`, `maxRetries` and `onProgress`.
 * @returns The receipt, sealed. It reports what the API says; what the vendor keeps in backups, the API does not say.
 * @throws {InvalidRequestError} when an option is unknown or cannot be right.
 * @throws {PlanRefusedError} with the reason `format`, `key`, `seal`, `server`, `approvals`, `report`, `hold`, `clock` or `stale`.
 * @throws {ApiError} and the other errors of a list, when a package cannot be read: a receipt is complete or none.
 * @example
 * ```ts
 * const receipt = await auditPlan(client, plan, { reports: [report] });
 * if (!receipt.settled) console.log(receipt.overdue, receipt.missing, receipt.unplanned);
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export async function auditPlan(client: Client, plan: DeletionPlan, options?: AuditOptions): Promise<DeletionReceipt> {
  const inside = insideOf(client);
  const { settings, given } = settingsOf(inside, options, ['reports', 'approvals', 'archive', 'hold']);
  const { atOnce, sealer, tell } = settings;
  const checked = checkedPlan(plan, inside.server, sealer);
  const reports = reportsOf(checked, 'reports' in given ? given.reports : [], sealer);
  const approvals = approvalsOf(checked, 'approvals' in given ? given.approvals : [], sealer, inside.clock.now());
  const copies = 'archive' in given ? copiesOf(given.archive) : undefined;
  const hold = unitedHold(reports.hold, holdOf('hold' in given ? given.hold : {}));

  const pace = createPace(inside.clock);
  const reader = createReader(inside, () => ({ ...settings.terms(), pace }));
  const tally = tallyOf('audit', tell, pace);
  const packages = packagesOf(checked);
  tally.counts.total = packages.length;
  const audit = createAudit(checked, { reader, reports, approvals, copies, hold, atOnce });
  let lastListAt = Number.NEGATIVE_INFINITY;
  const sorted: Sorted = { deleted: [], kept: [], overdue: [], missing: [], unplanned: [] };
  try {
    await audit.prepare();
    const waiting = packages.values();
    await keepBusy(atOnce, () => {
      const { value: each } = waiting.next();
      return each && (() => auditPackage(each));
    });
  } catch (error) {
    throw refusalFor(error);
  }
  tally.end();
  // A clock that is set back meanwhile dates no receipt before what it goes by.
  const checkedAt = new Date(Math.max(lastListAt, inside.clock.now())).toISOString();
  return sealed('receipt', receiptOf(checked, { checkedAt, hold, ...audit.summary() }, sorted), sealer);

  async function auditPackage(audited: AuditedPackage): Promise<void> {
    const listing = await listingOf(reader, audited.packageId);
    lastListAt = Math.max(lastListAt, inside.clock.now());
    const isAlive = audited.planned.some(({ meetingVideoId }) => {
      const entries = listing.entries.get(meetingVideoId);
      return entries !== undefined && lifeOfAll(entries, listing.now) !== 'deleted';
    });
    const details = isAlive ? (await detailsOf(reader, audited.packageId)).facts : undefined;
    audit.note(audited.packageId, listing, details);
    sortPackage(audited, listing, details, audit, sorted);
    const { counts } = tally;
    counts.done += 1;
    counts.alreadyDeleted = sorted.deleted.length;
    counts.kept = sorted.kept.length + sorted.overdue.length;
    counts.missing = sorted.missing.length;
    tally.tell(audited.packageName);
  }
}

function packagesOf({ delete: planned, keep }: DeletionPlan): AuditedPackage[] {
  const packages = new Map<string, AuditedPackage>();
  for (const video of planned) {
    const { packageId, packageName } = video;
    const known = packages.get(packageId);
    if (known) known.planned.push(video);
    else packages.set(packageId, { packageId, packageName, planned: [video], kept: new Set() });
  }
  for (const { packageId, meetingVideoId } of keep) packages.get(packageId)?.kept.add(meetingVideoId);
  return [...packages.values()];
}
