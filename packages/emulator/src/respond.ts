import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
// Imported, not global: fake timers of a test replace the global ones, and the emulator would wait for ever.
import { setImmediate } from 'node:timers';
import type { ApiResponse } from './errors.ts';

/** A response as it is written. */
export type Outgoing = {
  status: number;
  headers: Record<string, string | number>;
  body: string | Buffer | Readable;
  /** How it ends: in the middle with the connection, or never. Default: as it should. */
  ending?: 'truncate' | 'stall' | undefined;
};

/** The headers of every response: a browser takes it for what it says it is, and runs nothing of it. */
export const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

/** A response of the API, or of the emulator, as it is written. */
export function outgoing({ status, body, headers }: ApiResponse): Outgoing {
  const text = body === undefined ? '' : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
}

/** Writes a response. `headers` go on top of its own. */
export async function write(
  response: ServerResponse,
  { status, headers, body, ending }: Outgoing,
  more: Record<string, string>,
): Promise<void> {
  if (typeof body === 'object' && !Buffer.isBuffer(body)) {
    response.writeHead(status, { ...headers, ...safeHeaders, ...more });
    return pipeline(body, response).catch(unlessGone);
  }
  const length = hasNoBody(status) ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length, ...safeHeaders, ...more });
  const half = body.slice(0, body.length >> 1);
  if (ending === 'stall') response.write(half);
  else if (ending === 'truncate') response.write(half, () => response.destroy());
  // Responses leave together, after all requests that have arrived are carried out: that doubles the throughput.
  else setImmediate(() => response.end(hasNoBody(status) ? undefined : body));
}

/** A caller who stops a download has what they want. */
function unlessGone(problem: NodeJS.ErrnoException): void {
  if (problem.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw problem;
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}
