import { NotFreshError } from '../errors/NotFreshError.ts';
import type { PackageFacts } from '../facts.ts';
import type { ApplySettings } from './applyOptions.ts';
import type { Batch, PlannedTogether } from './carryOut.ts';
import type { Run } from './deletePlanned.ts';
import type { Approvals } from './documents/approvals.ts';
import type { DeletionPlan } from './documents/plan.ts';
import type { PlannedVideo } from './documents/video.ts';
import { elsewhereOf } from './elsewhere.ts';
import { type FreshPackage, freshPackageOf } from './freshPackage.ts';
import { holdsNowOf } from './holdsNow.ts';
import { askForIds, assertMatched, readFilters } from './provenHolds.ts';
import type { Reader } from './reader.ts';
import { widens } from './rules.ts';
import { type InScope, scopeNow } from './scope.ts';

/** What a run goes by beside what every step needs. */
export type ApplyRun = Run & {
  /** Makes the readings of a package. */
  freshOf: (videos: PlannedTogether) => FreshPackage;
  /** Reads once what holds and what is in the scope now, and makes sure that nothing was lost, before anything is deleted. */
  prepare: (batches: readonly Batch[]) => Promise<void>;
  unmatchedHolds: () => DeletionPlan['unmatchedHolds'];
};

/** Makes the run of an apply: the rules of the plan, with the holds, approvals and copies of now. */
export function createApplyRun(
  plan: DeletionPlan,
  { hold, copies, isDryRun, atOnce }: ApplySettings,
  { isStruck, people }: Pick<Approvals, 'isStruck' | 'people'>,
  means: Pick<Run, 'inside' | 'reader' | 'terms' | 'pace' | 'stop'>,
): ApplyRun {
  const { rules } = plan;
  const { stop } = means;
  const { holds, united, unmatched, unmatchedNew } = holdsNowOf(plan, hold);
  const elsewhere = elsewhereOf(plan.delete);
  const proven = new Set<PlannedVideo>();
  const cutoff = { instant: Date.parse(plan.cutoff), since: rules.olderThan.since };
  const isOver = () => stop.reason() !== undefined;
  let isInScope: InScope = () => false;

  // Each list counts at once, whatever it was asked for: what it shows may keep a video of another package.
  const reader: Reader = {
    ...means.reader,
    async videos(packageId) {
      const reading = await means.reader.videos(packageId);
      for (const { meetingVideoId } of reading.value.videos) {
        holds.seeVideo(packageId, meetingVideoId);
        elsewhere.see({ packageId, meetingVideoId });
      }
      return reading;
    },
  };

  async function prove(videos: PlannedTogether): Promise<void> {
    for (const video of videos) {
      if (isOver()) return;
      if (await copies?.prove(video)) proven.add(video);
    }
  }

  return {
    ...means,
    reader,
    dryRun: isDryRun ? { lacks: lackOf(rules, people, copies) } : undefined,
    hasBegun: false,
    unmatchedHolds: unmatched,
    freshOf: (videos) => {
      const [{ packageId }] = videos;
      return freshPackageOf(videos, reader, {
        prove: () => prove(videos),
        noteDetails: (details) => holds.see(packageId, details),
      });
    },
    rulesFor: (video, { details }) => ({
      states: rules.states,
      cutoff,
      retentionOver: true,
      holds,
      seen: video,
      isElsewhere: elsewhere.has(video),
      isInScope: isInScope(video.packageId, details),
      isStruck: isStruck(video),
      isArchived: copies === undefined || proven.has(video),
    }),
    async prepare(batches) {
      const proof = { holds, reader, atOnce, isOver };
      await readFilters(united, widens(rules), proof);
      await askForIds(unmatchedNew(), proof);
      const example = await firstReadingOf(batches, isOver);
      // A video that no list has shown yet may still be shown by one that is read later: it is only reported.
      const mustMatch = unmatchedNew().filter(({ field }) => field !== 'meetingVideoIds');
      // The plan has read more packages: what it holds by, the API says.
      const unsaid = holds.unsaid().filter((field) => rules.hold[field].length === 0);
      if (!isOver()) assertMatched(mustMatch, unsaid, hold.unmatched);
      const planned = new Set(plan.delete.map(({ packageId }) => packageId));
      isInScope = await scopeNow(rules.packages, planned, { reader, example, isOver });
    },
  };
}

/** What a run that deletes would lack, in words. */
function lackOf(
  { approvalsNeeded, requireArchive }: DeletionPlan['rules'],
  people: number,
  copies: unknown,
): string | undefined {
  const lacks = [
    ...(people < approvalsNeeded ? [`approvals by ${approvalsNeeded} different people, and has ${people}`] : []),
    ...(requireArchive && copies === undefined ? ['an archive, and has none'] : []),
  ];
  return lacks.length > 0 ? `An apply of this plan needs ${lacks.join('; it needs ')}.` : undefined;
}

/** The first package that can be read: it shows whether responses can be believed, and what Get Package says. */
async function firstReadingOf(batches: readonly Batch[], isOver: () => boolean): Promise<PackageFacts | undefined> {
  for (const batch of batches) {
    if (isOver()) return undefined;
    const reading = await batch.package.read().catch((error: unknown) => {
      if (error instanceof NotFreshError) throw error;
    });
    if (typeof reading?.details === 'object') return reading.details;
  }
  return undefined;
}
