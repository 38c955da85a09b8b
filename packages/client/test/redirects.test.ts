import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Client, ConnectionError, createClient, type FetchInit, UnexpectedResponseError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { apiKey, clientOf, deleted, meetingVideoId, packageId, rejection } from './fixtures.ts';

const calls: [string, (client: Client) => Promise<unknown>][] = [
  ['list', ({ videos }) => videos.list({ packageId })],
  ['delete', ({ videos }) => videos.delete({ packageId, meetingVideoId })],
  ['deleteAll', ({ videos }) => videos.deleteAll({ packageId })],
  ['packages.list', ({ packages }) => packages.list()],
  ['raw', ({ raw }) => raw.GET('/packages/{packageId}/videos', { params: { path: { packageId } } })],
];

async function redirectingServers(status: number) {
  const target = await serve(json(deleted));
  const { url, received } = await serve((response) => {
    response.writeHead(status, { location: `${target.url}/elsewhere` }).end();
  });
  return { url, received, target };
}

describe.each(calls)('%s', (name, call) => {
  test.each([301, 302, 303, 304, 307, 308])(
    'refuses a redirect with %i: the new place gets nothing',
    async (status) => {
      const { url, received, target } = await redirectingServers(status);
      const options = { apiKey, server: url };
      for (const client of [createClient(options), createClientOverUndici(options), clientOf(url)]) {
        const error = await rejection(call(client));
        expect(error).toBeInstanceOf(UnexpectedResponseError);
        expect(error).toMatchObject({ status, message: expect.stringContaining('redirect') });
      }
      expect(received).toHaveLength(3);
      expect(target.received).toEqual([]);
    },
  );

  test('notices a transport that followed a redirect against its orders', async () => {
    const { url } = await redirectingServers(307);
    const disobedient = (url: string, init: FetchInit) => fetch(url, { ...init, redirect: 'follow' });
    const error = await rejection(call(createClient({ apiKey, server: url, fetch: disobedient, maxRetries: 0 })));
    // A body that can be read once cannot follow a redirect: there the transport itself gives up.
    expect(error).toBeInstanceOf(name === 'deleteAll' ? ConnectionError : UnexpectedResponseError);
  });
});
