import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { json, listen, nobody, serve } from 'iinked-sign-testing/servers';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { ApiError, InvalidRequestError, NotFoundError, UnexpectedResponseError } from '../src/index.ts';
import { createClient } from '../src/node.ts';
import { cert, host, key } from './certificate.ts';
import { apiKey, deleted, meetingVideoId, packageId, rejection, untyped, video } from './fixtures.ts';

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A proxy that this process is told to use. It leads every tunnel to the same port, and notes all that it sees. */
async function aProxy(port: number) {
  const seen: string[] = [];
  const proxy = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url} ${JSON.stringify(incoming.headers)}`);
    response.writeHead(502).end();
  });
  const sockets = new Set<Socket>();
  proxy.on('connect', (incoming, socket: Socket) => {
    seen.push(`CONNECT ${incoming.url}`);
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    for (const each of [socket, target]) sockets.add(each.on('error', () => undefined));
    socket.on('data', (bytes) => seen.push(bytes.toString('latin1')));
    socket.pipe(target).pipe(socket);
  });
  const url = new URL(await listen(proxy)).origin;
  onTestFinished(() => {
    for (const each of sockets) each.destroy();
    proxy.close();
  });
  for (const variable of proxyVariables) vi.stubEnv(variable, url);
  vi.stubEnv('NO_PROXY', '');
  vi.stubEnv('no_proxy', '');
  return seen;
}

test('a proxy that the environment names is used, and never sees the key', async () => {
  setDefaultCACertificates([cert]);
  const received: unknown[] = [];
  const target = createTlsServer({ key, cert }, (incoming, response) => {
    received.push(incoming.headers.api_key);
    incoming.resume().on('end', () => response.end(JSON.stringify(deleted)));
  });
  const { port } = new URL(await listen(target));
  onTestFinished(() => target.closeAllConnections());
  const seen = await aProxy(Number(port));
  const client = createClient({ apiKey, server: `https://${host}/api/v1` });
  expect(await client.videos.delete({ packageId, meetingVideoId })).toMatchObject(deleted);
  expect(received).toEqual([apiKey]);
  expect(seen[0]).toBe(`CONNECT ${host}:443`);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.join()).not.toContain(apiKey);
});

test('no proxy is used on the way to this machine, where the key is not encrypted', async () => {
  const seen = await aProxy(9);
  const { url, received } = await serve(json(deleted));
  await createClient({ apiKey, server: url }).videos.delete({ packageId, meetingVideoId });
  expect(received).toHaveLength(1);
  expect(seen).toEqual([]);
});

test('a proxy that is not there means that nothing was deleted', async () => {
  for (const variable of proxyVariables) vi.stubEnv(variable, new URL(await nobody()).origin);
  const client = createClient({ apiKey, server: `https://${host}/api/v1`, maxRetries: 0 });
  expect(await rejection(client.videos.deleteAll({ packageId }))).toMatchObject({
    name: 'ConnectionError',
    mayHaveDeleted: false,
  });
});

test('connections are kept', async () => {
  const ports = new Set<number | undefined>();
  const { url } = await serve((response, ...rest) => {
    ports.add(response.req.socket.remotePort);
    json(deleted)(response, ...rest);
  });
  const client = createClient({ apiKey, server: url });
  for (let call = 0; call < 20; call++) await client.videos.delete({ packageId, meetingVideoId });
  expect(ports.size).toBeLessThan(5);
});

test('an error has the class that iinked-sign gives, and the words of the API', async () => {
  const { url } = await serve(json({ error: 'x', message: 'No such video' }, 404, { 'x-request-id': 'abc' }));
  const error = await rejection(createClient({ apiKey, server: url }).videos.delete({ packageId, meetingVideoId }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ apiMessage: 'No such video', requestId: 'abc' });
});

test('a status that HTTP does not know is not documented', async () => {
  const { url } = await serve(json(deleted, 999));
  const error = await rejection(createClient({ apiKey, server: url }).videos.deleteAll({ packageId }));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ status: 999, mayHaveDeleted: true });
});

test('a raw call gives data or error, and the headers of the response', async () => {
  const { url } = await serve((response, ...rest) => {
    json(deleted, 200, { 'x-note': 'ü' })(response, ...rest);
  });
  const { raw } = createClient({ apiKey, server: url });
  const { data, response } = await raw.GET('/packages/{packageId}/videos', { params: { path: { packageId } } });
  expect(data).toEqual({ packageId, videos: [video] });
  expect(response.status).toBe(200);
  expect([response.headers.get('x-note'), response.headers.get('x-none')]).toEqual(['ü', null]);
});

test('it takes no other transport', () => {
  expect(() => createClient(untyped({ apiKey, server: 'us', fetch }))).toThrow(InvalidRequestError);
});
