import type { PackageFacts } from '../facts.ts';
import { judgePlanned, type Planned, type Rules } from '../judge.ts';
import { lifeOfAll, type VideoIds } from '../video.ts';
import { timeDeletedOf } from './deletePlanned.ts';
import type { DeletionReceipt } from './documents/receipt.ts';
import type { PlannedVideo } from './documents/video.ts';
import type { Listing } from './packageReading.ts';

/** A package of a plan: what was planned of it, and what the plan kept. */
export type AuditedPackage = {
  packageId: string;
  packageName: string | null;
  planned: PlannedVideo[];
  kept: Set<string>;
};

/** What an audit knows of a planned video beside what the API says. */
export type Known = {
  /** The ids of all videos that were planned, or deleted before: another package may list one, too. */
  expected: ReadonlySet<string>;
  rulesFor: (video: PlannedVideo, details: PackageFacts | 'unreadable') => Rules & Planned;
  isElsewhere: (video: VideoIds) => boolean;
  sha256Of: (video: PlannedVideo) => string | undefined;
  /** When a deletion was confirmed, as a report says. */
  confirmed: (video: VideoIds) => { timeDeleted?: string } | undefined;
};

/** The sorted videos of a receipt. */
export type Sorted = Pick<DeletionReceipt, 'deleted' | 'kept' | 'overdue' | 'missing' | 'unplanned'>;

/** Sorts what the API says of a package by what the plan says of it. */
export function sortPackage(
  audited: AuditedPackage,
  { entries: listed, now }: Listing,
  details: PackageFacts | 'unreadable' | undefined,
  known: Known,
  into: Sorted,
): void {
  for (const planned of audited.planned) {
    const sha256 = known.sha256Of(planned);
    const video = sha256 === undefined ? planned : { ...planned, sha256 };
    const entries = listed.get(planned.meetingVideoId);
    const confirmed = known.confirmed(planned);
    if (!entries && confirmed) into.deleted.push({ ...video, ...confirmed, confirmedBy: 'response' });
    else if (!entries) into.missing.push(video);
    else if (lifeOfAll(entries, now) === 'deleted') into.deleted.push({ ...video, ...timeDeletedOf(entries) });
    else {
      const { packageId, meetingVideoId } = planned;
      const facts = details ?? 'unreadable';
      const subject = { packageId, meetingVideoId, entries, isElsewhere: known.isElsewhere(planned), package: facts };
      const verdict = judgePlanned(subject, known.rulesFor(planned, facts), now);
      if (verdict) into.kept.push({ ...video, ...verdict });
      else into.overdue.push(video);
    }
  }
  addUnplanned(audited, known, listed, now, into);
}

/** Adds what is deleted or gone although nobody planned it. */
function addUnplanned(
  { packageId, packageName, kept }: AuditedPackage,
  { expected }: Known,
  listed: Listing['entries'],
  now: number,
  { unplanned }: Sorted,
): void {
  for (const [meetingVideoId, entries] of listed) {
    if (expected.has(meetingVideoId) || lifeOfAll(entries, now) !== 'deleted') continue;
    unplanned.push({ packageId, packageName, meetingVideoId, ...timeDeletedOf(entries) });
  }
  for (const meetingVideoId of kept) {
    if (!listed.has(meetingVideoId)) unplanned.push({ packageId, packageName, meetingVideoId, gone: true });
  }
}
