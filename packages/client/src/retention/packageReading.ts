import { ApiError } from '../errors/ApiError.ts';
import { NotFoundError } from '../errors/NotFoundError.ts';
import { PermissionDeniedError } from '../errors/PermissionDeniedError.ts';
import { UnexpectedResponseError } from '../errors/UnexpectedResponseError.ts';
import type { PackageFacts } from '../facts.ts';
import type { MeetingVideo } from '../schemas.ts';
import type { Reader } from './reader.ts';

/** The videos of a package, as a list showed them. */
export type Listing = {
  /** The entries of each video, by its id: more than one where the list contradicts itself. Empty when the package is gone. */
  entries: ReadonlyMap<string, readonly MeetingVideo[]>;
  /** Set when the API does not know the package, or does not show it to this key. */
  notFound?: NotFoundError;
  /** The time by which its videos are judged. */
  now: number;
  /** How long ago it was asked for. */
  ageMs: () => number;
};

/** Lists a package. One that is gone has no videos. */
export async function listingOf(reader: Reader, packageId: string): Promise<Listing> {
  try {
    const { value, now, ageMs } = await reader.videos(packageId);
    return { entries: entriesOf(value.videos), now, ageMs };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return { entries: new Map(), notFound: error, now: Number.NaN, ageMs: () => 0 };
  }
}

function entriesOf(videos: readonly MeetingVideo[]): Map<string, MeetingVideo[]> {
  const entries = new Map<string, MeetingVideo[]>();
  for (const video of videos) {
    const known = entries.get(video.meetingVideoId);
    if (known) known.push(video);
    else entries.set(video.meetingVideoId, [video]);
  }
  return entries;
}

/** What Get Package says of a package. */
export type Details = {
  facts: PackageFacts | 'unreadable';
  now: number;
  ageMs: () => number;
};

/** Asks for a package. One that cannot be read keeps its videos. */
export async function detailsOf(reader: Reader, packageId: string): Promise<Details> {
  try {
    const { value, now, ageMs } = await reader.details(packageId);
    return { facts: factsOf(value), now, ageMs };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { facts: 'unreadable', now: Number.POSITIVE_INFINITY, ageMs: () => 0 };
  }
}

function isUnreadable(error: unknown): boolean {
  if (error instanceof ApiError) return error instanceof NotFoundError || error instanceof PermissionDeniedError;
  return error instanceof UnexpectedResponseError && error.status === 200;
}

/** What counts of a package: it may carry links, and there may be many. */
export function factsOf(read: PackageFacts): PackageFacts {
  const facts: { -readonly [field in keyof PackageFacts]: PackageFacts[field] } = {};
  for (const field of factFields) if (read[field] !== undefined) facts[field] = read[field];
  return facts;
}

const factFields = [
  'name',
  'matterNumber',
  'clientNumber',
  'folderId',
  'teamId',
  'memberId',
  'type',
  'state',
  'isExecuted',
  'timeCreated',
  'timeExecuted',
  'timeRetention',
] as const satisfies (keyof PackageFacts)[];
