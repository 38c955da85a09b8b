import { type LinkProblem, linkProblem } from 'iinked-sign';
import { codeOf } from '../files/systemError.ts';
import { NotArchived } from './NotArchived.ts';

const mostHops = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const problems: Record<LinkProblem, string> = {
  insecure: 'is not encrypted (https)',
  loopback: 'leads to this machine, and the server is not on it',
  private: 'leads into a private network, and the server is not in one',
};

/** What a link is requested for. */
export type Terms = {
  /** The server that gave the link. */
  server: string;
  /** How many bytes the file has. */
  size: number;
  signal: AbortSignal;
  /** Where in the file to begin, and which file it is: that of an earlier response. */
  from?: { offset: number; etag: string };
};

/** The bytes of a file, and what names them exactly, where the server says that. */
export type Opened = { body: ReadableStream<Uint8Array>; etag: string | undefined };

/**
 * Requests the link of a video. The link itself grants access: the request has no key. Each redirect is checked as the link is.
 *
 * @throws {NotArchived} when the file does not come, or has another length. The message does not show the link.
 */
export async function openLink(link: string, terms: Terms): Promise<Opened> {
  let url = link;
  for (let hop = 0; hop <= mostHops; hop += 1) {
    assertSafe(url, terms.server, hop);
    const response = await request(url, terms);
    const opened = openedOf(response, terms);
    if (opened) return opened;
    await response.body?.cancel().catch(() => undefined);
    const location = response.headers.get('location');
    if (!redirects.has(response.status) || location === null || !URL.canParse(location, url)) {
      throw noFile(response, terms);
    }
    url = new URL(location, url).href;
  }
  throw new NotArchived('none', `Its link was redirected more than ${mostHops} times.`);
}

function openedOf({ status, headers, body }: Response, { size, from }: Terms): Opened | undefined {
  if (!body || (headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined;
  const [etag] = /^"[^"]*"$/.exec(headers.get('etag') ?? '') ?? [];
  if (!from) return status === 200 && lengthOf(headers, size) === size ? { body, etag } : undefined;
  const isRest = headers.get('content-range') === `bytes ${from.offset}-${size - 1}/${size}` && etag === from.etag;
  return status === 206 && isRest ? { body, etag } : undefined;
}

function lengthOf(headers: Headers, size: number): number {
  return Number(headers.get('content-length') ?? size);
}

function assertSafe(url: string, server: string, hop: number): void {
  const problem = linkProblem(url, server);
  if (problem === undefined) return;
  const what = hop === 0 ? 'Its link' : 'A redirect of its link';
  throw new NotArchived('none', `${what} ${problems[problem]}. It was not requested.`);
}

async function request(url: string, { signal, from }: Terms): Promise<Response> {
  // The bytes are counted as they are in the file: nothing may be packed on its way.
  const headers = {
    'accept-encoding': 'identity',
    ...(from && { range: `bytes=${from.offset}-`, 'if-range': from.etag }),
  };
  try {
    return await fetch(url, { redirect: 'manual', headers, signal });
  } catch (error) {
    signal.throwIfAborted();
    // The message of an error may hold the link; its code does not.
    const code = codeOf(error instanceof Error ? error.cause : undefined) ?? 'no response';
    throw new NotArchived('retry', `Its link could not be requested (${code}).`);
  }
}

function noFile({ status, headers }: Response, { size, from }: Terms): NotArchived {
  const length = lengthOf(headers, size);
  if (from && status < 300)
    return new NotArchived('retry', 'The connection was lost, and the server does not go on with the same file.');
  if (status === 200 && length !== size) {
    return new NotArchived('retry', `Its link responded with ${length} bytes instead of ${size}.`);
  }
  if (status === 200) return new NotArchived('retry', 'Its link responded with something that is not the file.');
  const hasExpired = status === 401 || status === 403 || status === 410;
  const advice = hasExpired ? ', as one does that has expired' : '';
  return new NotArchived('retry', `Its link responded with ${status} instead of a file${advice}.`);
}
