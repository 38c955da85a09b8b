import type { Package, PackageEntry } from './packages.ts';
import { type Asked, detailing, listing, type Reply } from './server.ts';
import { type Entry, entryOf, restated } from './world.ts';

/** What a response may say in place of the truth: made of the true response and the whole world. */
type Lie = (reply: Named, packages: Package[]) => Reply;
type Named = { packageId: string; entries: Entry[] };

/** The lies that a server may tell about videos. Most of them look right at first sight. */
const lies = {
  'each video twice, once with nothing that lets it be deleted': ({ packageId, entries }) =>
    listing(packageId, [...entries, ...entries.map(kept)]),
  'another package': ({ packageId, entries }) => listing(`${packageId}0`, entries),
  'another video': ({ packageId, entries }) => listing(packageId, entries.map(renamed)),
  'alive after all': ({ packageId, entries }) => listing(packageId, entries.map(alive)),
  'alive beside a time of deletion': ({ packageId, entries }) =>
    listing(
      packageId,
      entries.map((entry) => restated(entry, 'archived', 'real')),
    ),
  'a zero date': ({ packageId, entries }) =>
    listing(
      packageId,
      entries.map((entry) => restated(entry, undefined, 'zero')),
    ),
  'a date to come': ({ packageId, entries }) =>
    listing(
      packageId,
      entries.map((entry) => restated(entry, undefined, 'future')),
    ),
  'no state': ({ packageId, entries }) => listing(packageId, entries.map(withoutState)),
  'each video twice': ({ packageId, entries }) => listing(packageId, [...entries, ...entries]),
  'each video twice, alive and deleted': ({ packageId, entries }) =>
    listing(packageId, [...entries.map(deleted), ...entries.map(alive)]),
  'deleted after all': ({ packageId, entries }) => listing(packageId, entries.map(deleted)),
  'all videos deleted': ({ packageId }, packages) =>
    listing(packageId, meant(packages, { what: 'list', packageId }).map(deleted)),
  'no videos': ({ packageId }) => listing(packageId, []),
  'no array': ({ packageId }) => ({ status: 200, json: { packageId, videos: null } }),
} satisfies Record<string, Lie>;

/** The name of a lie. */
export type LieName = keyof typeof lies;

const [firstName = 'no videos', ...moreNames] = Object.keys(lies).filter((name): name is LieName => name in lies);

/** The names of all lies. */
export const lieNames: readonly [LieName, ...LieName[]] = [firstName, ...moreNames];

/**
 * Tells a lie in place of a response. A response to a request that is not about one package stays as it is, and where the
 * request was not carried out, the lie begins with the videos that it was for.
 */
export function lied(name: LieName, reply: Reply, packages: Package[], asked: Asked): Reply {
  const lie: Lie = lies[name];
  if (!('packageId' in asked)) return reply;
  const { packageId } = asked;
  if (asked.what === 'package') return reply.details ? liedOf(reply.details, lieNames.indexOf(name)) : reply;
  return lie({ packageId, entries: reply.entries ?? meant(packages, asked) }, packages);
}

/** What Get Package may say in place of the truth. */
const liesOfDetails: [(details: PackageEntry) => Reply, ...((details: PackageEntry) => Reply)[]] = [
  (details) => detailing({ ...details, id: `${details.id}0`, json: { ...details.json, packageId: `${details.id}0` } }),
  () => ({ status: 200, json: null }),
  (details) =>
    detailing({
      ...details,
      labels: { ...details.labels, matterNumber: 'unreadable' },
      json: { ...details.json, matterNumber: ['2019-0417'] },
    }),
  (details) => detailing({ ...details, retention: 'unreadable', json: { ...details.json, timeRetention: 'for ever' } }),
];

function liedOf(details: PackageEntry, place: number): Reply {
  const lie = liesOfDetails[place % liesOfDetails.length] ?? liesOfDetails[0];
  return lie(details);
}

function meant(packages: Package[], asked: Asked & { packageId: string }): Entry[] {
  const { videos = [] } = packages.find(({ id }) => id === asked.packageId) ?? {};
  return videos.filter(({ id }) => asked.what !== 'delete' || id === asked.meetingVideoId).map(entryOf);
}

function deleted(entry: Entry): Entry {
  return restated(entry, 'deleted', 'absent');
}

function alive(entry: Entry): Entry {
  return restated(entry, 'archived', 'absent');
}

function withoutState(entry: Entry): Entry {
  return restated(entry, undefined, 'absent');
}

function renamed({ json, ...entry }: Entry): Entry {
  const id = `${entry.id}1`;
  return { ...entry, id, json: { ...json, meetingVideoId: id } };
}

/** A video as no condition lets it be deleted. */
function kept(entry: Entry): Entry {
  const { json, ...rest } = restated(entry, 'queued', 'absent');
  const size = entry.size + 1;
  return {
    ...rest,
    created: undefined,
    retention: 'unreadable',
    size,
    json: { ...json, timeCreated: undefined, timeRetention: 'for ever', size },
  };
}
