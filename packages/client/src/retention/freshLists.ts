import type { Terms } from '../call.ts';
import type { Inside } from '../inside.ts';
import { type Listing, listingOf } from './listing.ts';

/** How old a list may be by which a video is judged. */
export const freshMs = 60_000;

/** Lists of packages that are at most a minute old. */
export type FreshLists = {
  /** The list of a package: the one before while it is fresh, or a new one. One that failed is not asked for again. */
  of: (packageId: string) => Promise<Listing>;
  /** Drops the list of a package that is not needed any more. */
  drop: (packageId: string) => void;
};

/** Lists packages, and keeps the lists until they are dropped. */
export function freshLists({ inside, terms }: { inside: Inside; terms: () => Terms }): FreshLists {
  const lists = new Map<string, Promise<Listing>>();

  function list(packageId: string): Promise<Listing> {
    const listing = listingOf(inside, packageId, terms());
    lists.set(packageId, listing);
    return listing;
  }

  return {
    async of(packageId) {
      for (let known = lists.get(packageId); known; known = lists.get(packageId)) {
        const listing = await known;
        if (inside.clock.now() - listing.askedAt < freshMs) return listing;
        // Another one may have asked for a new list meanwhile.
        if (lists.get(packageId) === known) break;
      }
      return list(packageId);
    },
    drop: (packageId) => void lists.delete(packageId),
  };
}
