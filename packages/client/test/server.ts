import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import {
  type Client,
  type ClientOptions,
  createClientOn,
  type MeetingVideo,
  type Send,
  type VideoDeletion,
} from '../src/index.ts';
import { fetchTransport } from '../src/transports/fetch.ts';

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type Handler = (response: ServerResponse, request: Received, number: number) => void;

/** A real HTTP server on a free port. It notes what it receives, and answers as told. It ends with the test. */
export async function serve(handler: Handler): Promise<{ url: `http://${string}`; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => {
      body += chunk;
    });
    incoming.on('end', () => {
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      received.push(request);
      handler(response, request, received.length);
    });
  });
  const url = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, received };
}

/** An address of this machine at which nobody listens. */
export async function nobody(): Promise<`http://${string}`> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/** The address at which a server now listens, on a free port of this machine. */
export async function listen(server: Server): Promise<`http://${string}`> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/api/v1`;
}

/** Answers with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** Answers a list, which settles how a deletion ended, as told, and everything else as told. */
export function listing(list: Handler, rest: Handler): Handler {
  let posts = 0;
  return (response, request, number) =>
    request.method === 'GET' ? list(response, request, number) : rest(response, request, ++posts);
}

/** Answers the first request with the first handler, and so on; the last one stays. */
export function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  return (response, request, number) => {
    const handler = handlers[Math.min(number, handlers.length) - 1] ?? handlers[0];
    handler(response, request, number);
  };
}

export const apiKey = 'test-key-4f1d9c';
export const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';
export const meetingVideoId = '4c512b8a-c1ad-47da-ae22-5a61115505e3';
export const video: MeetingVideo = { meetingVideoId, state: 'deleted', size: 484524 };
export const deleted: VideoDeletion = { packageId, videos: [video] };
export const alive: VideoDeletion = { packageId, videos: [{ ...video, state: 'archived' }] };

/** What a program without a compiler, or a workflow, may hand over in place of what the types ask for. */
export function untyped(value: unknown): never;
export function untyped(value: unknown): unknown {
  return value;
}

/** Sends over a real socket, with the runtime's own fetch. */
export const sendWithFetch: Send = fetchTransport(fetch, 16e6);

/** A client whose waits between attempts take no time and are noted; its time limits are real. */
export function clientOf(
  server: ClientOptions['server'],
  {
    send = sendWithFetch,
    ...options
  }: Partial<Omit<ClientOptions, 'fetch' | 'maxResponseBytes'>> & { send?: Send } = {},
): Client & { waits: number[] } {
  const waits: number[] = [];
  const limit = options.timeoutMs ?? 30_000;
  const wait = (milliseconds: number, signal: AbortSignal) => {
    if (milliseconds !== limit) {
      waits.push(milliseconds);
      return Promise.resolve();
    }
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
    });
  };
  const client = createClientOn({ send, wait }, { apiKey, server, ...options });
  return { ...client, waits };
}

/** What a promise rejects with; fails when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It resolved to ${JSON.stringify(value)}.`);
    },
    (error: unknown) => error,
  );
}
