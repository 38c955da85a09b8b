import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import crossFetch from 'cross-fetch';
import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import nodeFetch from 'node-fetch';
import { Agent, MockAgent, fetch as undiciFetch } from 'undici';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type Client,
  type ClientOptions,
  ConnectionError,
  createClient,
  type Fetch,
  InvalidRequestError,
} from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { apiKey, deleted, meetingVideoId, packageId, rejection, untyped } from './fixtures.ts';

const calls: [string, (client: Client) => Promise<unknown>][] = [
  ['list', ({ videos }) => videos.list({ packageId })],
  ['delete', ({ videos }) => videos.delete({ packageId, meetingVideoId })],
  ['deleteAll', ({ videos }) => videos.deleteAll({ packageId })],
];

describe('any WHATWG fetch works as it is', () => {
  const dispatcher = new Agent();
  const fetches: [string, Fetch | undefined][] = [
    ["the runtime's own, by default", undefined],
    ["the runtime's own", fetch],
    ["undici's", undiciFetch],
    ["node-fetch's, whose types know no streams of the web", untyped(nodeFetch)],
    ["cross-fetch's", crossFetch],
    ['one with a dispatcher', (url, init) => undiciFetch(url, { ...init, dispatcher })],
    ['one that wraps a Request', (url, init) => fetch(new Request(url, untyped(init)))],
  ];

  test.each(fetches)('%s', async (_, fetch) => {
    const { url, received } = await serve(json(deleted));
    const client = createClient({ apiKey, server: url, fetch });
    for (const [, call] of calls) expect(await call(client)).toMatchObject(deleted);
    expect(received.map(({ body }) => body)).toEqual([
      '',
      JSON.stringify({ packageId, meetingVideoId }),
      JSON.stringify({ packageId }),
    ]);
  });

  test('one that knows no streams makes the JSON of the body', async () => {
    const bodies: string[] = [];
    const legacy: Fetch = async (_, { body }) => {
      bodies.push(String(body));
      return Response.json(deleted);
    };
    await createClient({ apiKey, server: 'sandbox-us', fetch: legacy }).videos.deleteAll({ packageId });
    expect(bodies).toEqual([JSON.stringify({ packageId })]);
  });

  test('one that is put in the place of the global one later', async () => {
    const client = createClient({ apiKey, server: 'sandbox-us' });
    vi.stubGlobal('fetch', async () => Response.json(deleted));
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await client.videos.deleteAll({ packageId })).toEqual(deleted);
  });

  test("undici's with a MockAgent", async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    onTestFinished(() => dispatcher.close());
    dispatcher
      .get('https://sandbox.syngrafii.com')
      .intercept({ path: /delete$/, method: 'POST' })
      .reply(200, deleted);
    const client = createClient({
      apiKey,
      server: 'sandbox-us',
      fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }),
    });
    expect(await client.videos.deleteAll({ packageId })).toEqual(deleted);
  });
});

test('requests name the client, are not cached, and say how long a delete-all body is', async () => {
  const { url, received } = await serve(json(deleted));
  const inits: unknown[] = [];
  const noting: Fetch = (address, init) => {
    inits.push({ ...init });
    return fetch(address, untyped(init));
  };
  const client = createClient({ apiKey, server: url, fetch: noting });
  for (const [, call] of calls) await call(client);
  for (const init of inits) expect(init).toMatchObject({ redirect: 'manual', cache: 'no-store' });
  for (const { headers } of received) expect(headers['user-agent']).toMatch(/^iinked-sign\/\d+\.\d+\.\d+/);
  expect(received[2]?.headers).toMatchObject({ 'content-length': `${received[2]?.body.length}` });
  expect(received[2]?.headers).not.toHaveProperty('transfer-encoding');
});

