import { randomUUID } from 'node:crypto';
import type { Api, Observed } from './api.ts';
import { CannotVerifyError } from './CannotVerifyError.ts';
import type { DeletionEvidence } from './deletion.ts';

/** Everything that was observed, by what it was asked for. */
export type Evidence = {
  server: string;
  /** All responses. */
  observed: readonly Observed[];
  packages: Observed;
  packagesByDefault: Observed;
  packagesOfAllMembers: Observed;
  packagesByCreated: Observed;
  packagesByUnknownField: Observed;
  halfAPackage: Observed;
  unknownField: Observed;
  chunked: Observed;
  withoutKey: Observed;
  wrongKey: Observed;
  brokenPath: Observed;
  /** Some packages, each by itself. */
  details: Observed[];
  /** The videos of some packages. */
  videos: Observed[];
  deletion: DeletionEvidence | undefined;
};

const mostPackages = 20;
const list = '/packages/list';

/** Reads, and nothing else. */
export async function readEvidence(api: Api): Promise<Omit<Evidence, 'deletion'>> {
  const packages = await api.send('POST', list, { body: { take: mostPackages, skip: 0 } });
  if (packages.status !== 200) {
    const said = packages.body.error ?? 'no error code';
    throw new CannotVerifyError(
      `The key cannot list packages: status ${packages.status}, ${said}. Check key and server.`,
    );
  }
  const evidence = {
    server: api.server,
    observed: api.observed,
    packages,
    packagesByDefault: await api.send('POST', list, { body: {} }),
    packagesOfAllMembers: await api.send('POST', list, { body: { take: mostPackages, skip: 0, allMembers: true } }),
    packagesByCreated: await api.send('POST', list, { body: { take: mostPackages, skip: 0, sortBy: 'created' } }),
    packagesByUnknownField: await api.send('POST', list, { body: { take: 1, sortBy: 'bogus' } }),
    halfAPackage: await api.send('POST', list, { body: { take: 1.5 } }),
    unknownField: await api.send('POST', list, { body: { take: 1, notAField: true } }),
    chunked: await api.send('POST', list, { body: { take: 1 }, chunked: true }),
    withoutKey: await api.send('POST', list, { body: { take: 1 }, key: undefined }),
    wrongKey: await api.send('POST', list, { body: { take: 1 }, key: 'not-a-key' }),
    brokenPath: await api.send('GET', '/packages/%/videos'),
    details: [await api.send('GET', `/packages/${randomUUID()}`)],
    videos: [await api.send('GET', `/packages/${randomUUID()}/videos`)],
  };
  for (const { packageId } of itemsOf(packages, 'items')) {
    const path = `/packages/${encodeURIComponent(String(packageId))}`;
    evidence.details.push(await api.send('GET', path));
    evidence.videos.push(await api.send('GET', `${path}/videos`));
  }
  return evidence;
}

/** The objects of a list in a response. */
export function itemsOf({ body }: Observed, field: 'items' | 'videos'): Record<string, unknown>[] {
  const list = body[field];
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}
