import { baseUrlOf, type Server, servers, type VideoIds } from 'iinked-sign';
import { CommandError } from '../errors/CommandError.ts';
import { RefusedError } from '../errors/RefusedError.ts';

/**
 * Reads `PACKAGE/VIDEO`.
 *
 * @throws {CommandError} when it does not name exactly one video.
 * @throws {RefusedError} when the server may hold real recordings.
 */
export function namedVideo(text: string, server: Server): VideoIds {
  const [packageId = '', meetingVideoId = '', ...more] = text.split('/');
  if (!packageId.trim() || !meetingVideoId.trim() || more.length > 0) {
    throw new CommandError('--delete takes one video as PACKAGE/VIDEO, with both ids. Nothing was sent.');
  }
  if (!isSandbox(server) && !isOnThisMachine(server)) {
    const where = 'sandbox-us, on sandbox-eu and on the emulator on this machine only';
    throw new RefusedError(`--delete works on ${where}: elsewhere there may be real recordings. Nothing was sent.`);
  }
  return { packageId, meetingVideoId };
}

/** Whether the server is one of the public sandboxes. */
export function isSandbox(server: Server): boolean {
  return ([servers['sandbox-us'], servers['sandbox-eu']] as Server[]).includes(baseUrlOf(server));
}

/** Whether the server is on this machine. That alone says nothing: a forwarded port is, too. */
export function isOnThisMachine(server: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrlOf(server)).hostname);
}
