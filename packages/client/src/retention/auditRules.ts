import type { PackageFacts } from '../facts.ts';
import type { SealedHold } from '../hold.ts';
import type { Copies } from './archive.ts';
import type { Known } from './auditPackage.ts';
import type { ApprovalRecord } from './documents/approval.ts';
import type { Approvals } from './documents/approvals.ts';
import type { DeletionPlan } from './documents/plan.ts';
import { elsewhereOf } from './elsewhere.ts';
import { holdsNowOf } from './holdsNow.ts';
import type { Listing } from './packageReading.ts';
import { askForIds, readFilters } from './provenHolds.ts';
import type { Reader } from './reader.ts';
import type { Reports } from './reports.ts';
import { widens } from './rules.ts';
import { meetsScope } from './scope.ts';

/** What an audit goes by. */
export type Audit = Known & {
  /** Pages the filters on hold, and asks for the ids that are new. */
  prepare: () => Promise<void>;
  /** Notes what was read of a package. */
  note: (packageId: string, listing: Listing, details: PackageFacts | 'unreadable' | undefined) => void;
  summary: () => { approvals: ApprovalRecord[]; unmatchedHolds: DeletionPlan['unmatchedHolds'] };
};

/** What an audit is given. */
type Given = {
  reader: Reader;
  reports: Reports;
  approvals: Approvals;
  copies: Copies | undefined;
  hold: SealedHold;
  atOnce: number;
};

/** Makes what an audit goes by: the rules of the plan, with the holds, approvals and copies that came later. */
export function createAudit(plan: DeletionPlan, { reader, reports, approvals, copies, hold, atOnce }: Given): Audit {
  const { rules } = plan;
  const { holds, united, unmatched, unmatchedNew } = holdsNowOf(plan, hold);
  const elsewhere = elsewhereOf(plan.delete);
  const cutoff = { instant: Date.parse(plan.cutoff), since: rules.olderThan.since };
  const records = new Map(reports.approvals.concat(approvals.records).map((record) => [record.seal, record]));
  const struck = new Set<string>();
  for (const { strike } of records.values()) {
    for (const id of strike.packageIds.concat(strike.meetingVideoIds)) struck.add(id);
  }
  return {
    expected: new Set([...plan.delete, ...plan.alreadyDeleted].map(({ meetingVideoId }) => meetingVideoId)),
    isElsewhere: elsewhere.has,
    sha256Of: (video) => copies?.of(video)?.sha256 ?? reports.newest(video)?.sha256,
    confirmed(video) {
      const report = reports.deletion(video);
      return report && (report.timeDeleted === undefined ? {} : { timeDeleted: report.timeDeleted });
    },
    rulesFor: (video, details) => ({
      states: rules.states,
      cutoff,
      retentionOver: true,
      holds,
      seen: video,
      isInScope: reports.newest(video)?.reason !== 'scope' && meetsScope(details, rules.packages),
      isStruck: struck.has(video.meetingVideoId) || struck.has(video.packageId),
      isArchived:
        copies === undefined ? reports.newest(video)?.reason !== 'notArchived' : copies.of(video) !== undefined,
    }),
    async prepare() {
      const proof = { holds, reader, atOnce, noteVideo: elsewhere.see };
      await readFilters(united, widens(rules), proof);
      await askForIds(unmatchedNew(), proof);
    },
    note(packageId, { entries }, details) {
      if (typeof details === 'object') holds.see(packageId, details);
      for (const meetingVideoId of entries.keys()) {
        holds.seeVideo(packageId, meetingVideoId);
        elsewhere.see({ packageId, meetingVideoId });
      }
    },
    summary: () => ({ approvals: [...records.values()], unmatchedHolds: unmatched() }),
  };
}
