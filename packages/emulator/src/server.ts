import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers';
import type { Access } from './access.ts';
import type { Clock } from './clock.ts';
import { type ApiResponse, error, errors } from './errors.ts';
import { type Outgoing, outgoing, safeHeaders, write } from './respond.ts';

/** A request whose headers have arrived. */
export type Exchange = {
  incoming: IncomingMessage;
  response: ServerResponse;
  method: string;
  /** The host that the request is for; nothing where it names none, or two. */
  host: string | undefined;
  path: string;
  query: URLSearchParams;
  /** Headers that go on top of those of the response. */
  headers: Record<string, string>;
};

/** What an HTTP server does with requests: everything is responded to, whatever arrives. */
export type Handlers = {
  access: Access;
  clock: Clock;
  handle: (exchange: Exchange) => Promise<void>;
};

/** Makes the HTTP server. It responds to what is not HTTP, too, and no failure ends it. */
export function createHttpServer({ access, clock, handle }: Handlers): Server {
  const open = new WeakMap<Duplex, ServerResponse>();

  function receive(incoming: IncomingMessage, response: ServerResponse): void {
    open.set(incoming.socket, response);
    response.sendDate = false;
    const { host, path, query } = targetOf(incoming);
    const headers = { date: clock.now().toUTCString(), ...access.corsHeaders(incoming) };
    const exchange = { incoming, response, method: incoming.method ?? 'GET', host, path, query, headers };
    handle(exchange).catch((failure: unknown) => fail(exchange, failure));
  }

  return createServer({ requireHostHeader: false }, receive)
    .on('connect', (_, socket) => endRaw(socket, errors.methodNotAllowed('CONNECT', ['GET', 'POST'])))
    .on('clientError', (problem: Error & { code?: string }, socket) => {
      const response = open.get(socket);
      if (!socket.writable) socket.destroy();
      // A response that is under way is finished first.
      else if (response && !response.writableFinished && (response.headersSent || response.req.complete)) {
        response.once('finish', () => end(socket, ''));
      } else endRaw(socket, clientErrors[problem.code ?? ''] ?? notHttp);
    });
}

/** A line on standard error about something that should not have happened. */
export function report({ method, path }: Pick<Exchange, 'method' | 'path'>, failure: unknown): void {
  const [what, where] = failure instanceof Error ? (failure.stack ?? failure.message).split('\n') : [String(failure)];
  console.error(`iinked-sign-emulator: ${method} ${path} failed: ${what}${where ? ` (${where.trim()})` : ''}`);
}

/** The response to a request that failed inside the emulator or a handler of its user. */
export function exception(failure: unknown): Outgoing {
  return outgoing(errors.exception(failure instanceof Error ? failure.message : String(failure)));
}

function fail(exchange: Exchange, failure: unknown): void {
  const { incoming, response, headers } = exchange;
  // The caller has gone away: there is nobody to tell.
  if (incoming.destroyed && !incoming.complete) return;
  report(exchange, failure);
  if (response.headersSent) response.destroy();
  else write(response, exception(failure), headers).catch(() => response.destroy());
}

/**
 * The target of a request. A proxy sends it with its host, which then counts in place of the header. Path and query stay as
 * they were sent: a URL would resolve `..` and hide what is broken.
 */
function targetOf({ url = '/', rawHeaders }: IncomingMessage): Pick<Exchange, 'host' | 'path' | 'query'> {
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && /^host$/i.test(rawHeaders[index - 1] ?? ''));
  const [whole = '', authority = hosts[0]] = /^http:\/\/([^/?]*)/i.exec(url) ?? [];
  const target = url.slice(whole.length);
  const mark = target.indexOf('?');
  return {
    host: hosts.length > 1 ? undefined : authority,
    path: (mark === -1 ? target : target.slice(0, mark)) || '/',
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
  };
}

const notHttp = error(400, 'request_invalid', 'The request is not valid HTTP.');
const clientErrors: Record<string, ApiResponse> = {
  HPE_HEADER_OVERFLOW: error(431, 'request_length_headers', 'The headers are too large.'),
  ERR_HTTP_REQUEST_TIMEOUT: error(408, 'request_timeout', 'The request did not arrive in time.'),
};

/** Responds on a connection that is no HTTP connection (any longer). */
function endRaw(socket: Duplex, { status, body, headers }: ApiResponse): void {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
    ...safeHeaders,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  end(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${text}`);
}

/** Ends a connection, with a second for the other side to read what was written before it is cut. */
function end(socket: Duplex, text: string): void {
  socket.on('error', () => socket.destroy()).end(text);
  socket.resume();
  setTimeout(() => socket.destroy(), 1000).unref();
}
