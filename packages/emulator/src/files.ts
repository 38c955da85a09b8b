import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Answer, error } from './answers.ts';
import type { MeetingVideo } from './generated/openapi.ts';
import type { State } from './state.ts';

/** The path under which the files of videos are served. */
export const filesRoot = '/files/';

/** The files of videos, behind links that expire. */
export type Files = {
  /** Gives a video with a fresh link to its file, where it has one and was seeded without a link of its own. */
  linked: (video: MeetingVideo) => MeetingVideo;
  /** Serves a file, and tells the status of the answer. */
  serve: (address: URL, response: ServerResponse) => Promise<number>;
};

/** How the links of an emulator are made. */
export type LinkOptions = {
  origin: () => string;
  now: () => Date;
  /** How long a link to a file works, in milliseconds. */
  lifetimeMs: number;
};

// The same link is given for a second: making one takes longer than the rest of an answer.
type Link = { made: number; url: string; timeUrlExpires: string };

const chunkSize = 64 * 1024;

/** Serves as many bytes for each video as its `size` says. */
export function createFiles(state: State, { origin, now, lifetimeMs }: LinkOptions): Files {
  const links = new Map<string, Link>();

  function linkTo(meetingVideoId: string): Link {
    const moment = now().getTime();
    const known = links.get(meetingVideoId);
    if (known && known.made > moment - 1000) return known;
    const expires = moment + lifetimeMs;
    const url = new URL(filesRoot + encodeURIComponent(meetingVideoId), origin());
    url.search = String(new URLSearchParams({ expires: String(expires), access: accessTo(meetingVideoId, expires) }));
    const made = { made: moment, url: url.href, timeUrlExpires: new Date(expires).toISOString() };
    links.set(meetingVideoId, made);
    return made;
  }

  return {
    linked(video) {
      if (video.url !== undefined || video.state !== 'archived' || !video.size) return video;
      const { url, timeUrlExpires } = linkTo(video.meetingVideoId);
      return { ...video, url, timeUrlExpires };
    },

    async serve(address, response) {
      const meetingVideoId = decodeURIComponent(address.pathname.slice(filesRoot.length));
      const expires = Number(address.searchParams.get('expires'));
      const video = state.videoOf(meetingVideoId);
      if (address.searchParams.get('access') !== accessTo(meetingVideoId, expires)) return refuse(response, forbidden);
      if (expires <= now().getTime()) return refuse(response, expired);
      if (!video || video.state === 'deleted' || !video.size) return refuse(response, gone);
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.size });
      await pipeline(Readable.from(bytesOf(meetingVideoId, video.size)), response);
      return 200;
    },
  };
}

const forbidden = error(403, 'video_link_invalid', 'The link to the video is not one that the API gave.');
const expired = error(403, 'video_link_expired', 'The link to the video has expired. List the videos for a new one.');
const gone = error(404, 'video_file_not_found', 'There is no such video, or it was deleted.');

function refuse(response: ServerResponse, { status, body }: Answer): number {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return status;
}

function accessTo(meetingVideoId: string, expires: number): string {
  return createHash('sha256').update(`${meetingVideoId} ${expires}`).digest('base64url').slice(0, 22);
}

/** The same bytes for the same video each time, and others for another. */
function* bytesOf(meetingVideoId: string, size: number): Generator<Buffer> {
  const chunk = Buffer.alloc(chunkSize, createHash('sha256').update(meetingVideoId).digest());
  for (let left = size; left > 0; left -= chunkSize) yield left < chunkSize ? chunk.subarray(0, left) : chunk;
}
