import { Readable } from 'node:stream';
import { setDefaultCACertificates } from 'node:tls';
import { authority, host } from 'iinked-sign-testing/certificates';
import { startProxy, withTls } from 'iinked-sign-testing/fronts';
import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { Agent, type Dispatcher, getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ApiError, type Client, InvalidRequestError, NotFoundError, UnexpectedResponseError } from '../src/index.ts';
import { createClient } from '../src/node.ts';
import { apiKey, deleted, meetingVideoId, packageId, rejection, untyped, video } from './fixtures.ts';

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];

/** Sets the environment: this proxy, and no exception from it. */
function setProxy(url: string, variables = proxyVariables): void {
  for (const name of [...proxyVariables, 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
  for (const name of variables) vi.stubEnv(name, url);
}

/** A server behind TLS, at an address that only a proxy reaches. */
async function secureServer(handler: Handler) {
  const { url, received } = await serve(handler);
  const { port } = new URL(await withTls(url));
  return { server: `https://${host}:${port}/api/v1` as const, target: `${host}:${port}`, received };
}

/** Counts the connections that a server gets. */
function counting(handler: Handler): { handler: Handler; connections: Set<number | undefined> } {
  const connections = new Set<number | undefined>();
  return {
    connections,
    handler: (response, ...rest) => {
      connections.add(response.req.socket.remotePort);
      handler(response, ...rest);
    },
  };
}

beforeAll(() => {
  setDefaultCACertificates([authority]);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a proxy that the environment names', () => {
  test.each(proxyVariables)('is used, and never sees the key: %s', async (variable) => {
    const { server, target, received } = await secureServer(json(deleted));
    const { url, seen } = await startProxy();
    setProxy(url, [variable]);
    const client = createClient({ apiKey, server });
    expect(await client.videos.delete({ packageId, meetingVideoId })).toMatchObject(deleted);
    expect(received.map(({ headers }) => headers.api_key)).toEqual([apiKey]);
    expect(seen[0]).toBe(`CONNECT ${target}`);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.join()).not.toContain(apiKey);
  });

  test('is the one of the moment when the client is made', async () => {
    const { server } = await secureServer(json(deleted));
    const seen = [];
    for (const proxy of [await startProxy(), await startProxy()]) {
      setProxy(proxy.url);
      await createClient({ apiKey, server }).videos.delete({ packageId, meetingVideoId });
      seen.push(proxy.seen.length > 0);
    }
    expect(seen).toEqual([true, true]);
  });

  test('is not used on the way to this machine, where the key is not encrypted', async () => {
    const { url, seen } = await startProxy();
    setProxy(url);
    const { url: server, received } = await serve(json(deleted));
    await createClient({ apiKey, server }).videos.delete({ packageId, meetingVideoId });
    expect(received).toHaveLength(1);
    expect(seen).toEqual([]);
  });

  test('is not used for the hosts of NO_PROXY', async () => {
    const { url, seen } = await startProxy();
    setProxy(url);
    vi.stubEnv('NO_PROXY', 'localhost');
    vi.stubEnv('no_proxy', 'localhost');
    const server = await withTls((await serve(json(deleted))).url);
    await createClient({ apiKey, server }).videos.delete({ packageId, meetingVideoId });
    expect(seen).toEqual([]);
  });

  test.each([
    'localhost:3128',
    'proxy.example.test',
    'http://',
    'ftp://proxy.example.test',
    'http://us%er:secret@proxy.example.test',
  ])('is rejected when it cannot be one: %s', (proxy) => {
    setProxy(proxy, ['HTTPS_PROXY']);
    const make = () => createClient({ apiKey, server: 'sandbox-us' });
    expect(make).toThrow(InvalidRequestError);
    expect(make).toThrow('HTTPS_PROXY must be an address such as http://proxy:8080');
    expect(make).not.toThrow(/secret/);
  });
});

test('connections are shared by all clients, and kept', async () => {
  const { connections, handler } = counting(json(deleted));
  const { url } = await serve(handler);
  for (let call = 0; call < 50; call++) {
    await createClient({ apiKey, server: url }).videos.delete({ packageId, meetingVideoId });
  }
  expect(connections.size).toBeLessThan(5);
});

test('more calls at once than a process has sockets wait for one another', async () => {
  const { connections, handler } = counting(json(deleted));
  const { url } = await serve(handler);
  const calls = Array.from({ length: 600 }, () =>
    createClient({ apiKey, server: url }).videos.delete({ packageId, meetingVideoId }),
  );
  expect(await Promise.all(calls)).toHaveLength(600);
  expect(connections.size).toBeLessThanOrEqual(256);
});

test('a dispatcher of the caller is used', async () => {
  const { url, received } = await serve(json(deleted));
  const dispatcher = new Agent({ connect: { timeout: 5000 } });
  const dispatched: unknown[] = [];
  const watching = dispatcher.compose((dispatch) => (options, handler) => {
    dispatched.push(options.path);
    return dispatch(options, handler);
  });
  onTestFinished(() => dispatcher.close());
  await createClient({ apiKey, server: url, dispatcher: watching }).videos.deleteAll({ packageId });
  expect(received).toHaveLength(1);
  expect(dispatched).toEqual([`/api/v1/packages/${packageId}/videos/delete`]);
});

test('a delete-all request has a body that is read once, so that no layer below sends it again', async () => {
  const { url } = await serve(json(deleted));
  const bodies: unknown[] = [];
  const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
    bodies.push(options.body);
    return dispatch(options, handler);
  });
  onTestFinished(() => dispatcher.close());
  const { videos } = createClient({ apiKey, server: url, dispatcher });
  await videos.delete({ packageId, meetingVideoId });
  await videos.deleteAll({ packageId });
  expect(bodies.map((body) => body instanceof Readable)).toEqual([false, true]);
});

