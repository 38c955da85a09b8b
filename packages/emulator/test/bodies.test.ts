import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const mebibyte = 1024 * 1024;
const key = { api_key: 'emulator-key', 'content-type': 'application/json' };
const paths = ['/api/v1/packages/lease/videos/delete', '/api/v1/nowhere', '/_emulator/seed'];

/** A deletion of everything, filled up with white space. */
const padded = (size: number) => `${JSON.stringify({ packageId: 'lease' }).padEnd(size, ' ')}`;

describe('a body over 1 MiB', () => {
  test.each(paths)('is refused with 413: %s', async (path) => {
    const { send, packages } = await start();
    const refused = await send('POST', path, key, padded(mebibyte + 1));
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([413, { error: 'request_length_body' }]);
    expect(packages[0]?.videos[0]?.state).toBe('archived');
  });

  test.each([`content-length: ${2 ** 40}`, 'transfer-encoding: chunked'])(
    'is refused while it arrives, with %s',
    async (length) => {
      const { url, packages } = await start();
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      const head = ['POST /api/v1/packages/lease/videos/delete HTTP/1.1', 'host: localhost', 'api_key: emulator-key'];
      socket.write(`${[...head, 'content-type: application/json', length].join('\r\n')}\r\n\r\n`);
      const chunk = length.startsWith('transfer') ? `10000\r\n${' '.repeat(0x10000)}\r\n` : ' '.repeat(0x10000);
      for (let sent = 0; sent <= mebibyte; sent += 0x10000) socket.write(chunk);
      const [response] = await once(socket, 'data');
      expect(String(response)).toMatch(/^HTTP\/1\.1 413 /);
      socket.destroy();
      expect(packages[0]?.videos[0]?.state).toBe('archived');
    },
  );

  test('is taken when it is no larger', async () => {
    const { send } = await start();
    expect((await send('POST', '/api/v1/packages/lease/videos/delete', key, padded(mebibyte))).status).toBe(200);
  });
});

test.each(['content-length', 'transfer-encoding'])('a deletion is taken with %s', async (framing) => {
  const { send, packages } = await start();
  const body = JSON.stringify({ packageId: 'lease' });
  const length = framing === 'content-length' ? String(body.length) : 'chunked';
  expect((await send('POST', '/api/v1/packages/lease/videos/delete', { ...key, [framing]: length }, body)).status).toBe(
    200,
  );
  expect(packages[0]?.videos[0]?.state).toBe('deleted');
});

describe('a body that is compressed is refused, though it may be JSON', () => {
  test.each(paths.flatMap((path) => ['gzip', 'br', 'gzip, identity', 'anything'].map((encoding) => [path, encoding])))(
    '%s with %s',
    async (path, encoding) => {
      const { send, packages } = await start();
      const body = JSON.stringify(path.endsWith('seed') ? [] : { packageId: 'lease' });
      const refused = await send('POST', path, { ...key, 'content-encoding': encoding }, body);
      expect([refused.status, refused.headers['accept-encoding']]).toEqual([415, 'identity']);
      expect(JSON.parse(refused.text)).toMatchObject({ error: 'request_invalid_encoding' });
      expect(packages[0]?.videos[0]?.state).toBe('archived');
    },
  );

  test('but not one that says that it is not', async () => {
    const { send } = await start();
    const headers = { ...key, 'content-encoding': 'identity' };
    expect((await send('POST', paths[0] ?? '', headers, JSON.stringify({ packageId: 'lease' }))).status).toBe(200);
  });
});

describe('what HTTP wants of a server is served', () => {
  test.each<[string, string]>([
    [
      'an absolute address, as proxies send it',
      'GET http://localhost/_emulator/health HTTP/1.1\r\nhost: elsewhere.example\r\n',
    ],
    ['an absolute address without a path', 'GET http://127.0.0.1:1 HTTP/1.1\r\nhost: localhost\r\n'],
    ['a probe of HTTP/1.0 without a Host', 'GET /_emulator/health HTTP/1.0\r\n'],
  ])('%s', async (_, head) => {
    const { url } = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end(`${head}connection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('the API under an absolute address', async () => {
    const { send, url, apiKey } = await start();
    const response = await send('GET', `${url}/packages/lease/videos`, { api_key: apiKey });
    expect(JSON.parse(response.text)).toMatchObject({ packageId: 'lease' });
  });
});

describe('what is not HTTP is refused, too', () => {
  test.each<[string, string, number]>([
    ['noise', '\x00\x01\xff\r\n\r\n', 400],
    ['a request without a Host', 'GET /api/v1/packages/lease/videos HTTP/1.1\r\n\r\n', 400],
    ['a request of HTTP/1.0 without a Host', 'GET /api/v1/packages/lease/videos HTTP/1.0\r\n\r\n', 400],
    ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nhost: localhost\r\n\r\n', 405],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
    ['a length that is none', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n', 400],
    ['half a body', 'POST /api/v1/packages/list HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{', 400],
    ['an address elsewhere', 'GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\n\r\n', 403],
    ['an address of another scheme', 'GET https://localhost/ HTTP/1.1\r\nhost: localhost\r\n\r\n', 404],
    ['two hosts', 'GET /_emulator/health HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n\r\n', 400],
    ['the health without a Host', 'GET /_emulator/health HTTP/1.1\r\n\r\n', 400],
  ])('%s', async (_, bytes, status) => {
    const { url } = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end(Buffer.from(bytes, 'latin1'));
    const response = await text(socket);
    expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(response).toMatch(/x-content-type-options: nosniff/i);
    expect(JSON.parse(response.slice(response.indexOf('\r\n\r\n')))).toMatchObject({ error: expect.any(String) });
  });
});
