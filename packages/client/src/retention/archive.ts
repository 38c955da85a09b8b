import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { fieldsOf, must } from '../fields.ts';
import { validId } from '../ids.ts';
import type { VideoIds } from '../video.ts';
import type { PlannedVideo } from './documents/video.ts';

/** The copy of a video. */
export type ArchivedVideo = VideoIds & {
  /** Bytes. */
  size: number;
  /** Its SHA-256, in hexadecimal digits. */
  sha256: string;
};

/** The copies of videos, without which they are not deleted. */
export type Archive = {
  videos: readonly ArchivedVideo[];
  /**
   * Proves that a copy is there and whole, right before its video may be deleted. Without it, the client can only say that the
   * video is in the list. `false` or an exception keeps the video.
   */
  prove?: (video: ArchivedVideo) => Promise<boolean>;
};

/** Tells which planned videos have a copy. */
export type Copies = {
  /** The copy of a video whose size is that of the plan, if it is in the archive. */
  of: (video: PlannedVideo) => ArchivedVideo | undefined;
  /** Whether the copy of a video is proven. */
  prove: (video: PlannedVideo) => Promise<boolean>;
};

/**
 * Reads an archive, once.
 *
 * @throws {InvalidRequestError} when an entry has no size or hash that can be right, or a video has two.
 */
export function copiesOf(value: unknown): Copies {
  const archive = fieldsOf('archive', value, ['videos', 'prove']);
  const { videos, prove } = archive;
  must(Array.isArray(videos), 'archive.videos', 'an array', videos);
  // If the proof is missing by mistake, every listed copy would count.
  must(!('prove' in archive) || typeof prove === 'function', 'archive.prove', 'a function', prove);
  const copies = new Map<string, ArchivedVideo>();
  for (const each of videos) {
    const copy = copyOf(each);
    if (copies.has(keyOf(copy))) throw new InvalidRequestError('archive.videos', 'must name each video once');
    copies.set(keyOf(copy), copy);
  }
  const find = (video: PlannedVideo) => {
    const copy = copies.get(keyOf(video));
    return copy && copy.size === video.size ? copy : undefined;
  };
  return {
    of: find,
    async prove(video) {
      const copy = find(video);
      if (!copy) return false;
      if (typeof prove !== 'function') return true;
      try {
        return (await prove({ ...copy })) === true;
      } catch {
        return false;
      }
    },
  };
}

function copyOf(value: unknown): ArchivedVideo {
  const given = fieldsOf('archive.videos', value, ['packageId', 'meetingVideoId', 'size', 'sha256']);
  const { size, sha256 } = given;
  const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  must(isSize, 'archive.videos.size', 'a whole number of 0 or more', size);
  const isHash = typeof sha256 === 'string' && /^[\da-f]{64}$/i.test(sha256);
  must(isHash, 'archive.videos.sha256', '64 hexadecimal digits', sha256);
  return {
    packageId: validId('packageId', given.packageId),
    meetingVideoId: validId('meetingVideoId', given.meetingVideoId),
    size,
    sha256: sha256.toLowerCase(),
  };
}

function keyOf({ packageId, meetingVideoId }: VideoIds): string {
  return `${packageId}\n${meetingVideoId}`;
}
