import type { Tally } from './progress.ts';
import { packagesIn, type ScopedPackage } from './scope.ts';
import type { Seen } from './seen.ts';
import { skippedAs } from './skipping.ts';
import { type Found, type Means, surveyPackage, withoutYoung } from './surveyPackage.ts';
import { keepBusy, type Task } from './workers.ts';

/** What a plan found. */
export type Survey = {
  /** What was found in each package that was listed. */
  packages: Found[];
  /** Packages that were not listed: too young, or created before the plan begins. */
  skipped: { young: number; earlier: number };
  /** Whether packages may have been missed. */
  mayBeIncomplete: boolean;
};

/** Reads the packages of the rules while their pages come, and judges the videos of those that are old enough. */
export async function surveyOf(means: Means, { atOnce, tally }: { atOnce: number; tally: Tally }): Promise<Survey> {
  const { rules, reader, seen } = means;
  const places: { found?: Found }[] = [];
  const skipped = { young: 0, earlier: 0 };
  const waiting: ScopedPackage[] = [];
  let mayBeIncomplete = false;
  let reading: 'busy' | 'ended' | undefined;
  const packages = packagesIn(rules.packages, reader, () => {
    mayBeIncomplete = true;
  });

  /** Reads packages until enough are waiting, and lets those go that need not be listed. */
  async function read(): Promise<void> {
    reading = 'busy';
    while (waiting.length < 2 * atOnce) {
      const { value, done } = await packages.next();
      if (done) {
        reading = 'ended';
        return;
      }
      if (value.listed) seen.notePackage(value.packageId, value.listed);
      const as = value.listed && skippedAs(value.listed, rules.packages, seen.cutoff());
      if (as) skipped[as] += 1;
      else waiting.push(value);
    }
    reading = undefined;
  }

  function survey(scoped: ScopedPackage): Task {
    const place: { found?: Found } = {};
    places.push(place);
    tally.counts.total += 1;
    return async () => {
      const found = await surveyPackage(scoped, means);
      tally.counts.done += 1;
      if (typeof found === 'string') skipped[found] += 1;
      else {
        place.found = found;
        tally.counts.kept += found.keep.length + found.keepUnlisted;
        tally.counts.alreadyDeleted += found.alreadyDeleted.length;
      }
      tally.tell(typeof scoped.listed?.name === 'string' ? scoped.listed.name : null);
    };
  }

  await keepBusy(atOnce, () => {
    if (reading === undefined && waiting.length < atOnce) return read;
    const scoped = waiting.shift();
    return scoped && survey(scoped);
  });
  tally.end();
  return { packages: places.flatMap((place) => place.found ?? []), skipped, mayBeIncomplete };
}

/** An id that a later list showed under another package is doubtful, also where it was judged before. */
export function withDoubts(survey: Survey, seen: Seen): Survey {
  return { ...survey, packages: survey.packages.map((found) => doubted(found, seen)) };
}

function doubted(found: Found, seen: Seen): Found {
  const isDoubtful = ({ meetingVideoId }: { meetingVideoId: string }) => seen.isElsewhere(meetingVideoId);
  if (!found.delete.some(isDoubtful) && !found.keep.some(isDoubtful)) return found;
  const kept = found.keep.map(({ heldBy, ...video }) => {
    if (isDoubtful(video) && video.reason !== 'unreadable') return { ...video, reason: 'doubtful' as const };
    return { ...video, ...(heldBy && { heldBy }) };
  });
  const doubtful = found.delete.filter(isDoubtful).map((video) => ({ ...video, reason: 'doubtful' as const }));
  const left = { ...found, delete: found.delete.filter((video) => !isDoubtful(video)), keep: kept.concat(doubtful) };
  return left.delete.length > 0 ? left : withoutYoung(left);
}
