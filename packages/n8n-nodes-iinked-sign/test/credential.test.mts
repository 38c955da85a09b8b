import { once } from 'node:events';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { servers } from 'iinked-sign';
import { testCredential } from 'iinked-sign-testing/n8n/runtime';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { credentialFor, deleteAll, jsonOf, scene, serve, withoutBackoff } from './scene.mts';

/** A bare socket, which counts who connects. */
async function listen(): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`,
    connections: () => connections,
  };
}

test('a good key passes the test, which lists one package and changes nothing', async () => {
  const { emulator } = await scene();
  expect(await testCredential(credentialFor(emulator.url, emulator.apiKey))).toEqual({ status: 'OK', message: '' });
  expect(emulator.requests).toMatchObject([{ operationId: 'listPackages', body: { take: 1, skip: 0 }, status: 200 }]);
});

test('the key comes from n8n, which keeps it, and not from the node', async () => {
  const { emulator, run } = await scene();
  const { type, data } = credentialFor(emulator.url, emulator.apiKey);
  const credential = { type: Object.assign(type, { authenticate: undefined }), data };
  await expect(run(deleteAll('p'), { credential })).rejects.toMatchObject({ httpCode: '401' });
  expect(emulator.requests[0]?.headers).not.toHaveProperty('api_key');
});

test('a wrong key does not pass', async () => {
  const { emulator } = await scene();
  expect(await testCredential(credentialFor(emulator.url, 'wrong-key'))).toMatchObject({ status: 'Error' });
});

test.each([400, 403, 404, 429, 500, 502, 503, 504])('a response of %i does not pass', async (status) => {
  const { emulator } = await scene();
  emulator.failNext({ status, times: 2 });
  expect(await testCredential(credentialFor(emulator.url, emulator.apiKey))).toMatchObject({ status: 'Error' });
});

test.each([
  [307, /never followed/],
  [401, /does not accept this key/],
  [403, /does not let this key list packages/],
  [404, /Check the Base URL: it ends with \/api\/v1/],
  [429, /too many requests/],
  [503, /does not work at the moment/],
])('a response of %i is explained in words', async (status, words) => {
  const { emulator } = await scene();
  emulator.failNext({ status, times: 2, headers: { location: '/elsewhere' } });
  expect(await testCredential(credentialFor(emulator.url, emulator.apiKey))).toMatchObject({
    status: 'Error',
    message: expect.stringMatching(words),
  });
});

test('a website in place of the API does not pass', async () => {
  const { url } = await serve(200, { 'content-type': 'text/html' }, '<html>Welcome</html>');
  expect(await testCredential(credentialFor(url))).toEqual({
    status: 'Error',
    message: 'This is not the iinked Sign API. Check the Base URL: it ends with /api/v1.',
  });
});

describe('one rule decides for the test and for the node:', () => {
  test.each([
    ['space around key and address', (key: string, url: string) => [`  ${key}\n`, `\t${url} `]],
    ['slashes after the address', (key: string, url: string) => [key, `${url}//`]],
  ])('%s does not count', async (_, spaced) => {
    const { emulator, run } = await scene();
    const [apiKey, baseUrl = ''] = spaced(emulator.apiKey, emulator.url);
    const credential = credentialFor(baseUrl, apiKey);
    expect(await testCredential(credential)).toEqual({ status: 'OK', message: '' });
    expect(jsonOf(await run({ resource: 'package', operation: 'getMany' }, { credential }))).not.toEqual([]);
    expect(emulator.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/api/v1/packages/list', 200],
      ['/api/v1/packages/list', 200],
    ]);
  });

  test.each<[string, (url: string) => ICredentialDataDecryptedObject]>([
    ['http:// to another machine', (url) => ({ baseUrl: url.replace('127.0.0.1', '0.0.0.0') })],
    ['http:// to a name of this machine', (url) => ({ baseUrl: url.replace('127.0.0.1', hostname()) })],
    ['no address', () => ({ baseUrl: '' })],
    ['the name of a server as address', () => ({ baseUrl: 'us' })],
    ['an address as server', (url) => ({ server: url })],
    ['an unknown server', () => ({ server: 'moon' })],
    ['a user name in the address', (url) => ({ baseUrl: url.replace('http://', 'http://me@') })],
    ['a query', (url) => ({ baseUrl: `${url}?a=b` })],
    ['no key', () => ({ apiKey: ' ' })],
    ['a key with a line break in it', () => ({ apiKey: 'a\nb' })],
    ['a key with letters beyond ASCII', () => ({ apiKey: 'schlüssel' })],
  ])('%s is rejected, and not a byte is sent', async (_, wrong) => {
    const listener = await listen();
    const { run } = await scene();
    const good = credentialFor(listener.url);
    const credential = { ...good, data: { ...good.data, ...wrong(listener.url) } };
    expect(await testCredential(credential)).toEqual({
      status: 'Error',
      message: expect.stringMatching(
        /^Invalid value in '(API Key|Server' or 'Base URL)' in the credential: .* Nothing was sent/,
      ),
    });
    await expect(run(deleteAll('p'), { credential })).rejects.toThrow('in the credential');
    expect(listener.connections()).toBe(0);
  });

  test('but for the rule, http:// to another machine would arrive', async () => {
    const listener = await listen();
    await fetch(listener.url.replace('127.0.0.1', '0.0.0.0')).catch(() => undefined);
    expect(listener.connections()).toBe(1);
  });
});

