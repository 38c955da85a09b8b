import { type IExecuteFunctions, sleep } from 'n8n-workflow';
import type { OperationInput } from '../../shared/operation.ts';

/** The bytes of a response as they arrive. */
export type Incoming = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Uint8Array>;

/**
 * Requests the link of a video, without the credential: the link itself grants access, and may lead to another server.
 *
 * @throws {Error} when no file comes. The error does not show the link.
 */
export async function openLink(
  { context }: OperationInput,
  link: string,
  timeoutMs: number,
): Promise<{ stream: Incoming; mimeType: string }> {
  if (!isSafe(link))
    throw downloadFailure('The link of the video does not begin with https://, so it was not requested.');
  const signal = context.getExecutionCancelSignal();
  const { statusCode, headers, body } = await context.helpers
    .httpRequest({
      method: 'GET',
      url: link,
      encoding: 'stream',
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      timeout: timeoutMs,
      ...(signal && { abortSignal: signal }),
    })
    .catch((error: unknown) => {
      throw downloadFailure(`The link of the video could not be requested (${codeOf(error)}).`);
    });
  if (statusCode === 200 && isIncoming(body)) return { stream: body, mimeType: mimeTypeOf(headers['content-type']) };
  if (isIncoming(body)) body.destroy();
  throw downloadFailure(`The link of the video responded with ${statusCode} instead of a file.`);
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

// The link grants access, so it travels encrypted; an emulator on this machine serves without.
function isSafe(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname } = new URL(link);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
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
