import type { AskedConditions, Call, Heard } from './call.ts';
import { freshMs, whyNotFresh } from './freshness.ts';
import { isFilterOnHold } from './labels.ts';
import { ageOf, type Moment } from './machine.ts';
import type { PackageEntry } from './packages.ts';
import { cutoffNow, firstReason, type Known, type Terms } from './reasons.ts';
import type { Asked } from './server.ts';
import type { Entry } from './world.ts';

/** A response that says something, and the time by which it is judged. */
type Read<T> = { says: T; now: number; left?: Moment };

/** The lists of a package by which a deletion can be decided. */
export function listsOf({ heard }: Call, packageId: string): Read<Entry[]>[] {
  return heard.flatMap((each) => {
    const { asked, reply } = each;
    if (asked.what !== 'list' || asked.packageId !== packageId || !decides(each)) return [];
    return reply.entries && reply.packageId === packageId
      ? [{ says: reply.entries, now: timeOf(each), left: each.left }]
      : [];
  });
}

/** What Get Package said of a package, as far as a deletion can be decided by it. */
export function detailsOf({ heard }: Call, packageId: string): Read<PackageEntry | 'unreadable'>[] {
  return heard.flatMap((each): Read<PackageEntry | 'unreadable'>[] => {
    const { asked, reply, status } = each;
    if (asked.what !== 'package' || asked.packageId !== packageId) return [];
    const { details } = reply;
    if (status === 200 && isRead(each) && details?.id === packageId) {
      return decides(each) ? [{ says: details, now: timeOf(each), left: each.left }] : [];
    }
    const isNone = status === 403 || status === 404 || each.wasRedirected || (status >= 200 && status < 400);
    return isNone ? [{ says: 'unreadable', now: Number.POSITIVE_INFINITY, left: each.left }] : [];
  });
}

/** The pages of packages that a call read for a query. */
export function pagesOf(
  { heard }: Call,
  isMeant: (query: (Asked & { what: 'listPackages' })['query']) => boolean,
): Heard[] {
  return heard.filter((each) => each.asked.what === 'listPackages' && isMeant(each.asked.query) && decides(each));
}

/**
 * Every first reason by which what a call read keeps a video: of each list and what Get Package said beside it. `undefined` is
 * one of them where they let it be deleted.
 *
 * @param isFresh Whether only what was asked for in the last minute counts.
 */
export function verdictsOf(
  call: Call,
  { packageId, meetingVideoId }: { packageId: string; meetingVideoId: string },
  termsFor: (now: number, details: Known['details']) => Terms,
  {
    isFresh,
    needsDetails,
    isElsewhere,
    listed,
  }: Pick<Known, 'isElsewhere' | 'listed'> & { isFresh: boolean; needsDetails: boolean },
): Set<string | undefined> {
  const now = call.machine.read();
  const counts = ({ left }: Read<unknown>) => !isFresh || !left || ageOf(left, now) <= freshMs;
  const lists = listsOf(call, packageId).filter(counts);
  const found = detailsOf(call, packageId).filter(counts);
  const nothing: Read<undefined>[] = needsDetails ? [] : [{ says: undefined, now: Number.POSITIVE_INFINITY }];
  const verdicts = new Set<string | undefined>();
  for (const list of lists) {
    const entries = list.says.filter(({ id }) => id === meetingVideoId);
    if (entries.length === 0) verdicts.add('missing');
    for (const details of entries.length === 0 ? [] : [...nothing, ...found]) {
      const moment = Math.min(list.now, details.now);
      const known = {
        ...{ packageId, meetingVideoId, entries, details: details.says, listed, isElsewhere, now: moment },
        isListedUnder: (field: string) => isListedUnder(call, packageId, field),
      };
      verdicts.add(firstReason(known, termsFor(moment, details.says)));
    }
  }
  return verdicts;
}

/** Why what a call read last keeps a video whose deletion has conditions, if it does. */
export function reasonNow(call: Call, conditions: AskedConditions): string | undefined {
  const { packageId, meetingVideoId = '' } = call;
  const needsDetails = conditions.retentionOver === true || conditions.olderThan?.since === 'executed';
  const terms = (now: number) => ({ ...conditions, cutoff: cutoffNow(conditions, now) });
  const verdicts = verdictsOf(call, { packageId, meetingVideoId }, terms, {
    ...{ isFresh: true, needsDetails, isElsewhere: false, listed: undefined },
  });
  if (verdicts.has(undefined)) return undefined;
  return [...verdicts].at(-1) ?? 'nothing that was read in the last minute lets it be deleted';
}

/** Whether a response that a call read says, without contradiction, that a video is deleted. */
export function vouches(heard: Heard, packageId: string, id: string): boolean {
  const { status, wasRedirected, reply, asked } = heard;
  if (asked.what === 'list' && whyNotFresh(heard)) return false;
  if (status !== 200 || wasRedirected || reply.packageId !== packageId || !reply.entries) return false;
  const named = reply.entries.filter((entry) => entry.id === id);
  const judged = asked.what === 'list' ? named : reply.entries;
  const isAboutOthers = asked.what === 'delete' && named.length < reply.entries.length;
  return named.length > 0 && !isAboutOthers && judged.every(({ says }) => says === 'deleted');
}

/** Whether a page listed a package under what is on hold in a field. */
function isListedUnder(call: Call, packageId: string, field: string): boolean {
  if (field !== 'folderId' && field !== 'teamId' && field !== 'memberId') return false;
  const pages = pagesOf(call, (query) => isFilterOnHold(field, query[field]));
  return pages.some(({ reply }) => reply.items?.some(({ id }) => id === packageId));
}

/** Whether a list of another package named a video; while a call is under way, before this moment. */
export function isListedElsewhere(call: Call, packageId: string, meetingVideoId: string): boolean {
  const { heard, machine, end } = call;
  const now = machine.read();
  return heard.some(
    (each) =>
      each.asked.what === 'list' &&
      each.asked.packageId !== packageId &&
      each.reply.packageId === each.asked.packageId &&
      decides(each) &&
      (end !== undefined || ageOf(each.read, now) > 0) &&
      each.reply.entries?.some(({ id }) => id === meetingVideoId),
  );
}

/** Whether a deletion can be decided by what a response says. */
export function decides(heard: Heard): boolean {
  return heard.status === 200 && isRead(heard) && !whyNotFresh(heard);
}

/** Whether a response can be read at all. */
function isRead({ wasRedirected, text }: Heard): boolean {
  return !wasRedirected && text.startsWith('{');
}

function timeOf({ date, read }: Heard): number {
  return Math.min(date ?? read.wall, read.wall);
}
