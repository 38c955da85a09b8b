import { compareInstants, instantOf, type OwnClock, timestamp } from './clock.ts';
import type { MeetingVideo, Package, PackageDetails, PackagePage, PackageQuery } from './generated/openapi.ts';

/** A package with its videos, as it is seeded and kept. */
export type SeedPackage = Omit<PackageDetails, 'meetings'> & { videos: MeetingVideo[] };

/** The packages and videos that an emulator holds. */
export type State = {
  /** All packages, in the order in which they were seeded. Always the same array. */
  packages: SeedPackage[];
  /** Adds packages; one that is there already is replaced. */
  seed: (packages: readonly SeedPackage[]) => void;
  /** Holds these packages and no others. */
  reset: (packages: readonly SeedPackage[]) => void;
  find: (packageId: string) => SeedPackage | undefined;
  list: (query: PackageQuery) => PackagePage;
  /** Marks videos as deleted, and returns them as they are then. */
  remove: (videos: MeetingVideo[]) => MeetingVideo[];
};

const defaultTake = 50;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes an empty state. Deletions are dated by its clock.
 *
 * @param memberId The member whose key is used, where it is not an organization's.
 */
export function createState(clock: OwnClock, memberId: string | undefined): State {
  const packages: SeedPackage[] = [];
  const byId = new Map<string, SeedPackage>();

  function seed(added: readonly SeedPackage[]): void {
    const places = new Map(packages.map(({ packageId }, index) => [packageId, index]));
    for (const each of structuredClone(added)) {
      const { packageId } = each;
      const place = places.get(packageId) ?? packages.length;
      packages[place] = each;
      places.set(packageId, place);
      byId.set(packageId, each);
    }
  }

  return {
    packages,
    seed,
    reset(only) {
      packages.length = 0;
      byId.clear();
      seed(only);
    },
    find(packageId) {
      const found = byId.get(packageId);
      // A program that holds the packages may change them, their ids too.
      return found?.packageId === packageId ? found : packages.find((each) => each.packageId === packageId);
    },
    list({ take = defaultTake, skip = 0, ...query }) {
      const now = clock.now().getTime();
      const isVisible = (item: Package) =>
        memberId === undefined || query.allMembers || item.memberId === (query.memberId ?? memberId);
      const found = packages.filter((each) => isVisible(each) && matches(each, query, now));
      const items = newestFirst(found)
        .slice(skip, skip + take)
        .map(asListed);
      return { items, total: found.length, take, skip };
    },
    remove(videos) {
      const timeDeleted = timestamp(clock.tick());
      return videos.map((video) =>
        Object.assign(video, {
          state: 'deleted',
          timeDeleted,
          url: null,
          timeUrlExpires: null,
        } satisfies Partial<MeetingVideo>),
      );
    },
  };
}

/** A package without what only Get Package returns. */
function asListed({
  videos,
  shared,
  meetingId,
  templateId,
  formId,
  keyId,
  version,
  timeRetention,
  timeDeleted,
  ...item
}: SeedPackage): Package {
  return item;
}

function matches(item: Package, query: PackageQuery, now: number): boolean {
  const same = (['memberId', 'teamId', 'folderId', 'isExecuted'] as const).every(
    (field) => query[field] === undefined || query[field] === null || query[field] === item[field],
  );
  const listed = (values: string[] | undefined, value: Package['type']) =>
    values === undefined || values.length === 0 || values.includes(value ?? '');
  return (
    same &&
    listed(query.types, item.type) &&
    listed(query.states, item.state) &&
    isDue(item, query.days, now) &&
    isFound(item, query.search)
  );
}

function isDue({ timeSignBy }: Package, days: number | undefined, now: number): boolean {
  if (days === undefined) return true;
  const due = Date.parse(timeSignBy ?? '');
  return due >= now && due <= now + days * dayMs;
}

function isFound(item: Package, search = ''): boolean {
  const { name, description, category, clientNumber, matterNumber } = item;
  const text = [name, description, category, clientNumber, matterNumber].join(' ').toLowerCase();
  const wanted = search.toLowerCase();
  if (!wanted.endsWith('*')) return text.includes(wanted);
  // From the beginning of a word, and on over the words that follow.
  return ` ${text}`.includes(` ${wanted.slice(0, -1)}`);
}

function newestFirst(packages: readonly SeedPackage[]): SeedPackage[] {
  return packages
    .map((item) => ({ item, created: instantOf(item.timeCreated) }))
    .sort((one, other) => compareInstants(other.created, one.created))
    .map(({ item }) => item);
}
