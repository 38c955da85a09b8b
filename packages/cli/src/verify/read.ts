import type { Api, Probe } from './api.ts';
import type { Evidence } from './evidence.ts';
import { isSeen, itemsOf, type Observed } from './observed.ts';
import { getPackage, listVideos, probeNames, probes } from './probes.ts';

/** Asks for packages, and for one that does not exist: that is enough to know whether this is the API. */
export async function readFirst(api: Api, evidence: Evidence): Promise<void> {
  for (const name of ['packages', 'unknownPackage'] as const) {
    evidence[name] = await api.send(probes[name]);
    if (!isSeen(evidence.packages, 200)) return;
  }
}

/** Reads all else, and tells how far it is. */
export async function readRest(
  api: Api,
  evidence: Evidence,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const rest = probeNames.filter((name) => name !== 'packages' && name !== 'unknownPackage');
  const ids = itemsOf(evidence.packages, 'items').flatMap(({ packageId }) => (isPath(packageId) ? [packageId] : []));
  const total = rest.length + 2 * ids.length;
  let done = 0;
  const send = async (probe: Probe): Promise<Observed> => {
    onProgress(done++, total);
    return api.send(probe);
  };
  for (const name of rest) evidence[name] = await send(probes[name]);
  for (const packageId of ids) {
    evidence.details.push(await send(getPackage(packageId)));
    evidence.videos.push(await send(listVideos(packageId)));
  }
}

/** Whether it can stand in a path: a URL takes dots for folders. */
function isPath(packageId: unknown): packageId is string {
  return typeof packageId === 'string' && !['', '.', '..'].includes(packageId) && !/\p{Cs}/u.test(packageId);
}
