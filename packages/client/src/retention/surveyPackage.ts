import { UnexpectedResponseError } from '../errors/UnexpectedResponseError.ts';
import { type PackageFacts, seenPackage, seenVideo } from '../facts.ts';
import type { Holds } from '../holds.ts';
import { type IdField, validId } from '../ids.ts';
import { judge, type Rules } from '../judge.ts';
import type { MeetingVideo } from '../schemas.ts';
import { lifeOf, lifeOfAll, type VideoIds } from '../video.ts';
import type { KeptVideo } from './documents/plan.ts';
import type { PlannedVideo } from './documents/video.ts';
import { detailsOf, type Listing, listingOf } from './packageReading.ts';
import type { Reader } from './reader.ts';
import type { PlannedRules } from './rules.ts';
import type { ScopedPackage } from './scope.ts';
import type { Seen } from './seen.ts';
import { skippedAs } from './skipping.ts';

/** What a plan found in one package. */
export type Found = {
  delete: PlannedVideo[];
  /** Every kept video, but those that are only too young where nothing is to be deleted. */
  keep: KeptVideo[];
  keepUnlisted: number;
  alreadyDeleted: VideoIds[];
};

/** What it takes to survey a package. */
export type Means = { rules: PlannedRules; holds: Holds; reader: Reader; seen: Seen };

/** Judges every video of a package that is old enough, by one list, and by Get Package where something may be deleted. */
export async function surveyPackage(
  { packageId, listed }: ScopedPackage,
  means: Means,
): Promise<Found | 'young' | 'earlier'> {
  const { reader, seen, rules } = means;
  usable('packageId', packageId);
  let details = listed ? undefined : await asked(packageId, means);
  const facts = listed ?? details?.facts;
  const skipped = typeof facts === 'object' && skippedAs(facts, rules.packages, seen.cutoff());
  if (skipped) return skipped;

  const listing = await listingOf(reader, packageId);
  // One that a query found may be gone a moment later; one that the rules name should be there.
  if (listing.notFound && !listed) throw listing.notFound;
  for (const [meetingVideoId, entries] of listing.entries) {
    usable('meetingVideoId', meetingVideoId);
    seen.noteVideo({ packageId, meetingVideoId }, entries);
  }
  const found = judged({ packageId, listed, details }, listing, means);
  if (details || found.delete.length === 0) return found;
  details = await asked(packageId, means);
  return judged({ packageId, listed, details }, listing, means);
}

type Details = Awaited<ReturnType<typeof detailsOf>>;
type Read = { packageId: string; listed: PackageFacts | undefined; details: Details | undefined };

async function asked(packageId: string, { reader, seen }: Means): Promise<Details> {
  const details = await detailsOf(reader, packageId);
  if (typeof details.facts === 'object') seen.notePackage(packageId, details.facts);
  return details;
}

function judged(
  { packageId, listed, details }: Read,
  { entries: all, now }: Listing,
  { rules, holds, seen }: Means,
): Found {
  const found: Found = { delete: [], keep: [], keepUnlisted: 0, alreadyDeleted: [] };
  const conditions: Rules = { states: rules.states, cutoff: seen.cutoff(), retentionOver: true, holds };
  const facts = typeof details?.facts === 'object' ? details.facts : (listed ?? {});
  const moment = Math.min(now, details?.now ?? now);
  for (const [meetingVideoId, entries] of all) {
    const ids = { packageId, meetingVideoId };
    if (lifeOfAll(entries, moment) === 'deleted') found.alreadyDeleted.push(ids);
    else {
      const described = { ...ids, ...seenPackage(facts), ...seenVideo(shownOf(entries, moment)) };
      const isElsewhere = seen.isElsewhere(meetingVideoId);
      const subject = { ...ids, entries, isElsewhere, listed, package: details?.facts ?? ('notAsked' as const) };
      const verdict = judge(subject, conditions, moment);
      if (verdict) found.keep.push({ ...described, ...verdict });
      else found.delete.push(described);
    }
  }
  return found.delete.length > 0 ? found : withoutYoung(found);
}

/** A kept package need not name what is only too young: there may be many. */
export function withoutYoung(found: Found): Found {
  const keep = found.keep.filter(({ reason }) => reason !== 'young');
  return { ...found, keep, keepUnlisted: found.keepUnlisted + found.keep.length - keep.length };
}

/** The entry that is shown of a video: one that is not deleted, where there is one. */
function shownOf(entries: readonly MeetingVideo[], now: number): Partial<MeetingVideo> {
  return entries.find((each) => lifeOf(each, now) !== 'deleted') ?? entries[0] ?? {};
}

/** An id that a later call can name. */
function usable(field: IdField, id: string): void {
  try {
    validId(field, id);
  } catch {
    const message = `The API listed an invalid ${field}: ${JSON.stringify(id.slice(0, 100))}. Nothing was deleted.`;
    throw new UnexpectedResponseError(message, { mayHaveDeleted: false, status: 200 });
  }
}
