import type { PackageFacts } from './facts.ts';
import { type HeldBy, pairKey } from './hold.ts';
import { createNear, type Nearby } from './near.ts';
import { idKey, numberKey } from './spelling.ts';
import type { VideoIds } from './video.ts';

/** One thing on hold, as in the rules. */
export type Entry<Value = string | VideoIds> = Nearby & { value: Value; heldBy: HeldBy; isMatched: boolean };

/** What a video or its package is looked up by. */
export type Keys = { inPackage: string; video?: string; facts: readonly PackageFacts[] };

/** One list of a hold. */
export type Shelf<Value = string | VideoIds> = {
  entries: readonly Entry<Value>[];
  /** The entry of a value of the rules. */
  entryOf: (value: Value) => Entry<Value> | undefined;
  /** The entries that hold this. */
  matching: (keys: Keys) => Iterable<Entry<Value> | undefined>;
};

/** A list of ids. It holds packages and videos alike, for an id in the wrong list must hold all the same. */
export function idShelf(values: readonly string[], heldBy: (id: string) => HeldBy): Shelf<string> {
  const byKey = entriesOf(values, idKey, heldBy);
  return {
    entries: [...byKey.values()],
    entryOf: (id) => byKey.get(idKey(id)),
    matching: ({ inPackage, video }) => [byKey.get(inPackage), video === undefined ? undefined : byKey.get(video)],
  };
}

/** Pairs of ids. The video is held wherever it is listed, and where its two ids changed places. */
export function pairShelf(pairs: readonly VideoIds[]): Shelf<VideoIds> {
  const byKey = entriesOf(pairs, pairKey, (pair) => pair);
  const byVideo = new Map<string, Entry<VideoIds>>();
  for (const entry of byKey.values()) byVideo.set(idKey(entry.value.meetingVideoId), entry);
  return {
    entries: [...byKey.values()],
    entryOf: (pair) => byKey.get(pairKey(pair)),
    matching: ({ inPackage, video }) =>
      video === undefined
        ? []
        : [byKey.get(`${inPackage}\n${video}`), byKey.get(`${video}\n${inPackage}`), byVideo.get(video)],
  };
}

/** A list of numbers, which a field of a package may have. */
export type NumberShelf = Shelf<string> & {
  /** Notes what a package that was read has in this field. */
  read: (facts: PackageFacts) => void;
  /** Whether no package that was read has this field. */
  isUnsaid: () => boolean;
};

export function numberShelf(
  values: readonly string[],
  heldBy: (number: string) => HeldBy,
  fieldOf: (facts: PackageFacts) => unknown,
): NumberShelf {
  const byKey = entriesOf(values, numberKey, heldBy);
  const entries = [...byKey.values()];
  const byDigits = new Map(entries.map((entry) => [withoutZeros(entry.key), entry]));
  let near: ReturnType<typeof createNear> | undefined;
  let packages = 0;
  let packagesWithField = 0;
  return {
    entries,
    entryOf: (number) => byKey.get(numberKey(number)),
    *matching({ facts }) {
      for (const each of facts) {
        const value = fieldOf(each);
        if (typeof value !== 'string' && typeof value !== 'number') continue;
        const key = numberKey(String(value));
        yield byKey.get(key);
        // A number of JSON has lost the zeros that it began with.
        if (typeof value === 'number') yield byDigits.get(withoutZeros(key));
      }
    },
    read(facts) {
      const value = fieldOf(facts);
      packages += 1;
      if (value !== undefined) packagesWithField += 1;
      if (entries.length === 0 || !(typeof value === 'string' || typeof value === 'number')) return;
      near ??= createNear(entries);
      near(numberKey(String(value)), String(value));
    },
    isUnsaid: () => entries.length > 0 && packages > 0 && packagesWithField === 0,
  };
}

/** A list of ids by which the API can filter packages. */
export type FilterShelf = Shelf<string> & {
  /** Notes that the API lists a package under such a filter. */
  list: (id: string, packageId: string) => void;
};

export function filterShelf(
  values: readonly string[],
  heldBy: (id: string) => HeldBy,
  fieldOf: (facts: PackageFacts) => unknown,
): FilterShelf {
  const byKey = entriesOf(values, idKey, heldBy);
  const listed = new Map<string, Entry<string>>();
  const entryOf = (id: string) => byKey.get(idKey(id));
  return {
    entries: [...byKey.values()],
    entryOf,
    *matching({ inPackage, facts }) {
      yield listed.get(inPackage);
      for (const each of facts) {
        const value = fieldOf(each);
        if (typeof value === 'string') yield entryOf(value);
      }
    },
    list(id, packageId) {
      const entry = entryOf(id);
      if (!entry) return;
      entry.isMatched = true;
      const key = idKey(packageId);
      if (!listed.has(key)) listed.set(key, entry);
    },
  };
}

function entriesOf<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
  heldBy: (value: Value) => HeldBy,
): Map<string, Entry<Value>> {
  return new Map(
    values.map((value) => {
      const key = keyOf(value);
      return [key, { key, value, heldBy: heldBy(value), isMatched: false }];
    }),
  );
}

function withoutZeros(key: string): string {
  return key.replace(/^0+/, '');
}
