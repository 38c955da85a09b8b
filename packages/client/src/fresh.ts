import { performUncached, type Terms } from './call.ts';
import { NotFreshError } from './errors/NotFreshError.ts';
import type { Call } from './guard.ts';
import type { OperationId, Result } from './operations.ts';
import type { PackageDetails, PackagePage, PackageQuery, VideoList } from './schemas.ts';
import { ageOf } from './serverTime.ts';
import type { Session } from './session.ts';
import { instantOfHttp } from './time.ts';
import type { Received } from './transport.ts';

/** What the API said, and what must be known of its age to delete by it. */
export type Reading<T> = {
  value: T;
  /** The time by which it is judged, in milliseconds since 1970: no clock that is ahead makes a video old. */
  now: number;
  /** How long ago it was asked for. */
  ageMs: () => number;
};

/** How old a reading may be when a deletion leaves. */
export const freshMs = 60_000;

/** Lists the videos of a package, to decide about a deletion. */
export function freshVideos(session: Session, packageId: string, terms: Terms): Promise<Reading<VideoList>> {
  return fresh(session, { operation: 'listVideos', values: { packageId } }, terms);
}

/** Asks for a package, to decide about a deletion. */
export function freshPackage(session: Session, packageId: string, terms: Terms): Promise<Reading<PackageDetails>> {
  return fresh(session, { operation: 'getPackage', values: { packageId } }, terms);
}

/** Lists one page of packages, to decide about deletions. */
export function freshPage(session: Session, query: PackageQuery, terms: Terms): Promise<Reading<PackagePage>> {
  return fresh(session, { operation: 'listPackages', values: { body: query } }, terms);
}

const hourMs = 3_600_000;
const slackMs = 60_000;

/**
 * Asks past every cache. What seems to come from one all the same is asked for once more.
 *
 * @throws {NotFreshError} when the response decides nothing.
 */
async function fresh<Id extends OperationId>(
  session: Session,
  call: Call<Id>,
  terms: Terms,
): Promise<Reading<Result<Id>>> {
  for (let isLast = false; ; isLast = true) {
    const { result, received } = await performUncached(session, call, terms);
    const time = instantOfHttp(received.headers.get('date'));
    const now = session.now();
    // By a clock that says no number, no time is near.
    const isNear = time !== undefined && Math.abs(time - now) <= hourMs;
    if (!isNear) throw new NotFreshError('clock');
    if (!isFromCache(received, time, session)) {
      return { value: result, now: Math.min(time, now), ageMs: () => ageOf(received.askedAt, session) };
    }
    if (isLast) throw new NotFreshError('stale');
  }
}

function isFromCache({ headers }: Received, time: number, { serverTime }: Session): boolean {
  // Several caches may each have an age to tell.
  const isAged = !/^[\s,0]*$/.test(headers.get('age') ?? '');
  return isAged || time < (serverTime.newest() ?? time) - slackMs;
}
