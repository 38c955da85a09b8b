import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AuthenticationError,
  type Client,
  IinkedSignError,
  isDeleted,
  NotFoundError,
  type VideoIds,
} from 'iinked-sign';
import type { DeletionPlan } from 'iinked-sign/retention';
import { type Copy, isWhole } from '../files/archive.ts';
import { makeFolder } from '../files/writeNew.ts';
import type { Checksums } from './checksums.ts';
import { download } from './download.ts';
import { fileOf } from './fileNames.ts';
import { createListings, type Listings } from './listings.ts';
import { NotArchived } from './NotArchived.ts';

/**
 * What became of a video.
 *
 * - `archived`: its copy is whole; `isNew` where this run downloaded it.
 * - `gone`: it is deleted, or no longer listed.
 * - `failed`: it has no copy that is whole.
 * - `notStarted`: the run ended before it had one.
 */
type Result =
  | { outcome: 'archived'; copy: Copy; isNew: boolean }
  | { outcome: 'gone' | 'failed'; message: string }
  | { outcome: 'notStarted' };

/** A planned video, and what became of it. */
export type ArchivedVideo = VideoIds & { size: number | null } & Result;

/** How far an archive is, in bytes and videos. */
export type ArchiveProgress = { bytes: number; ofBytes: number; videos: number; ofVideos: number };

/** Where an archive goes, and who is told of it. */
export type ArchiveOptions = {
  folder: string;
  checksums: Checksums;
  signal: AbortSignal;
  onProgress: (progress: ArchiveProgress) => void;
};

const atOnce = 4;
/** How long the attempts after the first wait, in milliseconds. */
const pausesMs = [1000, 4000];

/**
 * Archives every video that a plan would delete, several at once. A copy that is there and whole is not downloaded again.
 *
 * @returns What became of each, and the error that ended the run before its time, if it is not that of one video.
 */
export async function archivePlan(
  client: Client,
  plan: DeletionPlan,
  { folder, checksums, signal, onProgress }: ArchiveOptions,
): Promise<{ videos: ArchivedVideo[]; stoppedBy: unknown }> {
  const progress: ArchiveProgress = { bytes: 0, ofBytes: plan.totals.bytes, videos: 0, ofVideos: plan.delete.length };
  let stop: { by: unknown } | undefined;
  const planned = plan.delete.map(({ packageId, meetingVideoId, size }) => ({ packageId, meetingVideoId, size }));
  const results = new Map<(typeof planned)[number], Result>();

  const tell = (bytes: number) => {
    progress.bytes += bytes;
    onProgress({ ...progress });
  };

  const listings = createListings(client, { signal });
  const means = { listings, server: plan.server, folder, checksums, signal, onBytes: tell };

  async function settle(video: (typeof planned)[number]): Promise<void> {
    try {
      results.set(video, await archived(video, means));
    } catch (error) {
      if (signal.aborted) return;
      results.set(video, { outcome: error instanceof NotFoundError ? 'gone' : 'failed', message: messageOf(error) });
      if (endsTheRun(error)) stop ??= { by: error instanceof NotArchived ? undefined : error };
    }
    const result = results.get(video);
    const size = video.size ?? 0;
    progress.videos += 1;
    if (result?.outcome !== 'archived') progress.ofBytes -= size;
    tell(result?.outcome === 'archived' && !result.isNew ? size : 0);
  }

  const queue = planned.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const video of queue) {
        if (stop || signal.aborted) return;
        await settle(video);
      }
    }),
  );
  const videos = planned.map((video): ArchivedVideo => ({ ...video, ...(results.get(video) ?? notStarted) }));
  return { videos, stoppedBy: stop?.by };
}

const notStarted = { outcome: 'notStarted' } as const;

type Means = Omit<ArchiveOptions, 'onProgress'> & {
  listings: Listings;
  server: string;
  onBytes: (count: number) => void;
};

/** Archives one video. */
async function archived({ size, ...ids }: VideoIds & { size: number | null }, means: Means): Promise<Result> {
  const { folder, checksums } = means;
  if (size === null) throw new NotArchived('none', 'The plan says no size of it, so no copy can be proven whole.');
  const name = fileOf(ids);
  const file = join(folder, name);
  const known = checksums.of(name);
  if (known !== undefined && (await isThere(file, { size, sha256: known }))) {
    return { outcome: 'archived', isNew: false, copy: { ...ids, size, sha256: known, file: name } };
  }
  await assertFree(file, { size, isKnown: known !== undefined });
  await makeFolder(dirname(file));
  for (let attempt = 0; ; attempt += 1) {
    try {
      const listed = await listedNow(ids, size, means.listings, attempt > 0);
      if ('outcome' in listed) return listed;
      const newLink = async () => {
        const again = await listedNow(ids, size, means.listings, true);
        if ('link' in again) return again.link;
        throw new NotArchived('none', again.message);
      };
      const sha256 = await download({ ...means, link: listed.link, newLink, file, size });
      await checksums.add(name, sha256);
      return { outcome: 'archived', isNew: true, copy: { ...ids, size, sha256, file: name } };
    } catch (error) {
      const pause = pausesMs[attempt];
      if (!(error instanceof NotArchived) || error.remedy !== 'retry' || pause === undefined) throw error;
      await wait(pause, undefined, { signal: means.signal });
    }
  }
}

/** A file that is there stays. One of the right size that has no checksum yet may turn out to be what is downloaded. */
async function assertFree(file: string, { size, isKnown }: { size: number; isKnown: boolean }): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found || (found.size === size && !isKnown)) return;
  const problem = isKnown ? 'is not what it was when it was archived' : 'is there already, and is not this video';
  throw new NotArchived('none', `${file} ${problem}. Move it away, then archive again.`);
}

async function isThere(file: string, copy: { size: number; sha256: string }): Promise<boolean> {
  try {
    return await isWhole(file, copy);
  } catch {
    return false;
  }
}

/** The link of a video, or that it is gone. */
async function listedNow(
  ids: VideoIds,
  size: number,
  listings: Listings,
  isAnew: boolean,
): Promise<{ link: string } | Extract<Result, { message: string }>> {
  const video = await listings.of(ids, isAnew);
  if (!video) return { outcome: 'gone', message: 'It is no longer listed.' };
  if (isDeleted(video)) return { outcome: 'gone', message: 'It is deleted.' };
  if (video.size !== size) {
    const problem = `It is listed with ${video.size ?? 'no'} bytes, and planned with ${size}. Make a new plan.`;
    throw new NotArchived('none', problem);
  }
  if (video.url) return { link: video.url };
  throw new NotArchived('none', `It has no link: its state is "${video.state ?? 'unknown'}".`);
}

function endsTheRun(error: unknown): boolean {
  if (error instanceof NotArchived) return error.remedy === 'disk';
  return error instanceof AuthenticationError || !(error instanceof IinkedSignError);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
