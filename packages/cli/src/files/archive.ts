import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { VideoIds } from 'iinked-sign';
import { type Archive, type ArchivedVideo, PlanRefusedError } from 'iinked-sign/retention';
import { filesIn, jsonOf, readJson } from './run.ts';
import { replaceFile } from './writeNew.ts';

/** The copy of a video, and its file in the folder of the archive. */
export type Copy = ArchivedVideo & { file: string };

/** The manifest of an archive: its folder, absolute or beside the run, and the copies in it. */
export type ArchiveManifest = { folder: string; videos: Copy[] };

/** The manifest of the archive of a run. */
export const archiveFile = 'archive.json';

/**
 * Reads the archive of a run, where it has one. A copy is proven by the size and the hash of its file as it is on the disk.
 *
 * @throws {FileError} when it cannot be read.
 * @throws {PlanRefusedError} with the reason `format` when it is no manifest.
 */
export async function readArchive(run: string): Promise<Archive | undefined> {
  const manifest = await readManifest(run);
  if (!manifest) return undefined;
  const { folder, videos } = manifest;
  const files = new Map(videos.map((video) => [keyOf(video), resolve(run, folder, video.file)]));
  return {
    videos: videos.map(({ packageId, meetingVideoId, size, sha256 }) => ({ packageId, meetingVideoId, size, sha256 })),
    async prove(video) {
      const file = files.get(keyOf(video));
      return file !== undefined && (await isWhole(file, video));
    },
  };
}

/** Reads the manifest of the archive of a run, where it has one. */
export async function readManifest(run: string): Promise<ArchiveManifest | undefined> {
  if (!(await filesIn(run)).includes(archiveFile)) return undefined;
  const manifest = await readJson<ArchiveManifest>(join(run, archiveFile));
  if (isManifest(manifest)) return manifest;
  const file = join(run, archiveFile);
  throw new PlanRefusedError('format', `${file} is no manifest of an archive. \`iinked-sign archive\` writes it anew.`);
}

/** Writes the manifest of the archive of a run. It is the one file of a run that changes: as long as videos are archived. */
export async function writeManifest(run: string, manifest: ArchiveManifest): Promise<void> {
  await replaceFile(join(run, archiveFile), jsonOf(manifest));
}

/** Whether a file is there, and every byte of it is that of the copy. */
export async function isWhole(file: string, { size, sha256 }: Pick<Copy, 'size' | 'sha256'>): Promise<boolean> {
  const found = await stat(file);
  // A pipe, for one, would never end.
  if (!found.isFile() || found.size !== size) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === sha256.toLowerCase();
}

/** What tells a video from all others. */
export function keyOf({ packageId, meetingVideoId }: VideoIds): string {
  return JSON.stringify([packageId, meetingVideoId]);
}

function isManifest(value: unknown): value is ArchiveManifest {
  const { folder, videos }: { folder?: unknown; videos?: unknown } = Object(value);
  const isCopy = (each: unknown) => typeof Object(each).file === 'string';
  return typeof folder === 'string' && Array.isArray(videos) && videos.every(isCopy);
}
