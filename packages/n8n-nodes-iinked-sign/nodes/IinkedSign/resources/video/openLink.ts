import { linkProblem } from 'iinked-sign';
import { type IExecuteFunctions, type IN8nHttpFullResponse, sleep } from 'n8n-workflow';
import type { OperationInput } from '../../shared/operation.ts';

/** The bytes of a response as they arrive. */
export type Incoming = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Uint8Array>;

const mostHops = 5;

/**
 * Requests the link of a video, without the credential: the link itself grants access, and may lead to another server. Each
 * redirect is checked as the link is.
 *
 * @throws {Error} when no file comes. The error does not show the link.
 */
export async function openLink(
  input: OperationInput,
  link: string,
  timeoutMs: number,
): Promise<{ stream: Incoming; mimeType: string }> {
  let url = link;
  for (let hop = 0; hop <= mostHops; hop++) {
    assertSafe(url, input.server, hop);
    const { statusCode, headers, body } = await request(input, url, timeoutMs);
    if (statusCode === 200 && isIncoming(body)) return { stream: body, mimeType: mimeTypeOf(headers['content-type']) };
    if (isIncoming(body)) body.destroy();
    const { location } = headers;
    if (!redirects.has(statusCode) || typeof location !== 'string' || !URL.canParse(location, url))
      throw downloadFailure(`The link of the video responded with ${statusCode} instead of a file.`);
    url = new URL(location, url).href;
  }
  throw downloadFailure(`The link of the video was redirected more than ${mostHops} times.`);
}

const redirects = new Set([301, 302, 303, 307, 308]);

async function request({ context }: OperationInput, url: string, timeoutMs: number): Promise<IN8nHttpFullResponse> {
  const signal = context.getExecutionCancelSignal();
  return context.helpers
    .httpRequest({
      method: 'GET',
      url,
      encoding: 'stream',
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
      timeout: timeoutMs,
      ...(signal && { abortSignal: signal }),
    })
    .catch((error: unknown) => {
      throw downloadFailure(`The link of the video could not be requested (${codeOf(error)}).`);
    });
}

/** The error of a download. It is shown as it is: n8n would put its own words in place of some. */
export function downloadFailure(problem: string): Error {
  return new Error(`${problem} Nothing was deleted.`);
}

/** Ends a stream that brings nothing for too long. */
export async function endWhenIdle(
  stream: Incoming,
  { bytes, idleMs, done }: { bytes: () => number; idleMs: number; done: AbortSignal },
): Promise<void> {
  for (let before = -1; before !== bytes(); ) {
    before = bytes();
    await sleep(idleMs, done).catch(() => undefined);
    if (done.aborted) return;
  }
  stream.destroy(new Error(`nothing arrived for ${idleMs} ms`));
}

/**
 * Checks a link, or what it is redirected to.
 *
 * @param server The server, as the credential names it.
 * @param hop How many redirects led there.
 * @throws {Error} when it is not to be requested.
 */
export function assertSafe(link: string, server: string, hop: number): void {
  const problem = linkProblem(link, server);
  if (problem === undefined) return;
  const what = hop === 0 ? 'The link of the video' : 'A redirect of the link of the video';
  if (problem === 'insecure') throw downloadFailure(`${what} does not begin with https://, so it was not requested.`);
  const where = problem === 'loopback' ? 'to this machine' : 'into a private network';
  throw downloadFailure(`${what} leads ${where}, and the server of the credential is not there. It was not requested.`);
}

function isIncoming(body: unknown): body is Incoming {
  return typeof body === 'object' && body !== null && 'pipe' in body && 'destroy' in body;
}

function mimeTypeOf(contentType: unknown): string {
  const [type = ''] = `${contentType ?? ''}`.split(';');
  return type.startsWith('video/') ? type.trim() : 'video/mp4';
}

// The message of an error may hold the link; its code does not.
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no response';
}
