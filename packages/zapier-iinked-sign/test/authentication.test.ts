import { servers } from 'iinked-sign';
import { describe, expect, test } from 'vitest';
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
    ['an unknown server', { server: 'mars' }, /server must be one of us, ca, eu/],
  ])('is refused with %s', async (_, wrong, message) => {
    const { tester, authData } = await aZap();
    await expect(tester(authentication.test, { authData: { ...authData, ...wrong } })).rejects.toThrow(message);
  });

  test('offers every public server, and a private instance', () => {
    const choices = authentication.fields.flatMap((field) => ('choices' in field ? Object.keys(field.choices) : []));
    expect(choices).toEqual([...Object.keys(servers), 'custom']);
  });
});
