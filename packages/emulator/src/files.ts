import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type OwnClock, timestamp } from './clock.ts';
import { type ApiResponse, error, errors } from './errors.ts';
import type { MeetingVideo } from './generated/openapi.ts';
import { type Outgoing, outgoing } from './respond.ts';
import type { State } from './state.ts';

/** The path under which the files of videos are served. */
export const filesRoot = '/files/';

/** The files of videos, behind links that expire. */
export type Files = {
  /** A video with a fresh link to its file, where it has one and was seeded without a link of its own. */
  linked: (video: MeetingVideo, origin: string) => MeetingVideo;
  /** The file that a request asks for, or the error. */
  serve: (method: string, path: string, query: URLSearchParams) => Outgoing;
  /** Forgets the links that were made. They stay valid. */
  reset: () => void;
};

// The same link is given for a second: making one takes longer than the rest of a response.
type Link = { origin: string; made: number; url: string; timeUrlExpires: string };

const lifetimeMs = 24 * 60 * 60 * 1000;
const chunkSize = 64 * 1024;

/** Serves as many bytes for each video as its `size` says. */
export function createFiles(state: State, clock: OwnClock): Files {
  const links = new Map<string, Link>();

  function linkTo(meetingVideoId: string, origin: string): Link {
    const moment = clock.tick().getTime();
    const known = links.get(meetingVideoId);
    if (known && known.origin === origin && known.made > moment - 1000 && known.made <= moment) return known;
    const expires = moment + lifetimeMs;
    const url = new URL(filesRoot + encodeURIComponent(meetingVideoId), origin);
    url.search = String(new URLSearchParams({ expires: String(expires), access: accessTo(meetingVideoId, expires) }));
    const made = { origin, made: moment, url: url.href, timeUrlExpires: timestamp(new Date(expires)) };
    links.set(meetingVideoId, made);
    return made;
  }

  function refused(meetingVideoId: string, query: URLSearchParams): ApiResponse | undefined {
    const expires = Number(query.get('expires'));
    if (query.get('access') !== accessTo(meetingVideoId, expires)) return forbidden;
    if (expires <= clock.now().getTime()) return expired;
    return undefined;
  }

  return {
    linked(video, origin) {
      if (video.url !== undefined || video.state !== 'archived' || !video.size) return video;
      const { url, timeUrlExpires } = linkTo(video.meetingVideoId, origin);
      return { ...video, url, timeUrlExpires };
    },

    serve(method, path, query) {
      if (method !== 'GET' && method !== 'HEAD') return outgoing(errors.methodNotAllowed(method, ['GET', 'HEAD']));
      const meetingVideoId = decoded(path.slice(filesRoot.length));
      if (meetingVideoId === undefined) return outgoing(errors.invalidPath);
      const problem = refused(meetingVideoId, query);
      if (problem) return outgoing(problem);
      const video = state.videoOf(meetingVideoId);
      if (!video || video.state === 'deleted' || !video.size) return outgoing(gone);
      const headers = { 'content-type': 'video/mp4', 'content-length': video.size };
      const body = method === 'HEAD' ? Readable.from([]) : Readable.from(bytesOf(meetingVideoId, video.size));
      return { status: 200, headers, body };
    },

    reset: () => links.clear(),
  };
}

/** A part of a path without its percent-encoding, nothing where that is broken. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

const forbidden = error(403, 'video_link_invalid', 'The link to the video is not one that the API gave.');
const expired = error(403, 'video_link_expired', 'The link to the video has expired. List the videos for a new one.');
const gone = error(404, 'video_file_not_found', 'There is no such video, or it was deleted.');

function accessTo(meetingVideoId: string, expires: number): string {
  return createHash('sha256').update(`${meetingVideoId} ${expires}`).digest('base64url').slice(0, 22);
}

/** The same bytes for the same video each time, and others for another. */
function* bytesOf(meetingVideoId: string, size: number): Generator<Buffer> {
  const chunk = Buffer.alloc(chunkSize, createHash('sha256').update(meetingVideoId).digest());
  for (let left = size; left > 0; left -= chunkSize) yield left < chunkSize ? chunk.subarray(0, left) : chunk;
}
