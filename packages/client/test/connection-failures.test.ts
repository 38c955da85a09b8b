import { request } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { authority, serverCertificate } from 'iinked-sign-testing/certificates';
import { listen, startBreakingOff, startProxy, withTls } from 'iinked-sign-testing/fronts';
import { run } from 'iinked-sign-testing/processes';
import { nobody, serve } from 'iinked-sign-testing/servers';
import { ProxyAgent, fetch as undiciFetch } from 'undici';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Attempt,
  type Client,
  ConnectionError,
  createClientOn,
  type Fetch,
  type Send,
  type Server,
} from '../src/index.ts';
import { fetchTransport } from '../src/transports/fetch.ts';
import { undiciTransport } from '../src/transports/undici.ts';
import { apiKey, packageId, rejection, untyped, video } from './fixtures.ts';

const maxBytes = 16e6;
const overUndici = undiciTransport('http://localhost', undefined, maxBytes);
const transports: [string, Send][] = [
  ['fetch', fetchTransport(fetch, maxBytes)],
  ['undici', overUndici],
];

/** How a deletion of all videos fails, with the retries of the default, and how many attempts it made. */
async function failureOf(send: Send, server: Server): Promise<{ error: unknown; attempts: number }> {
  const attempts: Attempt[] = [];
  const onAttempt = (attempt: Attempt) => attempts.push(attempt);
  const wait = (milliseconds: number) =>
    milliseconds === 30_000 ? new Promise<void>(() => undefined) : Promise.resolve();
  const { videos } = createClientOn({ send, wait }, { apiKey, server, onAttempt });
  const error = await rejection(videos.deleteAll({ packageId }));
  return { error, attempts: attempts.filter(({ effect }) => effect === 'deleteAll').length };
}

const neverSent = { name: 'ConnectionError', neverSent: true, mayHaveDeleted: false };
const unknown = { name: 'ConnectionError', neverSent: false, mayHaveDeleted: true };
const failing =
  (error: Error): Send =>
  () =>
    Promise.reject(error);

beforeAll(() => {
  setDefaultCACertificates([authority]);
});

describe('nothing was deleted, and another attempt is made', () => {
  const servers: Record<string, () => Promise<Server>> = {
    'when the connection is refused': async () => `https://localhost:${new URL(nobody).port}`,
    'when the name is not found': async () => `https://${'a'.repeat(64)}.test`,
    // The address of all machines of a network, which no connection can have.
    'when the network cannot be reached': async () => 'https://255.255.255.255',
    'when the TLS handshake is broken off': startBreakingOff,
  };

  test.each(
    transports.flatMap(([over, send]) =>
      Object.entries(servers).map(([when, server]) => [over, when, send, server] as const),
    ),
  )('over %s, %s', async (_over, _when, send, server) => {
    const { error, attempts } = await failureOf(send, await server());
    expect(error).toMatchObject({ ...neverSent, permanent: false });
    expect(attempts).toBe(3);
  });

  test.each([
    ['EHOSTUNREACH', 'connect'],
    ['ENETUNREACH', 'connect'],
    ['EADDRNOTAVAIL', 'connect'],
    ['ETIMEDOUT', 'connect'],
    ['ECONNRESET', 'connect'],
    ['EACCES', 'connect'],
    ['EMFILE', 'connect'],
    ['EAI_AGAIN', 'getaddrinfo'],
    ['EADDRINUSE', 'bind'],
    ['ENOBUFS', 'socket'],
  ])('for %s of %s, but not of read or write', async (code, syscall) => {
    const of = (call: string) => Object.assign(new Error(`${call} ${code}`), { code, syscall: call });
    const wrapped = (call: string) => failing(new TypeError('fetch failed', { cause: of(call) }));
    expect((await failureOf(wrapped(syscall), 'us')).error).toMatchObject({ ...neverSent, code });
    if (code === 'EAI_AGAIN') return;
    for (const call of ['read', 'write']) {
      expect((await failureOf(wrapped(call), 'us')).error).toMatchObject({ ...unknown, code });
    }
  });

  test('when each address that was tried could not be reached, but not when one may have got it', async () => {
    const of = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });
    const refused = of('ECONNREFUSED', 'connect');
    const reset = of('ECONNRESET', 'read');
    const all = (errors: Error[]) => failing(new TypeError('fetch failed', { cause: new AggregateError(errors) }));
    expect((await failureOf(all([refused, refused]), 'us')).error).toMatchObject(neverSent);
    expect((await failureOf(all([refused, reset]), 'us')).error).toMatchObject(unknown);
    expect((await failureOf(all([]), 'us')).error).toMatchObject(unknown);
  });

  test.each(['fetch', 'undici'])('over %s, when the process has no sockets left', async (over) => {
    const { url, received } = await serve((response, { body }) => {
      response.end(JSON.stringify({ ...JSON.parse(body || '{}'), videos: [video] }));
    });
    const program = fileURLToPath(new URL('manyAtOnce.js', import.meta.url));
    const entry = over === 'fetch' ? 'iinked-sign' : 'iinked-sign/node';
    const limited = ['-c', 'ulimit -n 64 && exec "$@"', 'limited', process.execPath, program, entry, url];
    const failures: string[] = JSON.parse(await run('bash', limited));
    expect(new Set(failures)).toEqual(new Set(['EMFILE, neverSent: true, mayHaveDeleted: false']));
    expect(failures.length + received.length).toBe(201);
  });
});