test.each([
  'https://elsewhere.example.com/api/v1/packages/list',
  'https://sign.syngrafii.com.example.com/api/v1/packages/list',
  'https://elsewhere.example.com/?https://sign.syngrafii.com/api/v1/packages/list',
  'https://sign.syngrafii.com/api/v10/packages/list',
  'https://sign.syngrafii.com/api/v1/../../other',
  'http://sign.syngrafii.com/api/v1/packages/list',
  '//elsewhere.example.com/api/v1/packages/list',
  '',
])('another node cannot send the key to "%s"', async (url) => {
  const data = { apiKey: 'key', server: 'us' };
  const { type } = credentialFor('');
  const authenticate = async (request: object) =>
    typeof type.authenticate === 'function' && type.authenticate(data, { url: '', ...request });
  await expect(authenticate({ url })).rejects.toThrow('does not go to the server of the credential');
  await expect(authenticate({ uri: url })).rejects.toThrow('does not go to the server of the credential');
  await expect(authenticate({ url, baseURL: servers.us })).rejects.toThrow('does not go to');
});

test.each(['url', 'uri'])('another node can call the server of the credential (by %s)', async (field) => {
  const { type } = credentialFor('');
  if (typeof type.authenticate !== 'function') throw new Error('n8n adds the key by a function.');
  const request = { url: '', [field]: `${servers.us}/packages/p`, headers: { accept: 'application/json' } };
  const { headers } = await type.authenticate({ apiKey: 'key', server: 'us' }, request);
  expect(headers).toEqual({ accept: 'application/json', api_key: 'key' });
});

test.each(['us', 'ca', 'eu', 'custom', 'sandbox-us', 'sandbox-eu'])(
  'the credential warns of production (%s)',
  (server) => {
    const notice = credentialFor('').type.properties.find(({ type }) => type === 'notice');
    expect(notice?.displayName).toContain('delete real recordings for good');
    expect(notice?.displayOptions?.show?.server?.includes(server)).toBe(!server.startsWith('sandbox'));
  },
);

test('a credential offers every server that the client knows, and a private one', () => {
  const server = credentialFor('').type.properties.find(({ name }) => name === 'server');
  const offered = server?.options?.map((option) => ('value' in option ? option.value : undefined));
  expect(offered?.toSorted()).toEqual([...Object.keys(servers), 'custom'].toSorted());
});

test('a new credential points to a sandbox, where nothing real can be deleted', () => {
  const server = credentialFor('').type.properties.find(({ name }) => name === 'server');
  expect(server?.default).toMatch(/^sandbox-/);
});

test.each(Object.entries(servers))('test and node call the server %s at its address', async (server, address) => {
  withoutBackoff();
  const called: string[] = [];
  const network = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    called.push(String(url));
    throw new Error('No test leaves this machine.');
  });
  onTestFinished(() => network.mockRestore());
  const { run } = await scene();
  const { type, data } = credentialFor('https://left-over.example.com');
  const credential = { type, data: { ...data, server } };
  await testCredential(credential);
  await expect(run(deleteAll('p'), { credential })).rejects.toThrow('The connection broke');
  expect(called.slice(0, 2)).toEqual([`${address}/packages/list`, `${address}/packages/p/videos/delete`]);
});