describe('deleteAll', () => {
  const inRuntime = (userAgent: string | undefined) => {
    vi.stubGlobal('navigator', userAgent === undefined ? undefined : { userAgent });
    onTestFinished(() => void vi.unstubAllGlobals());
  };

  test.each([
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0',
  ])('is refused in a browser, which may send its request twice: %s', async (userAgent) => {
    inRuntime(userAgent);
    const { url, received } = await serve(json(deleted));
    const { videos } = createClient({ apiKey, server: url });
    const error = await rejection(videos.deleteAll({ packageId }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field: 'deleteAll', message: expect.stringContaining('browser') });
    expect(received).toEqual([]);
    expect(await videos.delete({ packageId, meetingVideoId })).toMatchObject(deleted);
  });

  test.each([
    undefined,
    'Node.js/24',
    'Deno/2.9.6',
    'Bun/1.4.5',
    'Cloudflare-Workers',
    'Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/26.1.0',
    'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) HappyDOM/20.0.0',
  ])('is sent elsewhere: %s', async (userAgent) => {
    inRuntime(userAgent);
    const { url, received } = await serve(json(deleted));
    await createClient({ apiKey, server: url }).videos.deleteAll({ packageId });
    expect(received).toHaveLength(1);
  });

  test('is refused in a runtime that knows no streams', async () => {
    vi.stubGlobal('ReadableStream', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { url, received } = await serve(json(deleted));
    const error = await rejection(createClient({ apiKey, server: url }).videos.deleteAll({ packageId }));
    expect(error).toMatchObject({ name: 'InvalidRequestError', mayHaveDeleted: false });
    expect(received).toEqual([]);
  });
});

describe('a response longer than maxResponseBytes is cut off', () => {
  const long = JSON.stringify({ packageId, videos: [], padding: 'x'.repeat(3e6) });
  const packed = gzipSync(long);
  const responses: Record<string, Handler> = {
    'with its length': (response) => response.writeHead(200, { 'content-length': long.length }).end(long),
    'in pieces': (response) => {
      response.write(long.slice(0, 1000));
      response.end(long.slice(1000));
    },
    'packed, with its length': (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
    'packed, in pieces': (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(packed.subarray(0, 100));
      response.end(packed.subarray(100));
    },
    'without end': (response) => {
      const more = () => response.write('x'.repeat(1e5), (error) => error ?? more());
      more();
    },
    'an error': (response) => response.writeHead(400).end(long),
  };
  const clients: [string, (options: Pick<ClientOptions, 'server' | 'maxResponseBytes'>) => Client][] = [
    ['fetch', (options) => createClient({ apiKey, ...options })],
    ['undici', (options) => createClientOverUndici({ apiKey, ...options })],
  ];

  test.each(
    clients.flatMap(([over, connect]) =>
      Object.entries(responses).map(([how, of]) => [over, how, connect, of] as const),
    ),
  )('over %s, %s', async (_, how, connect, handler) => {
    let closed = new Promise<void>(() => undefined);
    const { url, received } = await serve((response, ...rest) => {
      closed = new Promise((resolve) => response.socket?.once('close', () => resolve()));
      handler(response, ...rest);
    });
    const client = connect({ server: url, maxResponseBytes: 1e6 });
    const error = await rejection(client.videos.list({ packageId }));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'RESPONSE_TOO_LONG', permanent: true });
    expect(received).toHaveLength(1);
    // What is packed has arrived as a whole: its connection can be used again.
    if (!how.startsWith('packed')) await closed;
  });

  const packings: [string, (text: string) => Buffer][] = [
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ['identity', (text) => Buffer.from(text)],
  ];

  test.each(clients.flatMap(([over, connect]) => packings.map((packing) => [over, connect, ...packing] as const)))(
    'over %s, a response that is packed all the same is read: %3$s',
    async (_, connect, encoding, pack) => {
      const body = pack(JSON.stringify(deleted));
      const { url } = await serve((response) => response.writeHead(200, { 'content-encoding': encoding }).end(body));
      expect(await connect({ server: url }).videos.list({ packageId })).toEqual(deleted);
    },
  );

  test.each([
    ['in a way that nobody knows', 'compress', /compressed in a way/],
    ['over and over', 'gzip, gzip, gzip, gzip, gzip, gzip', /compressed in a way/],
    ['by what is no archive', 'gzip', /connection broke/],
  ])('over undici, a response that is packed %s says so', async (_, encoding, message) => {
    const { url } = await serve((response) => response.writeHead(200, { 'content-encoding': encoding }).end('{}'));
    const client = createClientOverUndici({ apiKey, server: url, maxRetries: 0 });
    const error = await rejection(client.videos.deleteAll({ packageId }));
    expect(error).toMatchObject({
      name: 'ConnectionError',
      mayHaveDeleted: true,
      message: expect.stringMatching(message),
    });
  });

  test.each(clients)('over %s, and one of just that length is read', async (_, connect) => {
    const body = JSON.stringify(deleted);
    for (const handler of [json(deleted), responseInPieces(body)]) {
      const { url } = await serve(handler);
      const maxResponseBytes = body.length;
      expect(await connect({ server: url, maxResponseBytes }).videos.list({ packageId })).toEqual(deleted);
      const tooShort = connect({ server: url, maxResponseBytes: maxResponseBytes - 1 });
      expect(await rejection(tooShort.videos.list({ packageId }))).toBeInstanceOf(ConnectionError);
    }
  });

  test.each(clients)('over %s, characters of several bytes may arrive in pieces', async (_, connect) => {
    const body = Buffer.from(JSON.stringify({ packageId, videos: [{ meetingVideoId: 'é😀' }] }));
    const { url } = await serve((response) => {
      for (const byte of body) response.write(Uint8Array.of(byte));
      response.end();
    });
    const { videos } = await connect({ server: url }).videos.list({ packageId });
    expect(videos).toEqual([{ meetingVideoId: 'é😀' }]);
  });
});

function responseInPieces(body: string): Handler {
  return (response) => {
    response.write(body.slice(0, 10));
    response.end(body.slice(10));
  };
}