describe('nothing was deleted, and no other attempt is made', () => {
  test.each(transports)('over %s, when the certificate is not trusted: how to trust it', async (_, send) => {
    setDefaultCACertificates([]);
    const { error, attempts } = await failureOf(send, await withTls(nobody)).finally(() =>
      setDefaultCACertificates([authority]),
    );
    expect(error).toMatchObject({
      ...neverSent,
      permanent: true,
      message: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(attempts).toBe(1);
  });

  test.each(transports)('over %s, when the certificate is that of another host', async (_, send) => {
    const { port } = new URL(await withTls(nobody));
    const { error, attempts } = await failureOf(send, `https://127.0.0.1:${port}`);
    expect(error).toMatchObject({ ...neverSent, permanent: true, code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(attempts).toBe(1);
  });

  test.each(transports)('over %s, when the server speaks an old TLS only', async (_, send) => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    const server = createTlsServer({ ...serverCertificate, ...old });
    server.on('tlsClientError', () => undefined);
    const { error, attempts } = await failureOf(send, `https://localhost:${await listen(server)}`);
    expect(error).toMatchObject({ ...neverSent, permanent: true, message: expect.stringContaining('TLS handshake') });
    expect(attempts).toBe(1);
  });

  test.each([
    ['the runtime', fetch],
    ['undici', (...[url, init]: Parameters<Fetch>) => undiciFetch(url, init)],
  ])('when the port is one that the fetch of %s never calls', async (_, fetch) => {
    const { error, attempts } = await failureOf(fetchTransport(fetch, maxBytes), 'https://localhost:6667');
    expect(error).toMatchObject({ ...neverSent, permanent: true, message: expect.stringContaining('port') });
    expect(attempts).toBe(1);
  });

  test('when fetch throws before it sends', async () => {
    const broken = fetchTransport(() => {
      throw new Error('A bug.');
    }, maxBytes);
    const { error, attempts } = await failureOf(broken, 'us');
    expect(error).toMatchObject({
      ...neverSent,
      permanent: true,
      message: expect.stringContaining('could not be made'),
    });
    expect(attempts).toBe(1);
  });
});

describe('a proxy that refuses to connect means that nothing was deleted', () => {
  const refusal = (status: number, reason: string) => `HTTP/1.1 ${status} ${reason}\r\ncontent-length: 0\r\n\r\n`;
  const overProxy: [string, (url: string) => Send][] = [
    [
      'fetch',
      (url) => {
        const dispatcher = new ProxyAgent(url);
        return fetchTransport((address, init) => undiciFetch(address, { ...init, dispatcher }), maxBytes);
      },
    ],
    ['undici', (url) => undiciTransport('https://localhost', new ProxyAgent(url), maxBytes)],
  ];

  test.each(overProxy)(
    'over %s, with a 407: its credentials are missing, and it is not asked again',
    async (_, over) => {
      const { url } = await startProxy(refusal(407, 'Proxy Authentication Required'));
      const { error, attempts } = await failureOf(over(url), 'https://sign.example.test');
      expect(error).toMatchObject({ ...neverSent, permanent: true, message: expect.stringContaining('credentials') });
      expect(attempts).toBe(1);
    },
  );

  test.each(overProxy.flatMap(([over, send]) => [403, 502, 503].map((status) => [over, status, send] as const)))(
    'over %s, with a %i',
    async (_, status, over) => {
      const { url } = await startProxy(refusal(status, 'No'));
      const { error, attempts } = await failureOf(over(url), 'https://sign.example.test');
      expect(error).toMatchObject({ ...neverSent, permanent: false, message: expect.stringContaining('The proxy') });
      expect(attempts).toBe(3);
    },
  );
});

test.each([
  ['http://127.0.0.1/api/v1', '127.0.0.1:80'],
  ['https://sign.example.com/api/v1', 'sign.example.com:443'],
  ['http://127.0.0.1:8080/api/v1', '127.0.0.1:8080'],
])('the message names host and port: %s', async (server, address) => {
  const send = () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
  const client = createClientOn(
    { send, wait: () => new Promise(() => undefined) },
    { apiKey, server: untyped(server), maxRetries: 0 },
  );
  const error = await rejection(client.videos.list({ packageId }));
  expect(error).toMatchObject({ message: expect.stringContaining(`(${address}, ECONNREFUSED)`) });
});

describe('what other runtimes and libraries say', () => {
  const certificate = { ...neverSent, permanent: true };
  const connect = { ...neverSent, permanent: false };
  const url = 'https://sign.example.test/api/v1/packages/p/videos/delete';
  const deno = (why: string) =>
    new TypeError('fetch failed', {
      cause: new Error(`error sending request for url (${url}): client error (Connect): ${why}`),
    });
  const bun = (code: string, message: string) => Object.assign(new TypeError(message), { code });

  test.each<[string, Error, object]>([
    ['Deno', deno('tcp connect error: Connection refused (os error 111)'), connect],
    ['Deno', deno('dns error: failed to lookup address information: Name or service not known'), connect],
    ['Deno', deno('tls handshake eof'), connect],
    ['Deno', deno('invalid peer certificate: UnknownIssuer'), certificate],
    ['Deno', deno('proxy authentication required'), certificate],
    ['Deno', deno('unsuccessful tunnel'), connect],
    ['Deno', new TypeError('Fetch failed: Requests to port 6667 are blocked'), certificate],
    ['Bun', bun('ECONNREFUSED', 'ECONNREFUSED: Unable to connect. Is the computer able to access the url?'), connect],
    ['Bun', bun('EHOSTUNREACH', 'EHOSTUNREACH: Unable to connect. Is the computer able to access the url?'), connect],
    ['Bun', bun('EMFILE', 'EMFILE: Was there a typo in the url or port?'), connect],
    ['Bun', bun('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'), certificate],
    ['Bun', bun('ERR_PROXY_TUNNEL', 'Proxy refused to open a tunnel: 407 Proxy Authentication Required'), certificate],
    ['Bun', bun('ERR_PROXY_TUNNEL', 'Proxy refused to open a tunnel: 502 Bad Gateway'), connect],
    ['Bun', bun('EPROTO', 'EPROTO: The TLS handshake failed. Does the server speak TLS on this port?'), unknown],
    ['Bun', bun('ECONNRESET', 'ECONNRESET: The socket connection was closed unexpectedly.'), unknown],
    ['https-proxy-agent', new Error('reason: Proxy connection ended before receiving CONNECT response'), connect],
    ['workerd', new Error('Network connection lost.'), unknown],
    ['Chromium', new TypeError('Failed to fetch'), unknown],
  ])('%s: %s', async (_, error, expected) => {
    expect((await failureOf(failing(error), 'us')).error).toMatchObject(expected);
  });
});

describe('what can happen after sending stays unknown', () => {
  test.each([
    ['ECONNRESET', ''],
    ['ECONNRESET', 'read'],
    ['ECONNRESET', 'write'],
    ['ECONNABORTED', 'read'],
    ['EPIPE', 'write'],
    ['ETIMEDOUT', ''],
    ['ETIMEDOUT', 'read'],
    ['EHOSTUNREACH', 'read'],
    ['ENETDOWN', 'write'],
    ['ERR_STREAM_PREMATURE_CLOSE', ''],
    ['ERR_HTTP2_STREAM_ERROR', ''],
    ['HPE_INVALID_CONSTANT', ''],
    ['UND_ERR_HEADERS_TIMEOUT', ''],
    ['UND_ERR_BODY_TIMEOUT', ''],
    ['UND_ERR_RESPONSE_STATUS_CODE', ''],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', ''],
    ['UND_ERR_SOCKET', ''],
    ['UND_ERR_INFO', ''],
  ])('when it fails with %s %s, and nothing is sent again', async (code, syscall) => {
    const thrown = Object.assign(new Error('It failed.'), { code, ...(syscall !== '' && { syscall }) });
    for (const error of [thrown, new TypeError('fetch failed', { cause: thrown })]) {
      const failure = await failureOf(failing(error), 'us');
      expect(failure.error).toMatchObject(unknown);
      expect(failure.attempts).toBe(1);
    }
  });

  test('when a fetch rejects, or gives nothing', async () => {
    const rejecting: Fetch = async () => Promise.reject(new Error('A bug.'));
    const empty = fetchTransport(
      untyped(() => undefined),
      maxBytes,
    );
    expect((await failureOf(fetchTransport(rejecting, maxBytes), 'us')).error).toMatchObject(unknown);
    expect((await failureOf(empty, 'us')).error).toMatchObject(unknown);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'when a connection is disturbed with something else than %s',
    async (version) => {
      let front: Socket | undefined;
      const behind = createTlsServer({ ...serverCertificate, minVersion: version, maxVersion: version }, (socket) => {
        socket.on('error', () => undefined);
        // A request has arrived: its response is one that is no TLS, and of another version.
        socket.once('data', () => front?.write(Buffer.from([23, 3, 9, 0, 2, 2, 70])));
      });
      const port = await listen(behind);
      const server = createServer((socket) => {
        front = socket.on('error', () => undefined);
        const onward = connect(port, '127.0.0.1').on('error', () => undefined);
        socket.pipe(onward).pipe(socket);
      });
      const { error } = await failureOf(overHttps, `https://localhost:${await listen(server)}`);
      expect(error).toMatchObject({ ...unknown, code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
    },
  );
});

/** Sends through Node's https, as node-fetch and axios do. */
const overHttps: Send = fetchTransport(
  (url, { method, headers, body }) =>
    new Promise((_, reject) => {
      request(url, { method, headers, ca: authority, agent: false }).on('error', reject).end(String(body));
    }),
  maxBytes,
);

describe('whatever is thrown, it is an error of ours that says what may have been deleted', () => {
  const throwing = (name: string) =>
    Object.defineProperty(new Error('x'), name, {
      get: () => {
        throw new Error('unreadable');
      },
    });
  const hostile = () => {
    throw new Error('unreadable');
  };
  const values: [string, unknown][] = [
    ...['name', 'message', 'stack', 'code', 'syscall', 'cause', 'errors'].flatMap((name): [string, unknown][] => [
      [`an error whose ${name} throws`, throwing(name)],
      ...[null, 7, 7n, {}, [], Symbol('x'), { toString: hostile }].map((value, at): [string, unknown] => [
        `an error whose ${name} is no string (${at})`,
        Object.defineProperty(new Error('x'), name, { value }),
      ]),
    ]),
    ['an error whose cause is unreadable', new Error('x', { cause: throwing('message') })],
    ['an error among others that is unreadable', new AggregateError([throwing('code')])],
    ['what throws whenever it is looked at', new Proxy(new Error('x'), { get: hostile, getPrototypeOf: hostile })],
    ['what throws whenever it is read', new Proxy(new Error('x'), { get: hostile })],
    ['an object of no prototype', Object.create(null)],
    ['nothing', undefined],
  ];

  test.each(values)('%s', async (_, thrown) => {
    for (const [call, effect] of [
      [(client: Client) => client.videos.delete({ packageId, meetingVideoId: 'v' }), 'delete'],
      [(client: Client) => client.videos.deleteAll({ packageId }), 'deleteAll'],
    ] as const) {
      const client = createClientOn(
        { send: () => Promise.reject(thrown), wait: () => new Promise(() => undefined) },
        { apiKey, server: 'us', maxRetries: 0 },
      );
      const error = await rejection(call(client));
      expect(error, effect).toBeInstanceOf(ConnectionError);
      expect(error, effect).toMatchObject({ neverSent: false, permanent: false, mayHaveDeleted: true });
    }
  });
});