test('a call that is aborted while it waits for a connection is never sent', async () => {
  const stop = new AbortController();
  let respond = () => {};
  const { url, received } = await serve((response, request, number) => {
    const respondNow = () => json(deleted)(response, request, number);
    if (number > 1) return respondNow();
    respond = respondNow;
    stop.abort(new Error('Stop.'));
  });
  const dispatcher = new Agent({ connections: 1 });
  onTestFinished(() => dispatcher.close());
  const { videos } = createClient({ apiKey, server: url, dispatcher });
  const first = videos.delete({ packageId, meetingVideoId });
  await expect(videos.deleteAll({ packageId }, { signal: stop.signal })).rejects.toThrow('Stop.');
  respond();
  await first;
  await videos.list({ packageId });
  expect(received.map(({ method, body }) => [method, body])).toEqual([
    ['POST', JSON.stringify({ packageId, meetingVideoId })],
    ['GET', ''],
  ]);
});

test.each([null, {}, 'http://proxy.example.test', () => undefined])(
  'what is no dispatcher is rejected: %s',
  (value) => {
    expect(() => createClient(untyped({ apiKey, server: 'us', dispatcher: value }))).toThrow(/^dispatcher must be/);
  },
);

test.each<[string, (agent: MockAgent, origin: string) => Dispatcher]>([
  ['a MockAgent', (agent) => agent],
  ['a MockPool', (agent, origin) => agent.get(origin)],
])('%s of the caller responds in place of the server', async (_, dispatcherOf) => {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const origin = 'https://sandbox.syngrafii.com';
  const headers = { 'content-type': 'application/json' };
  agent
    .get(origin)
    .intercept({ path: `/api/v1/packages/${packageId}/videos` })
    .reply(200, deleted, { headers });
  const { videos } = createClient({ apiKey, server: 'sandbox-us', dispatcher: dispatcherOf(agent, origin) });
  expect(await videos.list({ packageId })).toEqual(deleted);
});

/** A dispatcher that tells of a response by the names that handlers had before undici 7, as its mocks do. */
function formerDispatcher(told: (handler: Record<string, (...args: unknown[]) => void>) => void): Dispatcher {
  return untyped({
    dispatch(_: unknown, handler: Record<string, (...args: unknown[]) => void>) {
      handler['onConnect']?.(() => undefined);
      told(handler);
      return true;
    },
  });
}

