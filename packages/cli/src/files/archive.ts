import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Archive, ArchivedVideo } from 'iinked-sign/retention';
import { filesIn, readJson } from './run.ts';

/** The manifest of an archive: where it is, and the file of each video in it. */
export type ArchiveManifest = { folder: string; videos: (ArchivedVideo & { file: string })[] };

/** The manifest of the archive of a run. */
export const archiveFile = 'archive.json';

/**
 * Reads the archive of a run, where it has one. A copy is proven by the size and the hash of its file as it is on the disk.
 *
 * @throws {FileError} when it cannot be read.
 */
export async function readArchive(run: string): Promise<Archive | undefined> {
  if (!(await filesIn(run)).includes(archiveFile)) return undefined;
  const { folder, videos } = await readJson<ArchiveManifest>(join(run, archiveFile));
  const files = new Map(videos.map((video) => [keyOf(video), resolve(run, folder, video.file)]));
  return {
    videos: videos.map(({ packageId, meetingVideoId, size, sha256 }) => ({ packageId, meetingVideoId, size, sha256 })),
    async prove(video) {
      const file = files.get(keyOf(video));
      return file !== undefined && (await isWhole(file, video));
    },
  };
}

async function isWhole(file: string, { size, sha256 }: ArchivedVideo): Promise<boolean> {
  if ((await stat(file)).size !== size) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === sha256.toLowerCase();
}

function keyOf({ packageId, meetingVideoId }: Pick<ArchivedVideo, 'packageId' | 'meetingVideoId'>): string {
  return JSON.stringify([packageId, meetingVideoId]);
}
