import { describe, expect, test } from 'vitest';
import { type Client, createClient, UnexpectedResponseError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { apiKey, clientOf, deleted, json, meetingVideoId, packageId, rejection, serve } from './server.ts';

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

describe.each(calls)('%s', (_, call) => {
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
    const disobedient = (request: Request) => fetch(new Request(request, { redirect: 'follow' }));
    const error = await rejection(call(createClient({ apiKey, server: url, fetch: disobedient })));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
  });
});
