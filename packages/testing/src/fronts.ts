import { createServer, request } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { serverCertificate } from './certificates.ts';

type Https = `https://localhost:${number}${string}`;

/** Puts TLS in front of a server of this machine. It ends with the test. */
export async function withTls(url: string): Promise<Https> {
  const { port, pathname } = new URL(url);
  const front = createTlsServer(serverCertificate, (socket) => join(socket, connect(Number(port), '127.0.0.1')));
  // A client that does not trust the certificate hangs up.
  front.on('tlsClientError', () => undefined);
  return `https://localhost:${await listen(front)}${pathname}`;
}

/**
 * Puts HTTP/2 in front of a server of this machine. It ends with the test.
 *
 * @param breakOff What happens to a stream when the server behind it breaks off: by default its connection is lost.
 */
export async function withHttp2(url: string, breakOff: (stream: ServerHttp2Stream) => void = lose): Promise<Https> {
  const { port, pathname } = new URL(url);
  const front: Http2SecureServer = createSecureServer(serverCertificate);
  const sessions = new Set<ServerHttp2Session>();
  front.on('session', (session) => sessions.add(session.on('error', () => undefined)));
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
  });
  front.on('stream', (stream, { ':method': method, ':path': path, ...headers }) => {
    const forwarded = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
    const onward = request({ port, method, path, headers: Object.fromEntries(forwarded), agent: false });
    const broken = () => !stream.destroyed && breakOff(stream);
    stream.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', broken).on('response', (response) => {
      const { connection, 'keep-alive': _, 'transfer-encoding': __, ...rest } = response.headers;
      stream.respond({ ...rest, ':status': response.statusCode });
      response.on('error', broken).pipe(stream);
    });
  });
  return `https://localhost:${await listen(front)}${pathname}`;
}

/** Loses the connection of a stream. */
function lose(stream: ServerHttp2Stream): void {
  stream.session?.destroy();
}

/**
 * Starts a proxy, which leads every tunnel to this machine, whatever its host. It ends with the test.
 *
 * @param refusal What it responds with to every tunnel, instead of opening it.
 * @returns Its address, and all that it saw.
 */
export async function startProxy(refusal?: string): Promise<{ url: `http://${string}`; seen: string[] }> {
  const seen: string[] = [];
  const proxy = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url} ${JSON.stringify(incoming.headers)}`);
    response.writeHead(502).end();
  });
  proxy.on('connect', (incoming, socket: Socket) => {
    seen.push(`CONNECT ${incoming.url}`);
    socket.on('error', () => undefined);
    if (refusal !== undefined) return socket.end(refusal);
    socket.on('data', (bytes) => seen.push(bytes.toString('latin1')));
    const target = connect(Number(new URL(`tunnel://${incoming.url}`).port), '127.0.0.1');
    target.on('connect', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'));
    return join(socket, target);
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, seen };
}

/** Starts a server that breaks every connection off at its first bytes: a TLS handshake never ends well. */
export async function startBreakingOff(): Promise<Https> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.destroy());
  });
  return `https://localhost:${await listen(server)}/api/v1`;
}

function join(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).pipe(other);
  other.on('error', () => one.destroy()).pipe(one);
}

/** Lets a server listen on a free port of this machine, and returns the port. It ends with the test. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port }: AddressInfo = Object(server.address());
  return port;
}
