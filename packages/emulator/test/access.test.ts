import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const deletion = JSON.stringify({ packageId: 'lease' });
const key = { api_key: 'emulator-key', 'content-type': 'application/json' };

/** Every way to read or change something. */
const reached: [method: string, path: string, headers: Record<string, string>, body?: string][] = [
  ['GET', '/api/v1/packages/lease/videos', key],
  ['POST', '/api/v1/packages/lease/videos/delete', key, deletion],
  ['POST', '/api/v1/packages/videos/delete', key, deletion],
  ['POST', '/api/v1/packages/list', key, '{}'],
  ['GET', '/_emulator/snapshot', {}],
  ['GET', '/_emulator/events', {}],
  ['GET', '/_emulator/health', {}],
  ['POST', '/_emulator/faults', key, '{"status":200,"body":"<script>","headers":{"content-type":"text/html"}}'],
  ['POST', '/_emulator/seed', key, '[]'],
  ['POST', '/_emulator/reset', key],
  ['POST', '/_emulator/clock', key, '{"advanceMs":1000}'],
];

/** Sends every kind of request with more headers, and gives the statuses and how the first video is then. */
async function reachedWith(more: Record<string, string>, options?: Parameters<typeof start>[0]) {
  const { send, packages } = await start(options);
  const statuses: number[] = [];
  for (const [method, path, headers, body] of reached) {
    if (path.endsWith('/events')) continue;
    statuses.push((await send(method, path, { ...headers, ...more }, body)).status);
  }
  return { statuses: [...new Set(statuses)].sort(), state: packages[0]?.videos[0]?.state };
}

describe('a web page of another origin reaches nothing', () => {
  test.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://localhost' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'anything' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ])('with %j', async (headers) => {
    expect(await reachedWith(headers)).toEqual({ statuses: [403], state: 'archived' });
  });

  test('not even the events, and a preflight gets no permission', async () => {
    const { send } = await start();
    const origin = { origin: 'https://evil.example' };
    expect((await send('GET', '/_emulator/events', origin)).status).toBe(403);
    const preflight = await send('OPTIONS', '/api/v1/packages/list', {
      ...origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'api_key',
    });
    expect(preflight.status).toBe(403);
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('and is told how it could be allowed', async () => {
    const { call } = await start();
    const headers = { api_key: 'emulator-key', origin: 'https://app.example' };
    expect(await call('GET', '/packages/lease/videos', undefined, headers)).toMatchObject({
      status: 403,
      body: {
        error: 'emulator_origin_not_allowed',
        message: expect.stringContaining('--allow-origin https://app.example'),
      },
    });
  });
});

describe('an origin that is allowed reaches everything', () => {
  const options = { allowOrigins: ['https://app.example'] };

  test('with its preflight and the headers to read the response', async () => {
    const { send } = await start(options);
    const origin = 'https://app.example';
    const preflight = await send('OPTIONS', '/api/v1/packages/list', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'api_key, content-type',
    });
    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'api_key, content-type',
        vary: 'Origin',
      },
    });
    const response = await send(
      'POST',
      '/api/v1/packages/list',
      { ...key, origin, 'sec-fetch-site': 'cross-site' },
      '{}',
    );
    expect(response).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } });
  });

  test('and no other origin does', async () => {
    expect(await reachedWith({ origin: 'https://app.example.evil' }, options)).toEqual({
      statuses: [403],
      state: 'archived',
    });
  });
});

