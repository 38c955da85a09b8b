import type { IncomingMessage } from 'node:http';
import { type ApiResponse, errors } from './errors.ts';

/** A body as it was received: its text, and the JSON value of it where it has one; or nothing. */
export type Body = { text: string; json?: unknown } | undefined;

const mebibyte = 1024 * 1024;

/**
 * Reads a body.
 *
 * @returns The body, or the error to respond with: as soon as more than 1 MiB has arrived or is announced, and where it is
 *   compressed. The rest is thrown away.
 * @throws when the connection is lost first.
 */
export function readBody(incoming: IncomingMessage): Promise<{ body: Body } | { refused: ApiResponse }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // Nothing of a body stays with its connection, which may go on for long.
    const settle = (result: { body: Body } | { refused: ApiResponse }) => {
      incoming.off('data', receive).off('end', end).off('error', reject).resume();
      chunks.length = 0;
      resolve(result);
    };
    const receive = (chunk: Buffer) => {
      size += chunk.length;
      if (size > mebibyte) settle({ refused: errors.bodyTooLarge });
      else chunks.push(chunk);
    };
    const end = () => settle({ body: parse(Buffer.concat(chunks)) });
    incoming.once('end', end).once('error', reject);
    const { 'content-encoding': encoding = 'identity', 'content-length': length = 0 } = incoming.headers;
    if (!/^(identity)?$/i.test(encoding)) settle({ refused: errors.encoded(encoding) });
    else if (Number(length) > mebibyte) settle({ refused: errors.bodyTooLarge });
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
  return 'json' in body ? { json: body.json } : { refused: errors.invalid('The body is not valid JSON.') };
}

const isJson = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?;?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parse(bytes: Buffer): Body {
  if (bytes.length === 0) return undefined;
  const text = bytes.toString();
  try {
    return { text, json: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { text };
  }
}
