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

/**
 * Requests the link of a video. The link itself grants access: the request has no key. Each redirect is checked as the link is.
 *
 * @param server The server that gave the link.
 * @param size How many bytes the file has. What says that it is longer or shorter is not read.
 * @returns The bytes of the file.
 * @throws {NotArchived} when no file comes. The message does not show the link.
 */
export async function openLink(
  link: string,
  { server, size, signal }: { server: string; size: number; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  let url = link;
  for (let hop = 0; hop <= mostHops; hop += 1) {
    assertSafe(url, server, hop);
    const response = await request(url, signal);
    const { body, headers } = response;
    const length = Number(headers.get('content-length') ?? size);
    if (response.status === 200 && body && !isEncoded(response) && length === size) return body;
    await body?.cancel().catch(() => undefined);
    if (response.status === 200 && length !== size) {
      throw new NotArchived('retry', `Its link responded with ${length} bytes instead of ${size}.`);
    }
    const location = headers.get('location');
    if (!redirects.has(response.status) || location === null || !URL.canParse(location, url)) throw noFile(response);
    url = new URL(location, url).href;
  }
  throw new NotArchived('none', `Its link was redirected more than ${mostHops} times.`);
}

function assertSafe(url: string, server: string, hop: number): void {
  const problem = linkProblem(url, server);
  if (problem === undefined) return;
  const what = hop === 0 ? 'Its link' : 'A redirect of its link';
  throw new NotArchived('none', `${what} ${problems[problem]}. It was not requested.`);
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  // The bytes are counted as they are in the file: nothing may be packed on its way.
  const headers = { 'accept-encoding': 'identity' };
  try {
    return await fetch(url, { redirect: 'manual', headers, signal });
  } catch (error) {
    signal.throwIfAborted();
    // The message of an error may hold the link; its code does not.
    const code = codeOf(error instanceof Error ? error.cause : undefined) ?? 'no response';
    throw new NotArchived('retry', `Its link could not be requested (${code}).`);
  }
}

function isEncoded({ headers }: Response): boolean {
  return (headers.get('content-encoding') ?? 'identity') !== 'identity';
}

function noFile(response: Response): NotArchived {
  const { status } = response;
  if (status === 200) return new NotArchived('retry', 'Its link responded with something that is not the file.');
  const hasExpired = status === 401 || status === 403 || status === 410;
  const advice = hasExpired ? ', as one does that has expired' : '';
  return new NotArchived('retry', `Its link responded with ${status} instead of a file${advice}.`);
}
