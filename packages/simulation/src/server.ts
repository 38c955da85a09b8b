import type { Manners } from './program.ts';
import { firstMoment } from './time.ts';
import { aVideo, type Entry, entryOf, type Package, type Video } from './world.ts';

/** Where the simulated server is. */
export const baseUrl = 'https://sign.example.com/api/v1';

/** What a request asks for, as a server reads it. */
export type Asked =
  | { what: 'list'; packageId: string }
  | { what: 'package'; packageId: string }
  | { what: 'deleteAll'; packageId: string }
  | { what: 'delete'; packageId: string; meetingVideoId: string }
  | { what: 'listPackages'; states: string[] | undefined; take: number; skip: number }
  | { what: 'nothing' };

/** A response in the making: its status, and what it names. */
export type Reply = {
  status: number;
  packageId?: string;
  entries?: Entry[];
  packageIds?: string[];
  packageState?: string;
  json: object;
};

/** The server: a small model of what the API documents, on a world of its own. */
export type Server = {
  packages: Package[];
  /** Carries a request out, and tells of each video that it deletes. */
  carryOut: (asked: Asked, onDeleted: (packageId: string, video: Video) => void) => Reply;
  /** The list of a package as it was at first, if there was one. */
  listAtFirst: (packageId: string) => Reply | undefined;
};

/** Makes a server. */
export function createServer({ listsDeleted, deletesAgain, pageSize }: Manners, packages: Package[]): Server {
  function page({ states, take, skip }: Asked & { what: 'listPackages' }): Reply {
    const matching = packages.filter(({ isGone, state }) => !isGone && states?.includes(state) !== false);
    const found = matching.slice(skip, skip + Math.min(take, pageSize));
    const items = found.map(({ id, name, state }) => ({ packageId: id, name, state }));
    const json = { items, total: matching.length, take: pageSize, skip };
    return { status: 200, packageIds: found.map(({ id }) => id), json };
  }

  function list({ id, videos }: Package): Reply {
    return listing(id, videos.filter((video) => listsDeleted || !video.isDeleted).map(entryOf));
  }

  function details({ id, name, state }: Package): Reply {
    return { status: 200, packageId: id, packageState: state, json: { packageId: id, name, state } };
  }

  function deletion({ id, videos }: Package, doomed: Video[], onDeleted: (id: string, video: Video) => void): Reply {
    for (const video of doomed.filter(({ isDeleted }) => !isDeleted)) {
      video.isDeleted = true;
      onDeleted(id, video);
    }
    return listing(id, videos.filter((video) => doomed.includes(video)).map(entryOf));
  }

  const atFirst = new Map(packages.map((each) => [each.id, list(each)]));
  return {
    packages,
    listAtFirst: (packageId) => atFirst.get(packageId),
    carryOut(asked, onDeleted) {
      if (asked.what === 'nothing') return notFound;
      if (asked.what === 'listPackages') return page(asked);
      const found = packages.find(({ id, isGone }) => id === asked.packageId && !isGone);
      if (!found) return notFound;
      if (asked.what === 'list') return list(found);
      if (asked.what === 'package') return details(found);
      const alive = found.videos.filter(({ isDeleted }) => !isDeleted);
      if (asked.what === 'deleteAll') return deletion(found, alive, onDeleted);
      const named = found.videos.filter(({ id }) => id === asked.meetingVideoId);
      const doomed = named.filter(({ isDeleted }) => deletesAgain || !isDeleted);
      return doomed.length === 0 ? notFound : deletion(found, doomed, onDeleted);
    },
  };
}

/** Reads a request. A video's id that is empty or `null` counts as left out, which is the worst that a server may do. */
export function askedBy({ method, url, body }: { method: string; url: string; body?: string | undefined }): Asked {
  const path = url.slice(baseUrl.length);
  if (method === 'POST' && path === '/packages/list') {
    const { states, take = 50, skip = 0 } = JSON.parse(body ?? '{}');
    return { what: 'listPackages', states, take, skip };
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

/** The video that somebody records next. */
export function recorded({ id, videos }: Package, now: number): Video {
  return aVideo({ id: `${id}-v${videos.length + 1}`, created: Math.max(now, firstMoment), state: 'started' });
}

const notFound: Reply = {
  status: 404,
  json: { error: 'package_not_found', message: 'It does not exist, or you may not see it.' },
};
