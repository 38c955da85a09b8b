import { type ServerName, servers } from 'iinked-sign';
import { describe, expect, test } from 'vitest';
import app from 'zapier-iinked-sign';
import { createAppTester, type HttpRequestOptions } from 'zapier-platform-core';
import { authentication } from '../src/authentication.ts';
import { aZap } from './scene.ts';

describe('connecting', () => {
  test('lists one package, changes nothing, and tells which server it is, without the key', async () => {
    const { tester, authData, emulator } = await aZap();
    expect(await tester(authentication.test, { authData })).toEqual({ account: `Private instance, ${emulator.url}` });
    expect(emulator.requests).toMatchObject([{ operationId: 'listPackages', body: { take: 1, skip: 0 }, status: 200 }]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['a wrong key', { apiKey: 'wrong-key' }, /401.*Check the API key/],
    ['an empty key', { apiKey: '' }, /apiKey must be/],
    ['an address that is none', { baseUrl: 'sign.example.com' }, /server must be/],
    ['no address', { baseUrl: '' }, /server must be/],
    ['an address without encryption', { baseUrl: 'http://sign.example.com/api/v1' }, /must begin with https/],
    ['an address with a password', { baseUrl: 'https://me:secret@sign.example.com/api/v1' }, /must not hold a user/],
    ['an unknown server', { server: 'mars' }, /server must be one of us, ca, eu/],
  ])('is refused with %s', async (_, wrong, message) => {
    const { tester, authData, emulator } = await aZap();
    await expect(tester(authentication.test, { authData: { ...authData, ...wrong } })).rejects.toThrow(message);
    expect(emulator.requests.filter(({ status }) => status === 200)).toEqual([]);
  });

  test('offers every public server, and a private instance', () => {
    const choices = authentication.fields.flatMap((field) => ('choices' in field ? Object.keys(field.choices) : []));
    expect(choices).toEqual([...Object.keys(servers), 'custom']);
  });

  test.each<[ServerName, string]>([
    ['us', 'Live, United States'],
    ['ca', 'Live, Canada'],
    ['eu', 'Live, European Union'],
    ['sandbox-us', 'Sandbox, United States'],
    ['sandbox-eu', 'Sandbox, European Union'],
  ])('to the server %s goes to its address, and is labelled %s', async (server, account) => {
    const { authData, emulator } = await aZap();
    const asked: (string | undefined)[] = [];
    // The request is the real one up to here, where it would leave for the public server.
    const toTheEmulator = ({ url, ...request }: HttpRequestOptions) => {
      asked.push(url);
      return { ...request, url: url?.replace(servers[server], emulator.url) };
    };
    const tester = createAppTester({ ...app, beforeRequest: [toTheEmulator] });
    expect(await tester(authentication.test, { authData: { ...authData, server, baseUrl: '' } })).toEqual({ account });
    expect(asked).toEqual([`${servers[server]}/packages/list`]);
  });

  test('hides the key while it is typed, and never shows it in the label', () => {
    expect(authentication.fields.find(({ key }) => key === 'apiKey')).toMatchObject({ type: 'password' });
    expect(authentication.connectionLabel).toBe('{{account}}');
  });
});
