import { baseUrlOf, createClient, isDeleted, type MeetingVideo, type Server } from 'iinked-sign';
import type { Api, Observed } from './api.ts';
import { CannotVerifyError } from './CannotVerifyError.ts';

/** The one video that a person named by hand. */
export type NamedVideo = { packageId: string; meetingVideoId: string };

/** What the deletion of one video showed. */
export type DeletionEvidence = {
  /** The video before it was deleted. */
  video: MeetingVideo;
  first: Observed;
  /** The list after the first request. */
  listed: Observed;
  /** A second deletion of the same video, if the first one succeeded. */
  second: Observed | undefined;
};

/**
 * Deletes one video through the client, once, and then once more to see what a second deletion gets.
 *
 * @throws {CannotVerifyError} when the video is not there to be deleted. Nothing is deleted then.
 */
export async function deleteNamed(api: Api, server: Server, named: NamedVideo): Promise<DeletionEvidence> {
  const client = createClient({ apiKey: api.apiKey, server, fetch: api.fetch, maxRetries: 0 });
  const { videos } = await client.videos.list({ packageId: named.packageId });
  const video = videos.find(({ meetingVideoId }) => meetingVideoId === named.meetingVideoId);
  if (!video || isDeleted(video)) {
    throw new CannotVerifyError('The video to delete is not listed in its package, or is deleted already.');
  }
  const attempt = async () => {
    const before = api.observed.length;
    const succeeded = await client.videos.delete(named).then(
      () => true,
      () => false,
    );
    const response = api.observed.slice(before).find(({ request }) => request.endsWith('/videos/delete'));
    if (!response) throw new CannotVerifyError('The deletion got no response. Look up the video before you try again.');
    return { succeeded, response };
  };
  const first = await attempt();
  const listed = await api.send('GET', `/packages/${encodeURIComponent(named.packageId)}/videos`);
  const second = first.succeeded ? (await attempt()).response : undefined;
  return { video, first: first.response, listed, second };
}

/**
 * Reads `PACKAGE/VIDEO`.
 *
 * @throws {CannotVerifyError} when it does not name exactly one video, or the server holds real recordings.
 */
export function namedVideo(text: string, server: Server): NamedVideo {
  const [packageId, meetingVideoId, ...more] = text.split('/');
  if (!packageId?.trim() || !meetingVideoId?.trim() || more.length > 0) {
    throw new CannotVerifyError('--delete takes one video as PACKAGE/VIDEO, with both ids. Nothing was sent.');
  }
  if (!isSandbox(server)) {
    throw new CannotVerifyError('--delete works on sandbox-us and sandbox-eu only. Nothing was sent.');
  }
  return { packageId, meetingVideoId };
}

/** Whether no real recording is at risk: a sandbox, or this machine. */
function isSandbox(server: Server): boolean {
  const { hostname } = new URL(baseUrlOf(server));
  return /^sandbox\.syngrafii\.(com|eu)$/.test(hostname) || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}
