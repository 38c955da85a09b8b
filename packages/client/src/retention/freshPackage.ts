import type { PackageFacts } from '../facts.ts';
import { freshMs } from '../fresh.ts';
import { lifeOfAll } from '../video.ts';
import type { PlannedVideo } from './documents/video.ts';
import { detailsOf, type Listing, listingOf } from './packageReading.ts';
import type { Reader } from './reader.ts';

/** What a list and Get Package say of a package at a moment: what its videos are judged by. */
export type PackageReading = Listing & { details: PackageFacts | 'unreadable' | 'notAsked' };

/** What the videos of a package share while they are deleted. */
export type FreshPackage = {
  /** The latest reading while it is fresh, or a new one. Once one has failed, none is asked for again. */
  read: () => Promise<PackageReading>;
  /** Lets go of a reading by which nothing can be deleted in time. */
  outdate: (reading: PackageReading) => void;
};

/**
 * Makes the readings of a package.
 *
 * @param prove What must be done before it is read for the first time.
 * @param noteDetails Is told of what Get Package says.
 */
export function freshPackageOf(
  planned: readonly [PlannedVideo, ...PlannedVideo[]],
  reader: Reader,
  { prove, noteDetails }: { prove: () => Promise<void>; noteDetails: (details: PackageFacts) => void },
): FreshPackage {
  const [{ packageId }] = planned;
  let latest: Promise<PackageReading> | undefined;
  let outdated: PackageReading | undefined;

  async function readNow(isFirst: boolean): Promise<PackageReading> {
    if (isFirst) await prove();
    const listing = await listingOf(reader, packageId);
    const isAlive = planned.some(({ meetingVideoId }) => {
      const entries = listing.entries.get(meetingVideoId);
      return entries !== undefined && lifeOfAll(entries, listing.now) !== 'deleted';
    });
    const details = isAlive ? await detailsOf(reader, packageId) : undefined;
    if (typeof details?.facts === 'object') noteDetails(details.facts);
    return {
      ...listing,
      details: details?.facts ?? 'notAsked',
      now: Math.min(listing.now, details?.now ?? listing.now),
      ageMs: () => Math.max(listing.ageMs(), details?.ageMs() ?? 0),
    };
  }

  return {
    async read() {
      while (latest) {
        const known = latest;
        const reading = await known;
        if (reading !== outdated && reading.ageMs() <= freshMs) return reading;
        // Another video may have asked for a new one meanwhile.
        if (latest === known) break;
      }
      latest = readNow(latest === undefined);
      return latest;
    },
    outdate(reading) {
      outdated = reading;
    },
  };
}
