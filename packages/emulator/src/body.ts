import type { IncomingMessage } from 'node:http';
import { type ApiResponse, errors } from './errors.ts';

/** A body as it was received: a JSON value, text that is not JSON, or nothing. */
export type Body = { json: unknown } | { text: string } | undefined;

const mebibyte = 1024 * 1024;

/**
 * Reads a body.
 *
 * @returns The body, or `tooLarge` as soon as more than 1 MiB has arrived or is announced. The rest is thrown away.
 * @throws when the connection is lost first.
 */
export function readBody(incoming: IncomingMessage): Promise<Body | 'tooLarge'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const receive = (chunk: Buffer) => {
      size += chunk.length;
      if (size > mebibyte) tooLarge();
      else chunks.push(chunk);
    };
    const tooLarge = () => {
      incoming.off('data', receive).resume();
      chunks.length = 0;
      resolve('tooLarge');
    };
    incoming.once('end', () => resolve(parse(Buffer.concat(chunks))));
    incoming.once('error', reject);
    if (Number(incoming.headers['content-length'] ?? 0) > mebibyte) tooLarge();
    else incoming.on('data', receive);
  });
}

/**
 * The JSON of a body that has to be JSON.
 *
 * @param contentType The header `Content-Type`.
 * @returns The JSON value, or the error to respond with.
 */
export function jsonOf(body: Body, contentType: string | undefined): { json: unknown } | { refused: ApiResponse } {
  if (!isJson.test(contentType ?? '')) {
    const got = contentType === undefined ? 'none' : `"${contentType}"`;
    const message = `The content type must be application/json, got ${got}.`;
    return { refused: errors.invalidField('request_invalid_content_type', message) };
  }
  if (body === undefined) return { refused: errors.invalid('The body is missing. It must be a JSON object.') };
  return 'json' in body ? body : { refused: errors.invalid('The body is not valid JSON.') };
}

const isJson = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?;?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parse(bytes: Buffer): Body {
  if (bytes.length === 0) return undefined;
  try {
    return { json: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { text: bytes.toString() };
  }
}
