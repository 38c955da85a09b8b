import { reachOf } from './reach.ts';
import { urlOf } from './servers.ts';

/** Why a link must not be requested: it is not encrypted, or leads to this machine, or into a private network. */
export type LinkProblem = 'insecure' | 'loopback' | 'private';

/**
 * Checks the link of a video, or what it is redirected to, before it is requested. A link grants access, so it travels
 * encrypted; an emulator on this machine serves without. It must not lead further inside a network than the server is that
 * gave it.
 *
 * @param server The address of the server; anything else counts as a public one.
 * @returns What is wrong with it, if something is.
 * @example
 * ```ts
 * linkProblem('https://192.168.0.1/video', 'https://sign.example.com/api/v1'); // 'private'
 * ```
 */
export function linkProblem(link: string, server: string): LinkProblem | undefined {
  const url = urlOf(link);
  const reach = url && reachOf(url.hostname);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && reach === 'loopback')) return 'insecure';
  const from = urlOf(server);
  const isAsFar = reach === 'public' || (from !== undefined && reach === reachOf(from.hostname));
  return isAsFar ? undefined : reach;
}
