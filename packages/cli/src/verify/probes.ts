import { randomUUID } from 'node:crypto';
import type { Probe } from './api.ts';

/** A package that does not exist. */
export const unknownPackageId: string = randomUUID();

const mostPackages = 20;
const list = { method: 'POST', path: '/packages/list', wants: 'page' } as const;
const unknownPackage = `/packages/${unknownPackageId}`;

/** What is asked for, but for each package and its videos. All of it only reads. */
export const probes = {
  packages: { ...list, words: 'list packages', body: { take: mostPackages, skip: 0 } },
  unknownPackage: { words: 'get a package that does not exist', method: 'GET', path: unknownPackage, wants: 'package' },
  unknownVideos: {
    words: 'list the videos of a package that does not exist',
    method: 'GET',
    path: `${unknownPackage}/videos`,
    wants: 'videos',
  },
  byDefault: { ...list, words: 'list packages, with an empty body', body: {} },
  ofAllMembers: {
    ...list,
    words: 'list packages, allMembers',
    body: { take: mostPackages, skip: 0, allMembers: true },
  },
  byCreated: {
    ...list,
    words: 'list packages, sortBy created',
    body: { take: mostPackages, skip: 0, sortBy: 'created' },
  },
  byUnknownOrder: { ...list, words: 'list packages, sortBy bogus', body: { take: 1, sortBy: 'bogus' } },
  halfAPackage: { ...list, words: 'list packages, take 1.5', body: { take: 1.5 } },
  unknownField: { ...list, words: 'list packages, with an unknown field', body: { take: 1, notAField: true } },
  chunked: { ...list, words: 'list packages, with a chunked body', body: { take: 1 }, chunked: true },
  withoutKey: { ...list, words: 'list packages without a key', body: { take: 1 }, key: null },
  wrongKey: { ...list, words: 'list packages with a wrong key', body: { take: 1 }, key: 'not-a-key' },
  brokenPath: { words: 'list videos, with a broken path', method: 'GET', path: '/packages/%/videos', wants: 'videos' },
} satisfies Record<string, Probe>;

/** The name of a request that is sent once. */
export type ProbeName = keyof typeof probes;

export const probeNames: readonly ProbeName[] = Object.keys(probes).filter((name): name is ProbeName => name in probes);

export function getPackage(packageId: string): Probe {
  return { words: 'get a package', method: 'GET', path: pathOf(packageId), wants: 'package' };
}

export function listVideos(packageId: string): Probe {
  return { words: 'list the videos of a package', method: 'GET', path: `${pathOf(packageId)}/videos`, wants: 'videos' };
}

function pathOf(packageId: string): string {
  return `/packages/${encodeURIComponent(packageId)}`;
}