test('its own page and programs reach everything', async () => {
  const { send, url } = await start();
  for (const headers of [
    { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    {},
  ]) {
    expect((await send('GET', '/_emulator/snapshot', { ...headers })).status).toBe(200);
  }
});

describe('a name that is not its own reaches nothing', () => {
  test.each([
    'evil.example',
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.0.2.1',
    '[2001:db8::1]',
    '0.0.0.0',
  ])('with the Host %s', async (host) => {
    expect(await reachedWith({ host })).toEqual({ statuses: [403], state: 'archived' });
    const { send } = await start();
    expect((await send('GET', '/', { host })).status).toBe(403);
  });

  test.each(['a b', 'evil.example/', 'user@localhost', 'localhost:port'])('with the broken Host %j', async (host) => {
    expect(await reachedWith({ host })).toEqual({ statuses: [400], state: 'archived' });
  });

  test.each(['localhost', 'localhost:80', 'LOCALHOST', '127.0.0.1:9', '127.1.2.3', '[::1]:9'])(
    'unlike this machine, as %s',
    async (host) => {
      const { send } = await start();
      expect((await send('GET', '/_emulator/health', { host })).status).toBe(200);
    },
  );

  test('unless it is configured', async () => {
    const { send } = await start({ publicUrl: 'https://emulator.example:8443' });
    expect((await send('GET', '/_emulator/health', { host: 'emulator.example:8443' })).status).toBe(200);
    expect((await send('GET', '/_emulator/health', { host: 'other.example' })).status).toBe(403);
  });
});

describe('every response names the emulator, and can be shown by a browser without doing anything there', () => {
  test.each([
    ['GET', '/', 200],
    ['GET', '/_emulator/snapshot', 200],
    ['GET', '/_emulator/nothing', 404],
    ['POST', '/', 405],
    ['GET', '/nowhere', 404],
    ['GET', '/files/first', 403],
    ['GET', '/api/v1/packages/lease/videos', 401],
  ])('%s %s', async (method, path, status) => {
    const { send } = await start();
    const response = await send(method, path);
    expect(response.status).toBe(status);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['iinked-sign-emulator']).toBe('true');
    expect(response.headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
  });

  test('a fault that serves HTML, with headers of its own', async () => {
    const { call, failNext } = await start();
    failNext({ status: 200, body: '<script>alert(1)</script>', headers: { 'content-type': 'text/html' } });
    const headers = { api_key: 'emulator-key' };
    const response = await call('GET', '/packages/lease/videos', undefined, headers).catch((error: unknown) => error);
    expect(response).toBeInstanceOf(SyntaxError);
    failNext({ status: 200, body: '{}', headers: { 'content-type': 'text/html' } });
    expect((await call('GET', '/packages/lease/videos')).headers).toMatchObject({
      'content-type': 'text/html',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/\bsandbox$/),
    });
  });
});

describe('links to videos', () => {
  const packages = [aPackage({ packageId: 'lease', videos: [aVideo({ size: 10 })] })];
  const linkWith = async (options: Parameters<typeof start>[0], headers: Record<string, string>) => {
    const { call } = await start({ packages, ...options });
    const { body } = await call('GET', '/packages/lease/videos', undefined, { api_key: 'emulator-key', ...headers });
    const { videos }: { videos: { url: string }[] } = JSON.parse(JSON.stringify(body));
    return new URL(videos[0]?.url ?? '').origin;
  };

  test('begin with the address that was called, so that they work where the caller is', async () => {
    expect(await linkWith({}, { host: 'localhost:8080' })).toBe('http://localhost:8080');
  });

  test('begin with the public URL where there is one', async () => {
    expect(await linkWith({ publicUrl: 'https://emulator.example' }, { host: 'localhost:8080' })).toBe(
      'https://emulator.example',
    );
  });
});

describe('an option that is no address is refused before it listens', () => {
  test.each([
    [{ host: '' }, 'The host must be an address or a name to listen on, got "".'],
    [{ host: 'a b' }, 'The host must be an address or a name to listen on, got "a b".'],
    [
      { publicUrl: 'emulator.example' },
      'The public URL must look like https://app.example.com, got "emulator.example".',
    ],
    [
      { publicUrl: 'https://a.example/api' },
      'The public URL must look like https://app.example.com, got "https://a.example/api".',
    ],
    [{ allowOrigins: ['*'] }, 'The allowed origin must look like https://app.example.com, got "*".'],
    [
      { allowOrigins: ['file:///tmp'] },
      'The allowed origin must look like https://app.example.com, got "file:///tmp".',
    ],
  ])('%j', async (options, message) => {
    await expect(startEmulator(options)).rejects.toThrow(new RangeError(message));
  });
});
