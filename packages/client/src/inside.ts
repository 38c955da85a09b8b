import { type CallOptions, perform, type Terms, termsOf } from './call.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { freshPackage, freshPage, freshVideos, type Reading } from './fresh.ts';
import type { PackageDetails, PackagePage, PackageQuery, VideoDeletion, VideoList } from './schemas.ts';
import type { Session } from './session.ts';
import type { VideoIds } from './video.ts';

/** What other entries of this package use of a client, beside its public calls. The key is no part of it. */
export type Inside = {
  server: string;
  clock: Pick<Session, 'now' | 'elapsed' | 'random' | 'startTimer'>;
  /** Validates options of calls, and takes those of the client where there are none. */
  terms: (options: { [option in keyof CallOptions]?: unknown }) => Terms;
  /** What decides about deletions: asked for past every cache, with its age. Each throws a `NotFreshError` where it decides nothing. */
  freshVideos: (packageId: string, terms: Terms) => Promise<Reading<VideoList>>;
  freshPackage: (packageId: string, terms: Terms) => Promise<Reading<PackageDetails>>;
  freshPage: (query: PackageQuery, terms: Terms) => Promise<Reading<PackagePage>>;
  /** Deletes one video. How a deletion ended that failed is for the caller to find out. */
  deleteVideo: (video: VideoIds, terms: Terms) => Promise<VideoDeletion>;
  /** Derives a key of another purpose from the API key, which stays here. */
  derive: (from: (apiKey: string) => Uint8Array) => Uint8Array;
};

const insides = new WeakMap<object, Inside>();

/** Lets other entries of this package use a client. */
export function openInside(client: object, session: Session): void {
  const { baseUrl: server, apiKey, now, elapsed, random, startTimer } = session;
  insides.set(client, {
    server,
    clock: { now, elapsed, random, startTimer },
    terms: (options) => termsOf(session, options),
    freshVideos: (packageId, terms) => freshVideos(session, packageId, terms),
    freshPackage: (packageId, terms) => freshPackage(session, packageId, terms),
    freshPage: (query, terms) => freshPage(session, query, terms),
    deleteVideo(video, terms) {
      const values = { packageId: video.packageId, body: video };
      return perform(session, { operation: 'deleteVideos', values }, terms);
    },
    derive: (from) => from(apiKey),
  });
}

/**
 * What is inside a client.
 *
 * @throws {InvalidRequestError} when it is not a client, or a copy of one.
 */
export function insideOf(client: unknown): Inside {
  const inside = typeof client === 'object' && client !== null ? insides.get(client) : undefined;
  if (inside) return inside;
  throw new InvalidRequestError('client', 'must be a client made by createClient or createClientOn of this package');
}
