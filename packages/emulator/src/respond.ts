import type { ServerResponse } from 'node:http';
// Imported, not global: fake timers of a test replace the global ones, and the emulator would wait for ever.
import { setImmediate } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiResponse } from './errors.ts';

/** A response as it is written. */
export type Outgoing = {
  status: number;
  headers: Record<string, string | number>;
  body: string | Buffer | Stream;
  /** How it goes wrong on its way. Default: it arrives as it should. */
  flaws?: Flaws | undefined;
};

/** A body that is made while it is sent, so that it takes no memory however large it is. */
export type Stream = { size: number; chunks: () => Iterable<Buffer> };

/** How a response can go wrong on its way. */
export type Flaws = {
  /** Its connection breaks in the middle. */
  truncate?: boolean | undefined;
  /** It stops in the middle, and its connection stays open. */
  stall?: boolean | undefined;
  /** It arrives this slowly. */
  bytesPerSecond?: number | undefined;
  /** It says that it is this long: if that is less, it is cut; if that is more, its connection breaks at its end. */
  contentLength?: number | undefined;
};

/**
 * The headers of every response: a browser takes it for what it says it is, and runs nothing of it. The last one tells
 * programs that delete on trial that no recording is behind it, also through a forwarded port.
 */
export const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'iinked-sign-emulator': 'true',
};

/** A response of the API, or of the emulator, as it is written. */
export function outgoing({ status, body, headers }: ApiResponse): Outgoing {
  const text = body === undefined ? '' : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
}

/** Writes a response. `headers` go on top of its own. */
export async function write(
  response: ServerResponse,
  { status, headers, body, flaws = {} }: Outgoing,
  more: Record<string, string>,
): Promise<void> {
  const size = isStream(body) ? body.size : Buffer.byteLength(body);
  const length = hasNoBody(status) ? {} : { 'content-length': flaws.contentLength ?? size };
  response.writeHead(status, { ...headers, ...length, ...safeHeaders, ...more });
  if (isStream(body) || isFlawed(flaws)) return send(response, streamOf(body), flaws);
  // Responses leave together, after all requests that have arrived are carried out: that doubles the throughput.
  setImmediate(() => response.end(hasNoBody(status) ? undefined : body));
}

/** Sends a body piece by piece, each when the one before it has left: what nobody reads is not made. */
async function send(response: ServerResponse, { size, chunks }: Stream, flaws: Flaws): Promise<void> {
  if (response.req.method === 'HEAD') return void response.end();
  const { truncate, stall, bytesPerSecond, contentLength = size } = flaws;
  response.flushHeaders();
  let left = truncate || stall ? Math.floor(size / 2) : Math.min(size, contentLength);
  for (const chunk of chunks()) {
    for (const piece of piecesOf(chunk.subarray(0, left), bytesPerSecond)) {
      if (bytesPerSecond !== undefined) await wait((1000 * piece.length) / bytesPerSecond, undefined, { ref: false });
      // The caller has gone away, or the emulator has closed.
      if (response.destroyed) return;
      await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    }
    left -= chunk.length;
    if (left <= 0) break;
  }
  if (stall) return;
  if (truncate || contentLength > size) response.destroy();
  else response.end();
}

/** Ten pieces a second, where the speed is limited. */
function* piecesOf(chunk: Buffer, bytesPerSecond = Number.POSITIVE_INFINITY): Generator<Buffer> {
  const most = Math.max(1, Math.floor(bytesPerSecond / 10));
  for (let at = 0; at < chunk.length; at += most) yield chunk.subarray(at, at + most);
}

function streamOf(body: Outgoing['body']): Stream {
  if (isStream(body)) return body;
  const bytes = Buffer.from(body);
  return { size: bytes.length, chunks: () => [bytes] };
}

function isFlawed({ truncate, stall, bytesPerSecond, contentLength }: Flaws): boolean {
  return Boolean(truncate || stall) || bytesPerSecond !== undefined || contentLength !== undefined;
}

function isStream(body: Outgoing['body']): body is Stream {
  return typeof body === 'object' && 'chunks' in body;
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}
