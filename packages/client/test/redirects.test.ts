import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { ConnectionError, createClient, type FetchInit, UnexpectedResponseError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { everyCall } from './examples.ts';
import { apiKey, clientOf, deleted, rejection } from './fixtures.ts';

async function redirectingServers(status: number) {
  const target = await serve(json(deleted));
  const { url, received } = await serve((response) => {
    response.writeHead(status, { location: `${target.url}/elsewhere` }).end();
  });
  return { url, received, target };
}

describe.each(everyCall)('$name', ({ call, effect }) => {
  test('rejects every redirect: the new address gets nothing', async () => {
    for (const status of [301, 302, 303, 304, 307, 308]) {
      const { url, received, target } = await redirectingServers(status);
      const options = { apiKey, server: url };
      for (const client of [createClient(options), createClientOverUndici(options), clientOf(url)]) {
        const error = await rejection(call(client));
        expect(error).toBeInstanceOf(UnexpectedResponseError);
        expect(error).toMatchObject({
          status,
          mayHaveDeleted: effect !== 'read',
          message: expect.stringMatching(/^The response is a redirect.*Check the address of the server\.$/),
        });
      }
      expect(received).toHaveLength(3);
      expect(target.received).toEqual([]);
    }
  });

  test('notices a transport that followed a redirect against its orders', async () => {
    const { url } = await redirectingServers(307);
    const disobedient = (url: string, init: FetchInit) => fetch(url, { ...init, redirect: 'follow' });
    const error = await rejection(call(createClient({ apiKey, server: url, fetch: disobedient, maxRetries: 0 })));
    // A body that can be read once cannot follow a redirect: there the transport itself gives up.
    expect(error).toBeInstanceOf(effect === 'deleteAll' ? ConnectionError : UnexpectedResponseError);
  });

  test('notices a redirect that a browser hides', async () => {
    const hidden = async () => ({ status: 0, type: 'opaqueredirect', headers: new Headers(), text: async () => '' });
    const error = await rejection(call(createClient({ apiKey, server: 'us', fetch: hidden })));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ status: 0, mayHaveDeleted: effect !== 'read' });
  });
});
