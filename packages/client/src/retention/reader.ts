import type { Terms } from '../call.ts';
import { NotFreshError } from '../errors/NotFreshError.ts';
import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import type { Reading } from '../fresh.ts';
import type { Inside } from '../inside.ts';
import type { PackageDetails, PackagePage, PackageQuery, VideoList } from '../schemas.ts';

/** Reads what decides about deletions: past every cache, at the pace of a run. */
export type Reader = {
  page: (query: PackageQuery) => Promise<Reading<PackagePage>>;
  videos: (packageId: string) => Promise<Reading<VideoList>>;
  details: (packageId: string) => Promise<Reading<PackageDetails>>;
  /** The time of the first response, which no clock that is ahead makes later. */
  firstSeenAt: () => number | undefined;
};

export function createReader(inside: Inside, terms: () => Terms): Reader {
  let first: number | undefined;
  async function noted<T>(asked: Promise<Reading<T>>): Promise<Reading<T>> {
    const reading = await asked;
    first ??= reading.now;
    return reading;
  }
  return {
    page: (query) => noted(inside.freshPage(query, terms())),
    videos: (packageId) => noted(inside.freshVideos(packageId, terms())),
    details: (packageId) => noted(inside.freshPackage(packageId, terms())),
    firstSeenAt: () => first,
  };
}

/** The error with which a run ends in which nothing was deleted. */
export function refusalFor(error: unknown): unknown {
  return error instanceof NotFreshError ? new PlanRefusedError(error.reason, error.message) : error;
}
