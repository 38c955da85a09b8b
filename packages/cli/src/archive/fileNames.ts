import { createHash } from 'node:crypto';
import type { VideoIds } from 'iinked-sign';

/**
 * The file of a video in an archive, such as `PACKAGE/VIDEO.mp4`.
 *
 * The same ids have the same file each time. Different ones have files that differ by more than case or the normal form of
 * letters, and every system can make them: an id that is no such name becomes one, with a hash of the id.
 */
export function fileOf({ packageId, meetingVideoId }: VideoIds): string {
  return `${nameOf(packageId)}/${nameOf(meetingVideoId)}.mp4`;
}

/** Nearly every id, and none of the names that are made of others: those have a `~`. */
const plain = /^[a-z\d][a-z\d_-]{0,99}$/;

// Windows keeps these for devices, whatever their ending; the others are files in the folder of an archive.
const taken = /^(con|prn|aux|nul|com\d|lpt\d|lock|sha256sums)$/;

function nameOf(id: string): string {
  if (plain.test(id) && !taken.test(id)) return id;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 20);
  return `${readablePartOf(id) || 'id'}~${hash}`;
}

function readablePartOf(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 40);
}
