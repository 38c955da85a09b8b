import type { MeetingVideo, Package, PackagePage, PackageQuery } from './generated/openapi.ts';

/** A package with its videos, as it is seeded and kept. */
export type SeedPackage = Package & { videos: MeetingVideo[] };

/** The packages and videos that an emulator holds. */
export type State = {
  /** All packages, in the order in which they were seeded. */
  packages: SeedPackage[];
  /** Adds packages; one that is there already is replaced. */
  seed: (packages: SeedPackage[]) => void;
  find: (packageId: string) => SeedPackage | undefined;
  videoOf: (meetingVideoId: string) => MeetingVideo | undefined;
  list: (query: PackageQuery) => PackagePage;
  /** Marks videos as deleted, and gives them as they are then. */
  remove: (videos: MeetingVideo[]) => MeetingVideo[];
};

const defaultTake = 50;

/** Makes an empty state. Deletions are dated by its clock. */
export function createState(now: () => Date): State {
  const packages: SeedPackage[] = [];
  return {
    packages,
    seed(added) {
      for (const each of structuredClone(added)) {
        const known = packages.findIndex(({ packageId }) => packageId === each.packageId);
        packages.splice(known === -1 ? packages.length : known, known === -1 ? 0 : 1, each);
      }
    },
    find: (packageId) => packages.find((each) => each.packageId === packageId),
    videoOf: (meetingVideoId) =>
      packages.flatMap(({ videos }) => videos).find((video) => video.meetingVideoId === meetingVideoId),
    list({ take = defaultTake, skip = 0, ...query }) {
      const found = packages.filter((each) => matches(each, query)).sort(byTimeCreated);
      const items = found.slice(skip, skip + take).map(({ videos, ...item }) => item);
      return { items, total: found.length, take, skip };
    },
    remove(videos) {
      const timeDeleted = now().toISOString();
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

function matches(item: Package, query: PackageQuery): boolean {
  const same = (['memberId', 'teamId', 'folderId', 'isExecuted'] as const).every(
    (field) => query[field] === undefined || query[field] === null || query[field] === item[field],
  );
  const listed = (values: string[] | undefined, value: Package['type']) =>
    values === undefined || values.length === 0 || values.includes(value ?? '');
  return same && listed(query.types, item.type) && listed(query.states, item.state) && isFound(item, query.search);
}

function isFound(item: Package, search = ''): boolean {
  const { name, description, category, clientNumber, matterNumber } = item;
  const text = [name, description, category, clientNumber, matterNumber].join(' ').toLowerCase();
  const wanted = search.toLowerCase();
  if (!wanted.endsWith('*')) return text.includes(wanted);
  // From the beginning of a word, and on over the words that follow.
  return ` ${text}`.includes(` ${wanted.slice(0, -1)}`);
}

function byTimeCreated(one: Package, other: Package): number {
  return (other.timeCreated ?? '').localeCompare(one.timeCreated ?? '');
}