const raw = (...parts: string[]) => parts.map((part) => new TextEncoder().encode(part));

test('a response that a dispatcher tells of by the former names is read, after an early one', async () => {
  const dispatcher = formerDispatcher((handler) => {
    handler['onHeaders']?.(103, raw('Link', '</style.css>'));
    handler['onHeaders']?.(200, raw('Content-Type', 'application/json', 'X-Request-Id', 'a', 'x-request-id', 'b'));
    handler['onData']?.(new TextEncoder().encode(JSON.stringify(deleted)));
    handler['onComplete']?.([]);
  });
  const { videos } = createClient({ apiKey, server: 'sandbox-us', dispatcher });
  expect(await videos.list({ packageId })).toEqual(deleted);
});

test('a failure that a dispatcher tells of by the former name is unknown after sending', async () => {
  const dispatcher = formerDispatcher((handler) => handler['onError']?.(new Error('gone')));
  const { videos } = createClient({ apiKey, server: 'sandbox-us', dispatcher, maxRetries: 0 });
  const error = await rejection(videos.deleteAll({ packageId }));
  expect(error).toMatchObject({ name: 'ConnectionError', mayHaveDeleted: true });
});

describe('a global MockAgent', () => {
  function mockAgent(): MockAgent {
    const before = getGlobalDispatcher();
    const agent = new MockAgent();
    agent.disableNetConnect();
    setGlobalDispatcher(agent);
    onTestFinished(() => {
      setGlobalDispatcher(before);
      return agent.close();
    });
    return agent;
  }

  test('responds in place of the server', async () => {
    mockAgent()
      .get('https://sandbox.syngrafii.com')
      .intercept({ path: `/api/v1/packages/${packageId}/videos/delete`, method: 'POST' })
      .reply(200, deleted);
    const { videos } = createClient({ apiKey, server: 'sandbox-us' });
    expect(await videos.deleteAll({ packageId })).toEqual(deleted);
  });

  test.each<[string, (client: Client) => Promise<unknown>]>([
    ['delete', ({ videos }) => videos.delete({ packageId, meetingVideoId })],
    ['deleteAll', ({ videos }) => videos.deleteAll({ packageId })],
  ])('lets nothing reach the network that it does not know: %s', async (_, call) => {
    mockAgent();
    const { url, received } = await serve(json(deleted));
    const error = await rejection(call(createClient({ apiKey, server: url, maxRetries: 0 })));
    expect(error).toMatchObject({ name: 'ConnectionError' });
    expect(received).toEqual([]);
  });
});

test('it names itself, asks for no compression, and says how long its bodies are', async () => {
  const { url, received } = await serve(json(deleted));
  const { videos } = createClient({ apiKey, server: url });
  await videos.delete({ packageId, meetingVideoId });
  await videos.deleteAll({ packageId });
  for (const { headers, body } of received) {
    expect(headers).toMatchObject({
      'user-agent': expect.stringMatching(/^iinked-sign\/\d+\.\d+\.\d+/),
      'accept-encoding': 'identity',
      'content-length': `${body.length}`,
    });
    expect(headers).not.toHaveProperty('transfer-encoding');
  }
});

test('headers of no interest break no response', async () => {
  const { url } = await serve(({ socket }) => {
    const body = JSON.stringify(deleted);
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nx-name: ✓ ÿ\r\ncontent-disposition: a="✓"\r\n\r\n`;
    socket?.end(head + body);
  });
  expect(await createClient({ apiKey, server: url }).videos.deleteAll({ packageId })).toEqual(deleted);
});

test('an error has the class that iinked-sign gives, and the words of the API', async () => {
  const { url } = await serve(
    json({ error: 'video_not_found', message: 'No such video' }, 404, { 'x-request-id': 'abc' }),
  );
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
  expect(['x-note', 'X-Note', 'x-none'].map((name) => response.headers.get(name))).toEqual(['ü', 'ü', null]);
});

test('it takes no other transport', () => {
  expect(() => createClient(untyped({ apiKey, server: 'us', fetch }))).toThrow(InvalidRequestError);
});
