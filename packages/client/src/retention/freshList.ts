import type { Terms } from '../call.ts';
import type { Inside } from '../inside.ts';
import { type Listing, listingOf } from './listing.ts';

/** How old a list may be by which a video is judged. */
export const freshMs = 60_000;

/** Gives the list of a package: the one before while it is fresh, or a new one. One that failed is not asked for again. */
export type FreshList = () => Promise<Listing>;

/** Makes the fresh list of a package, which the videos of that package share. */
export function freshListOf({ inside, terms }: { inside: Inside; terms: () => Terms }, packageId: string): FreshList {
  let latest: Promise<Listing> | undefined;
  return async () => {
    while (latest) {
      const known = latest;
      const listing = await known;
      if (inside.clock.now() - listing.askedAt < freshMs) return listing;
      // Another video may have asked for a new list meanwhile.
      if (latest === known) break;
    }
    latest = listingOf(inside, packageId, terms());
    return latest;
  };
}
