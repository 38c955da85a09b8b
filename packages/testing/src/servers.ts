import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether an earlier request came over the same connection. */
  reused: boolean;
};
export type Handler = (response: ServerResponse, request: Received, number: number) => void;

/** Starts a real HTTP server on a free port, which records what it receives. It ends with the test. */
export async function serve(handler: Handler): Promise<{ url: `http://${string}`; received: Received[] }> {
  const received: Received[] = [];
  const used = new WeakSet<Socket>();
  const server = createServer((incoming, response) => {
    const reused = used.has(incoming.socket);
    used.add(incoming.socket);
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => {
      body += chunk;
    });
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body, reused };
      received.push(request);
      handler(response, request, received.length);
    });
  });
  // On a busy machine, a kept connection would be closed just when it is used again.
  server.keepAliveTimeout = 60_000;
  const url = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, received };
}

/** An address of this machine at which nothing listens, on a port that no server gets by chance. */
export const nobody = 'http://127.0.0.1:2/api/v1';

/** Lets a server listen on a free port of this machine, and returns its address. */
export async function listen(server: Server): Promise<`http://${string}`> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/api/v1`;
}

/** Responds with JSON. A header of several values is sent as often; a `date` that is undefined, not at all. */
export function json(
  body: unknown,
  status = 200,
  headers: Record<string, string | string[] | undefined> = {},
): Handler {
  const { date, ...rest } = headers;
  return (response) => {
    response.sendDate = !('date' in headers);
    if (date !== undefined) response.setHeader('date', date);
    response.writeHead(status, { 'content-type': 'application/json', ...rest }).end(JSON.stringify(body));
  };
}

/** Responds to the first request with the first handler, and so on; the last handler stays. */
export function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  return (response, request, number) => {
    const handler = handlers[Math.min(number, handlers.length) - 1] ?? handlers[0];
    handler(response, request, number);
  };
}

/** Responds to a list, which settles how a deletion ended, with one handler, and to everything else with another. */
export function listing(list: Handler, rest: Handler): Handler {
  let posts = 0;
  return (response, request, number) =>
    request.method === 'GET' ? list(response, request, number) : rest(response, request, ++posts);
}
