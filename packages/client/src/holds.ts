import type { PackageFacts } from './facts.ts';
import { type HeldBy, type HoldField, holdFields, type SealedHold } from './hold.ts';
import { type Entry, filterShelf, idShelf, type Keys, numberShelf, pairShelf, type Shelf } from './shelf.ts';
import { idKey } from './spelling.ts';
import type { VideoIds } from './video.ts';

/** A video that may be on hold. */
export type HeldSubject = VideoIds & {
  /** What the list of packages says of its package, and what Get Package says of it: either holds. */
  facts: readonly PackageFacts[];
};

/** What is on hold and matched nothing. */
export type UnmatchedHold = {
  field: HoldField;
  /** As in the rules. */
  value: string | VideoIds;
  /** A number that was read and is one letter or digit away, as the API spells it. */
  near?: string;
};

/** What is on hold, and what of it was found. */
export type Holds = {
  /** What holds a video: the first of the rules, in their order. */
  heldBy: (subject: HeldSubject) => HeldBy | undefined;
  /** Notes a package that was read, whether or not anything of it may be deleted. */
  see: (packageId: string, facts: PackageFacts) => void;
  /** Notes a video that was read. */
  seeVideo: (packageId: string, meetingVideoId: string) => void;
  /** Notes that the API lists a package for a folder, a team or a member on hold, which holds it from now on. */
  listedUnder: (field: FilterField, value: string, packageId: string) => void;
  /** Notes that something on hold was asked for and is there, be it out of reach. */
  found: <Field extends HoldField>(field: Field, value: SealedHold[Field][number]) => void;
  /** What matched nothing so far: ids, pairs and filters, then numbers with one near to them, then the other numbers. */
  unmatched: () => UnmatchedHold[];
  /** The lists of numbers that can hold nothing: no package that was read has such a field. */
  unsaid: () => NumberField[];
};

/** The lists of a hold by which the API can filter packages. */
export type FilterField = 'folderIds' | 'teamIds' | 'memberIds';

/** The lists of a hold with numbers that people give. */
export type NumberField = 'matterNumbers' | 'clientNumbers';

/** Makes what tells whether a video is on hold. A video takes the same time, however long the hold is. */
export function createHolds(hold: SealedHold): Holds {
  const numbers = {
    matterNumbers: numberShelf(
      hold.matterNumbers,
      (matterNumber) => ({ matterNumber }),
      (facts) => facts.matterNumber,
    ),
    clientNumbers: numberShelf(
      hold.clientNumbers,
      (clientNumber) => ({ clientNumber }),
      (facts) => facts.clientNumber,
    ),
  };
  const filters = {
    folderIds: filterShelf(
      hold.folderIds,
      (folderId) => ({ folderId }),
      (facts) => facts.folderId,
    ),
    teamIds: filterShelf(
      hold.teamIds,
      (teamId) => ({ teamId }),
      (facts) => facts.teamId,
    ),
    memberIds: filterShelf(
      hold.memberIds,
      (memberId) => ({ memberId }),
      (facts) => facts.memberId,
    ),
  };
  const shelves: { [Field in HoldField]: Shelf<SealedHold[Field][number]> } = {
    packageIds: idShelf(hold.packageIds, (packageId) => ({ packageId })),
    videos: pairShelf(hold.videos),
    meetingVideoIds: idShelf(hold.meetingVideoIds, (meetingVideoId) => ({ meetingVideoId })),
    ...numbers,
    ...filters,
  };
  const numberFields: readonly NumberField[] = ['matterNumbers', 'clientNumbers'];

  function* matches(keys: Keys): Generator<Entry> {
    for (const field of holdFields) {
      for (const entry of shelves[field].matching(keys)) if (entry) yield entry;
    }
  }

  function mark(keys: Keys): void {
    for (const entry of matches(keys)) entry.isMatched = true;
  }

  function unmatchedIn(field: HoldField): UnmatchedHold[] {
    const entries: readonly Entry[] = shelves[field].entries;
    return entries
      .filter(({ isMatched }) => !isMatched)
      .map(({ value, near }) => ({ field, value, ...(near !== undefined && { near }) }));
  }

  return {
    heldBy({ packageId, meetingVideoId, facts }) {
      const [first] = matches({ inPackage: idKey(packageId), video: idKey(meetingVideoId), facts });
      return first?.heldBy;
    },
    see(packageId, facts) {
      mark({ inPackage: idKey(packageId), facts: [facts] });
      for (const field of numberFields) numbers[field].read(facts);
    },
    seeVideo: (packageId, meetingVideoId) =>
      mark({ inPackage: idKey(packageId), video: idKey(meetingVideoId), facts: [] }),
    listedUnder: (field, value, packageId) => filters[field].list(value, packageId),
    found(field, value) {
      const entry = shelves[field].entryOf(value);
      if (entry) entry.isMatched = true;
    },
    unmatched() {
      const unmatchedNumbers = numberFields.flatMap(unmatchedIn);
      return [
        ...holdFields.filter((field) => !(field in numbers)).flatMap(unmatchedIn),
        ...unmatchedNumbers.filter(({ near }) => near !== undefined),
        ...unmatchedNumbers.filter(({ near }) => near === undefined),
      ];
    },
    unsaid: () => numberFields.filter((field) => numbers[field].isUnsaid()),
  };
}
