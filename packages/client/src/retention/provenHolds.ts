import { NotFoundError } from '../errors/NotFoundError.ts';
import { PermissionDeniedError } from '../errors/PermissionDeniedError.ts';
import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import { UnexpectedResponseError } from '../errors/UnexpectedResponseError.ts';
import type { HoldField, SealedHold } from '../hold.ts';
import type { FilterField, Holds, NumberField, UnmatchedHold } from '../holds.ts';
import type { MeetingVideo } from '../schemas.ts';
import type { VideoIds } from '../video.ts';
import { factsOf, listingOf } from './packageReading.ts';
import type { Reader } from './reader.ts';
import { pagesOfQuery } from './scope.ts';
import { keepBusy } from './workers.ts';

/** What proves that holds match something. */
type Proof = {
  holds: Holds;
  reader: Reader;
  atOnce: number;
  /** Whether nothing more may begin. */
  isOver?: () => boolean;
  /** Notes a video of a list that was read: it may also be listed elsewhere. Left out where the reader does so. */
  noteVideo?: (ids: VideoIds, entries: readonly MeetingVideo[]) => void;
};

const filters = { folderIds: 'folderId', teamIds: 'teamId', memberIds: 'memberId' } as const;
const filterFields: readonly FilterField[] = ['folderIds', 'teamIds', 'memberIds'];

/**
 * Pages the folders, teams and members on hold, which hold every package that the API lists under them.
 *
 * @param widens Whether the rules are about packages of all members: then the hold must be, too.
 * @throws {PlanRefusedError} with the reason `hold` where the key may not see what the rules ask for.
 */
export async function readFilters(hold: SealedHold, widens: boolean, proof: Proof): Promise<void> {
  const tasks = filterFields.flatMap((field) =>
    hold[field].map((value) => () => readFilter(field, value, widens, proof)),
  );
  await keepBusy(proof.atOnce, () => (proof.isOver?.() ? undefined : tasks.pop()));
}

async function readFilter(field: FilterField, value: string, widens: boolean, proof: Proof): Promise<void> {
  await inEitherCase(value, async (id) => {
    const query = { [filters[field]]: id };
    try {
      return await answers(() => readPages(field, value, { ...query, allMembers: true }, proof), 'throws');
    } catch (error) {
      if (!(error instanceof PermissionDeniedError)) throw error;
      if (widens) throw outOfReach(field, value);
      return answers(() => readPages(field, value, query, proof));
    }
  });
}

async function readPages(
  field: FilterField,
  value: string,
  query: object,
  { holds, reader, isOver }: Proof,
): Promise<void> {
  for await (const items of pagesOfQuery(query, reader, () => mayBeMissed(field, value))) {
    for (const item of items) {
      holds.listedUnder(field, value, item.packageId);
      holds.see(item.packageId, factsOf(item));
    }
    if (isOver?.()) return;
  }
}

/** A package that a hold should keep must not be missed. */
function mayBeMissed(field: FilterField, value: string): never {
  const problem = `Packages went away while those in the ${words[field]} ${spelt(value)} on hold were listed, at four attempts in a row: some may be missing.`;
  throw new UnexpectedResponseError(`${problem} Nothing was deleted. Try again when less changes.`, {
    mayHaveDeleted: false,
    status: 200,
  });
}

/** Asks for the packages and videos on hold that nothing has matched so far. */
export async function askForIds(unmatched: readonly UnmatchedHold[], proof: Proof): Promise<void> {
  const tasks = unmatched.flatMap(({ field, value }) => {
    if (field === 'packageIds' && typeof value === 'string') return [() => askForPackage(value, proof)];
    return field === 'videos' && typeof value === 'object' ? [() => askForVideo(value, proof)] : [];
  });
  await keepBusy(proof.atOnce, () => (proof.isOver?.() ? undefined : tasks.pop()));
}

async function askForPackage(packageId: string, { holds, reader }: Proof): Promise<void> {
  await inEitherCase(packageId, async (id) => {
    const isThere = await answers(async () => holds.see(id, factsOf((await reader.details(id)).value)));
    if (isThere) holds.found('packageIds', packageId);
    return isThere;
  });
}

async function askForVideo(pair: VideoIds, { holds, reader, noteVideo }: Proof): Promise<void> {
  await inEitherCase(pair.packageId, async (id) => {
    try {
      const { entries, notFound } = await listingOf(reader, id);
      for (const [meetingVideoId, each] of entries) {
        holds.seeVideo(id, meetingVideoId);
        noteVideo?.({ packageId: id, meetingVideoId }, each);
      }
      return !notFound;
    } catch (error) {
      if (!(error instanceof PermissionDeniedError)) throw error;
      holds.found('videos', pair);
      return true;
    }
  });
}

/** Asks for an id as it is spelt, then in lower case. */
async function inEitherCase(id: string, ask: (id: string) => Promise<boolean>): Promise<void> {
  for (const each of new Set([id, id.toLowerCase()])) if (await ask(each)) return;
}

/** Whether the API knows what is asked for: what is out of reach for this key is there, unless that throws. */
async function answers(ask: () => Promise<void>, outOfReach: 'counts' | 'throws' = 'counts'): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof PermissionDeniedError && outOfReach === 'counts') return true;
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/**
 * Makes sure that no hold fails silently.
 *
 * @param unmatched What matches nothing, and must match something.
 * @param unsaid The fields of numbers that no package has.
 * @throws {PlanRefusedError} with the reason `hold`.
 */
export function assertMatched(
  unmatched: readonly UnmatchedHold[],
  [unsaid]: readonly NumberField[],
  mode: SealedHold['unmatched'],
): void {
  if (unsaid) {
    const problem = `No package that was read has a ${words[unsaid]}, so a hold by it cannot hold anything.`;
    throw new PlanRefusedError('hold', `${problem} Hold by package ids instead.`);
  }
  if (mode === 'report') return;
  const mustMatch = unmatched.filter(({ field }) => field !== 'matterNumbers' && field !== 'clientNumbers');
  if (mustMatch.length === 0) return;
  const named = mustMatch.slice(0, 10).map(({ field, value }) => `${words[field]} ${spelt(value)}`);
  const more = mustMatch.length > named.length ? ` and ${mustMatch.length - named.length} more` : '';
  const advice = mustMatch.some(({ field }) => field === 'meetingVideoIds')
    ? " Give a video with its package, in hold.videos, so that it can be asked for; or set hold.unmatched to 'report'."
    : " Correct them, leave them out, or set hold.unmatched to 'report'.";
  throw new PlanRefusedError('hold', `These holds match nothing: ${named.join(', ')}${more}.${advice}`, {
    unmatchedHolds: mustMatch,
  });
}

function outOfReach(field: FilterField, value: string): PlanRefusedError {
  const problem = `This key may not list the packages of all members in the ${words[field]} ${spelt(value)} on hold, and the rules ask for allMembers.`;
  return new PlanRefusedError('hold', `${problem} Use a key that may, or plan without allMembers.`, {
    unmatchedHolds: [{ field, value }],
  });
}

const words: Record<HoldField, string> = {
  packageIds: 'package',
  videos: 'video',
  meetingVideoIds: 'video',
  matterNumbers: 'matter number',
  clientNumbers: 'client number',
  folderIds: 'folder',
  teamIds: 'team',
  memberIds: 'member',
};

function spelt(value: UnmatchedHold['value']): string {
  const text = typeof value === 'string' ? value : `${value.packageId}/${value.meetingVideoId}`;
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
