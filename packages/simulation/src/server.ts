import { filterFields, isFilterOnHold } from './labels.ts';
import { type Package, type PackageEntry, packageEntryOf } from './packages.ts';
import type { Manners } from './program.ts';
import { firstMoment } from './time.ts';
import { aVideo, type Entry, entryOf, type Video } from './world.ts';

/** Where the simulated server is. */
export const baseUrl = 'https://sign.example.com/api/v1';

/** What narrows a list of packages. */
export type Query = Partial<
  Record<(typeof filterFields)[number], string> & { states: string[]; isExecuted: boolean; allMembers: boolean }
>;

/** What a request asks for, as a server reads it. */
export type Asked =
  | { what: 'list'; packageId: string }
  | { what: 'package'; packageId: string }
  | { what: 'deleteAll'; packageId: string }
  | { what: 'delete'; packageId: string; meetingVideoId: string }
  | { what: 'listPackages'; query: Query; take: number; skip: number }
  | { what: 'nothing' };

/** A response in the making: its status, and what it names. */
export type Reply = {
  status: number;
  packageId?: string;
  /** The videos that it names. */
  entries?: Entry[];
  /** The packages of a page. */
  items?: PackageEntry[];
  /** How many packages there are on all pages. */
  total?: number;
  /** The package, of Get Package. */
  details?: PackageEntry;
  json: object | null;
};

/** The server: a small model of what the API documents, on a world of its own. */
export type Server = {
  packages: Package[];
  /** Carries a request out, and tells of each video that it deletes. */
  carryOut: (asked: Asked, onDeleted: (packageId: string, video: Video) => void) => Reply;
  /** What a request that reads would have read at first. */
  readAtFirst: (asked: Asked) => Reply | undefined;
};

/** Makes a server. */
export function createServer(manners: Manners, packages: Package[]): Server {
  const { listsDeleted, deletesAgain, pageSize } = manners;
  const atFirst = structuredClone(packages);

  function page({ query, take, skip }: Asked & { what: 'listPackages' }, from: Package[]): Reply {
    if (query.allMembers && !manners.mayWiden) return forbidden;
    if (filterFields.some((field) => query[field] !== undefined && !isKnown(query[field]))) return notFound;
    const matching = from.filter((each) => !each.isGone && meets(each, query));
    const items = matching.slice(skip, skip + Math.min(take, pageSize)).map((each) => packageEntryOf(each, 'item'));
    const json = { items: items.map(({ json }) => json), total: matching.length, take: pageSize, skip };
    return { status: 200, items, total: matching.length, json };
  }

  function isKnown(filter: string): boolean {
    return !manners.isExact || filter === filter.toLowerCase();
  }

  function list({ id, videos }: Package): Reply {
    return listing(id, videos.filter((video) => listsDeleted || !video.isDeleted).map(entryOf));
  }

  function deletion({ id, videos }: Package, doomed: Video[], onDeleted: (id: string, video: Video) => void): Reply {
    for (const video of doomed.filter(({ isDeleted }) => !isDeleted)) {
      video.isDeleted = true;
      onDeleted(id, video);
    }
    return listing(id, videos.filter((video) => doomed.includes(video)).map(entryOf));
  }

  function read(asked: Asked, from: Package[]): Reply | undefined {
    if (asked.what === 'listPackages') return page(asked, from);
    if (asked.what !== 'list' && asked.what !== 'package') return undefined;
    const found = from.find(({ id, isGone }) => id === asked.packageId && !isGone);
    if (!found) return notFound;
    if (asked.what === 'list') return list(found);
    if (manners.details !== 'given') return manners.details === 'forbidden' ? forbidden : notFound;
    return detailing(packageEntryOf(found, 'details'));
  }

  return {
    packages,
    readAtFirst: (asked) => read(asked, atFirst),
    carryOut(asked, onDeleted) {
      const reply = read(asked, packages);
      if (reply) return reply;
      const found = packages.find(({ id, isGone }) => 'packageId' in asked && id === asked.packageId && !isGone);
      if (!found) return notFound;
      const alive = found.videos.filter(({ isDeleted }) => !isDeleted);
      if (asked.what !== 'delete') return deletion(found, alive, onDeleted);
      const named = found.videos.filter(({ id }) => id === asked.meetingVideoId);
      const doomed = named.filter(({ isDeleted }) => deletesAgain || !isDeleted);
      return doomed.length === 0 ? notFound : deletion(found, doomed, onDeleted);
    },
  };
}

/** Whether the API lists a package for a query. */
function meets({ state, isExecuted, labels }: Package, query: Query): boolean {
  const isListed = filterFields.every((field) => {
    const isUnder = labels[field] === 'held' || labels[field] === 'listed';
    return query[field] === undefined || (isFilterOnHold(field, query[field]) && isUnder);
  });
  const isWanted = query.isExecuted === undefined || query.isExecuted === isExecuted;
  return isListed && isWanted && query.states?.includes(state) !== false;
}

/** Reads a request. A video's id that is empty or `null` counts as left out, which is the worst that a server may do. */
export function askedBy({ method, url, body }: { method: string; url: string; body?: string | undefined }): Asked {
  const path = url.slice(baseUrl.length);
  if (method === 'POST' && path === '/packages/list') {
    const { take = 50, skip = 0, ...query } = JSON.parse(body ?? '{}');
    return { what: 'listPackages', query, take, skip };
  }
  const [, segment, end] = /^\/packages\/([^/?#]+)(\/videos(?:\/delete)?)?$/.exec(path) ?? [];
  if (segment === undefined) return { what: 'nothing' };
  const packageId = decodeURIComponent(segment);
  if (method === 'GET' && end === undefined) return { what: 'package', packageId };
  if (method === 'GET' && end === '/videos') return { what: 'list', packageId };
  if (method !== 'POST' || end !== '/videos/delete') return { what: 'nothing' };
  const { meetingVideoId } = JSON.parse(body ?? '{}');
  return meetingVideoId ? { what: 'delete', packageId, meetingVideoId } : { what: 'deleteAll', packageId };
}

/** A response that names videos of a package. */
export function listing(packageId: string, entries: Entry[]): Reply {
  return { status: 200, packageId, entries, json: { packageId, videos: entries.map(({ json }) => json) } };
}

/** A response that is a package. */
export function detailing(details: PackageEntry): Reply {
  return { status: 200, packageId: details.id, details, json: details.json };
}

/** The video that somebody records next. */
export function recorded({ id, videos }: Package, now: number): Video {
  return aVideo({ id: `${id}-v${videos.length + 1}`, created: Math.max(now, firstMoment), state: 'started' });
}

const notFound: Reply = {
  status: 404,
  json: { error: 'package_not_found', message: 'It does not exist, or you may not see it.' },
};

const forbidden: Reply = { status: 403, json: { error: 'forbidden', message: 'This key may not see it.' } };
