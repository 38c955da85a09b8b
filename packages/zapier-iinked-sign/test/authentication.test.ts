import { type ServerName, servers } from 'iinked-sign';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import app from 'zapier-iinked-sign';
import { createAppTester, type HttpRequestOptions } from 'zapier-platform-core';
import { authentication } from '../src/authentication.ts';
import { aZap, connectionTo, failureOf } from './zap.ts';

const field = (key: string) => authentication.fields.find((each) => each.key === key);

describe('connecting', () => {
  test('lists one package, changes nothing, and labels the connection with its server', async () => {
    const { tester, authData, emulator } = await aZap({ connection: { allowDeleteAll: 'no' } });
    expect(await tester(authentication.test, { authData })).toEqual({
      label: expect.stringMatching(/^Private Instance \(http:.*\), key [\da-f]{6}$/),
    });
    expect(emulator.requests).toMatchObject([{ operationId: 'listPackages', body: { take: 1, skip: 0 }, status: 200 }]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['an empty key', { apiKey: '' }, /API Key must be/],
    ['a key of two lines', { apiKey: 'one\ntwo' }, /API Key must be/],
    ['an address that is none', { baseUrl: 'sign.example.com' }, /Address of the Private Instance must be an address/],
    ['no address', { baseUrl: ' ' }, /Address of the Private Instance must be an address/],
    ['the name of a server as the address', { baseUrl: 'us' }, /Address of the Private Instance must be an address/],
    ['another name as the address', { baseUrl: 'sandbox-eu' }, /Address of the Private Instance must be an address/],
    ['a host alone', { baseUrl: 'https://sign.example.com' }, /must end with \/api\/v1.*example\.com\/api\/v1/],
    ['a page of the instance', { baseUrl: 'https://sign.example.com/integration' }, /must end with \/api\/v1/],
    ['an address without encryption', { baseUrl: 'http://sign.example.com/api/v1' }, /must begin with https/],
    ['an address with a password', { baseUrl: 'https://me:secret@sign.example.com/api/v1' }, /must not contain a user/],
    ['an unknown server', { server: 'mars', baseUrl: '' }, /Server must be one of Sandbox/],
    ['no server', { server: '', baseUrl: '' }, /Server must be one of Sandbox/],
    ['the name of a property as the server', { server: 'toString', baseUrl: '' }, /Server must be one of Sandbox/],
  ])('is refused with %s, and nothing is sent', async (_, wrong, message) => {
    const { tester, authData, emulator } = await aZap();
    await expect(tester(authentication.test, { authData: { ...authData, ...wrong } })).rejects.toThrow(message);
    expect(emulator.requests).toEqual([]);
  });

  test.each(Object.keys(servers))('to %s is refused when an address stands beside it', async (server) => {
    const { tester, authData, emulator } = await aZap();
    const error = await failureOf(tester(authentication.test, { authData: { ...authData, server } }));
    expect(error.message).toMatch(/Address of the Private Instance is not used by (Production|Sandbox) \(.*Clear this/);
    expect(emulator.requests).toEqual([]);
  });

  test('takes key and address without the spaces and line breaks around them', async () => {
    const { tester, authData, emulator } = await aZap();
    const padded = { ...authData, apiKey: ` ${authData.apiKey}\n`, baseUrl: `\t${authData.baseUrl}/ \n` };
    expect(await tester(authentication.test, { authData: padded })).toMatchObject({
      label: expect.stringContaining(emulator.url),
    });
    expect(emulator.requests).toMatchObject([{ status: 200 }]);
  });

  test.each([401, 403])('asks to reconnect when the API says %i, as for a revoked key', async (status) => {
    const { tester, authData, emulator } = await aZap();
    emulator.failNext({ status });
    const error = await failureOf(tester(authentication.test, { authData }));
    expect(error).toMatchObject({ name: 'ExpiredAuthError', message: expect.stringContaining(`${status}`) });
  });

  test('offers every public server, and a private instance', () => {
    const server = field('server');
    expect(Object.keys(server && 'choices' in server ? server.choices : {})).toEqual([
      ...Object.keys(servers),
      'custom',
    ]);
  });

  test.each<[ServerName, string]>([
    ['us', 'Production (United States)'],
    ['ca', 'Production (Canada)'],
    ['eu', 'Production (European Union)'],
    ['sandbox-us', 'Sandbox (United States)'],
    ['sandbox-eu', 'Sandbox (European Union)'],
  ])('to the server %s goes to its address, and is labelled %s', async (server, label) => {
    const { authData, emulator } = await aZap();
    const asked: (string | undefined)[] = [];
    // The request is the real one up to here, where it would leave for the public server.
    const toTheEmulator = ({ url, ...request }: HttpRequestOptions) => {
      asked.push(url);
      return { ...request, url: url?.replace(servers[server], emulator.url) };
    };
    const tester = createAppTester({ ...app, beforeRequest: [toTheEmulator] });
    const connection = { ...authData, server, baseUrl: '', allowDeleteAll: 'no' };
    expect(await tester(authentication.test, { authData: connection })).toEqual({
      label: expect.stringContaining(`${label}, key `),
    });
    expect(asked).toEqual([`${servers[server]}/packages/list`]);
  });
});

describe('the label of a connection', () => {
  test('tells two connections to one server apart by their names', async () => {
    const { tester, authData, emulator } = await aZap({ connection: { allowDeleteAll: 'no' } });
    const labels = ['Archive', ' Sales\n'].map((connectionName) =>
      tester(authentication.test, { authData: { ...authData, connectionName } }),
    );
    expect(await Promise.all(labels)).toMatchObject([
      { label: expect.stringContaining(`Archive, Private Instance (${emulator.url}), key `) },
      { label: expect.stringContaining(`Sales, Private Instance (${emulator.url}), key `) },
    ]);
  });

  test('tells two keys of one server apart, and is the same for the same key', async () => {
    const { url } = await serve(json({ items: [], total: 0, take: 1, skip: 0 }));
    const labels = ['first-key-1234', ' first-key-1234\n', 'second-key-1234'].map((apiKey) =>
      createAppTester(app)(authentication.test, { authData: connectionTo(url, apiKey) }),
    );
    const [first, padded, second] = await Promise.all(labels);
    expect(padded).toEqual(first);
    expect(second).not.toEqual(first);
  });

  test('says when Delete All Package Videos is allowed', async () => {
    const { tester, authData } = await aZap({ connection: { connectionName: 'Archive', allowDeleteAll: 'yes' } });
    expect(await tester(authentication.test, { authData })).toMatchObject({
      label: expect.stringMatching(/^Archive, Private Instance \(.*\), key [\da-f]{6}, Delete All allowed$/),
    });
  });

  test('never shows the key, which is hidden while it is typed', async () => {
    const { tester, authData } = await aZap({ apiKey: 'secret-key-1234' });
    expect(field('apiKey')).toMatchObject({ type: 'password' });
    expect(authentication.connectionLabel).toBe('{{label}}');
    expect(JSON.stringify(await tester(authentication.test, { authData }))).not.toContain('secret-key-1234');
  });
});
