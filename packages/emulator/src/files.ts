import { createHash } from 'node:crypto';
import { type OwnClock, timestamp } from './clock.ts';
import { type ApiResponse, error, errors } from './errors.ts';
import type { MeetingVideo } from './generated/openapi.ts';
import { type Outgoing, outgoing } from './respond.ts';
import type { State } from './state.ts';

/** The path under which the files of videos are served, each under its package and its video. */
export const filesRoot = '/files/';

/** The files of videos, behind links that expire. */
export type Files = {
  /** A video with a fresh link to its file, where it has one and was seeded without a link of its own. */
  linked: (packageId: string, video: MeetingVideo, origin: string) => MeetingVideo;
  /**
   * The file that a request asks for, or the error.
   *
   * @param size How many bytes it has, where not as many as the video's `size` says.
   */
  serve: (file: FileRequest, size?: number) => Outgoing;
  /** Forgets the links that were made. They stay valid. */
  reset: () => void;
};

/** A request for a file, by its link. */
export type FileRequest = { method: string; path: string; query: URLSearchParams };

// The same link is given for a second: making one takes longer than the rest of a response.
type Link = { origin: string; made: number; url: string; timeUrlExpires: string };

const lifetimeMs = 24 * 60 * 60 * 1000;
const chunkSize = 64 * 1024;

/**
 * Serves as many bytes for each video as its `size` says.
 *
 * @param world The world that its links name, where it is not the first one.
 */
export function createFiles(state: State, clock: OwnClock, world: string | undefined): Files {
  const links = new Map<string, Link>();
  const where = world === undefined ? {} : { world };

  function linkTo(file: string, origin: string): Link {
    const moment = clock.tick().getTime();
    const known = links.get(file);
    if (known && known.origin === origin && known.made > moment - 1000 && known.made <= moment) return known;
    const expires = moment + lifetimeMs;
    const url = new URL(filesRoot + file, origin);
    const access = accessTo(file, expires, world);
    url.search = String(new URLSearchParams({ ...where, expires: String(expires), access }));
    const made = { origin, made: moment, url: url.href, timeUrlExpires: timestamp(new Date(expires)) };
    links.set(file, made);
    return made;
  }

  function refused(path: string, query: URLSearchParams): ApiResponse | undefined {
    const expires = Number(query.get('expires'));
    if (query.get('access') !== accessTo(path.slice(filesRoot.length), expires, world)) return forbidden;
    if (expires <= clock.now().getTime()) return expired;
    return undefined;
  }

  return {
    linked(packageId, video, origin) {
      if (video.url !== undefined || video.state !== 'archived' || !isSize(video.size)) return video;
      const file = `${encodeURIComponent(packageId)}/${encodeURIComponent(video.meetingVideoId)}`;
      const { url, timeUrlExpires } = linkTo(file, origin);
      return { ...video, url, timeUrlExpires };
    },

    serve({ method, path, query }, size) {
      if (method !== 'GET' && method !== 'HEAD') return outgoing(errors.methodNotAllowed(method, ['GET', 'HEAD']));
      const { packageId = '', meetingVideoId = '' } = videoOfFile(path);
      const problem = refused(path, query);
      if (problem) return outgoing(problem);
      const video = state.find(packageId)?.videos.find((each) => each.meetingVideoId === meetingVideoId);
      if (!video || video.state === 'deleted' || !isSize(video.size)) return outgoing(gone);
      const bytes = size ?? video.size;
      return {
        status: 200,
        headers: { 'content-type': 'video/mp4' },
        body: { size: bytes, chunks: () => bytesOf(meetingVideoId, bytes) },
      };
    },

    reset: () => links.clear(),
  };
}

/** The package and the video that the path of a file names. */
export function videoOfFile(path: string): { packageId?: string | undefined; meetingVideoId?: string | undefined } {
  const [packageId, meetingVideoId] = path.slice(filesRoot.length).split('/').map(decoded);
  return { packageId, meetingVideoId };
}

/** A part of a path without its percent-encoding, nothing where that is broken. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function isSize(size: number | null | undefined): size is number {
  return Number.isSafeInteger(size) && Number(size) > 0;
}

const forbidden = error(403, 'video_link_invalid', 'The link to the video was not issued by the API.');
const expired = error(403, 'video_link_expired', 'The link to the video has expired. List the videos for a new one.');
const gone = error(404, 'video_file_not_found', 'There is no such video, or it was deleted.');

function accessTo(file: string, expires: number, world = ''): string {
  return createHash('sha256').update(`${world} ${file} ${expires}`).digest('base64url').slice(0, 22);
}

/** The same bytes for the same video each time, and others for another. */
function* bytesOf(meetingVideoId: string, size: number): Generator<Buffer> {
  const chunk = Buffer.alloc(chunkSize, createHash('sha256').update(meetingVideoId).digest());
  for (let left = size; left > 0; left -= chunkSize) yield left < chunkSize ? chunk.subarray(0, left) : chunk;
}
