import { type Handler, json, nobody, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  ConnectionError,
  createClient,
  createClientOn,
  InvalidRequestError,
  type OutgoingRequest,
} from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { apiKey, clientOf, meetingVideoId, packageId, rejection, shown } from './fixtures.ts';

const leaky = {
  /** An error such as some HTTP libraries throw: it holds the request, headers and all. */
  send: (request: OutgoingRequest) => {
    const config = { headers: request.headers, url: request.url };
    const cause = Object.assign(new Error(`socket of ${apiKey}`), { config });
    return Promise.reject(Object.assign(new Error(`failed with ${apiKey}`, { cause }), { config, request, apiKey }));
  },
  wait: () => new Promise<void>(() => undefined),
};

describe('the key does not show', () => {
  test.each<[string, Handler]>([
    [
      'an error that repeats it',
      json({ error: apiKey, message: `Key ${apiKey} is wrong` }, 401, { 'x-request-id': apiKey }),
    ],
    ['a failure of the server', json({ error: 'x', message: apiKey }, 500)],
    ['HTML that repeats it', (response) => response.writeHead(200).end(`<p>${apiKey}</p>`)],
    [
      'a list of other videos',
      json({ packageId, videos: [{ meetingVideoId: 'x', url: `https://x/?access=${apiKey}` }] }),
    ],
    ['a redirect', (response) => response.writeHead(302, { location: `https://example.com/${apiKey}` }).end()],
    ['a broken connection', (response) => response.destroy()],
  ])('in %s', async (_, handler) => {
    const { url } = await serve(handler);
    const options = { apiKey, server: url, maxRetries: 0 };
    for (const client of [createClient(options), createClientOverUndici(options), clientOf(url, options)]) {
      expect(shown(await rejection(client.videos.delete({ packageId, meetingVideoId })))).not.toContain(apiKey);
      const raw = client.raw.POST('/packages/{packageId}/videos/delete', {
        params: { path: { packageId } },
        body: { packageId },
      });
      const thrown = await raw.then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(shown(thrown)).not.toContain(apiKey);
    }
  });

  test('in the cause that a platform gave', async () => {
    const client = createClientOn(leaky, { apiKey, server: 'us', maxRetries: 0 });
    const error = await rejection(client.videos.deleteAll({ packageId }));
    expect(shown(error)).not.toContain(apiKey);
    expect(error).toMatchObject({ cause: { message: 'failed with ***', cause: { message: 'socket of ***' } } });
  });

  test.each<[unknown, unknown]>([
    [`refused ${apiKey}`, 'refused ***'],
    [{ headers: { api_key: apiKey } }, undefined],
    [Object.assign(new Error('x'), { stack: undefined }), expect.objectContaining({ message: 'x', stack: '' })],
    [new Error('x', { cause: { apiKey } }), expect.not.objectContaining({ cause: expect.anything() })],
  ])('in what a platform rejects with, be it no error: %j', async (thrown, cause) => {
    const send = () => Promise.reject(thrown);
    const error = await rejection(clientOf('us', { send, maxRetries: 0 }).videos.list({ packageId }));
    expect(shown(error)).not.toContain(apiKey);
    expect(error).toMatchObject({ neverSent: false });
    expect(error instanceof ConnectionError && error.cause).toEqual(cause);
  });

  test('however deep the causes go', async () => {
    const deep = Array.from({ length: 9 }).reduce<Error>(
      (cause, _, at) => new Error(`${apiKey} ${at}`, { cause }),
      new Error(apiKey),
    );
    const send = () => Promise.reject(deep);
    const error = await rejection(clientOf('us', { send, maxRetries: 0 }).videos.list({ packageId }));
    expect(shown(error)).not.toContain(apiKey);
    expect(error).toMatchObject({ cause: { message: '*** 8', cause: { message: '*** 7' } } });
  });

  test('in the error of a server that is not there', async () => {
    const error = await rejection(clientOf(nobody, { maxRetries: 0 }).videos.list({ packageId }));
    expect(shown(error)).not.toContain(apiKey);
    expect(error).toMatchObject({ cause: { cause: { code: 'ECONNREFUSED' } } });
  });

  test('in a refused option', () => {
    const wrong = `${apiKey}\n`;
    let error: unknown;
    try {
      createClient({ apiKey: wrong, server: 'us' });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(shown(error)).not.toContain(apiKey);
  });

  test('in the client itself', () => {
    expect(shown(createClient({ apiKey, server: 'us' }))).not.toContain(apiKey);
    expect(shown(createClientOverUndici({ apiKey, server: 'us' }))).not.toContain(apiKey);
  });
});

test('an access link of a video does not show in an error', async () => {
  const url = 'https://example.com/video?access=link-secret';
  const server = await serve(json({ packageId, videos: [{ meetingVideoId: 'x', url }] }));
  const error = await rejection(clientOf(server.url).videos.delete({ packageId, meetingVideoId }));
  expect(shown(error)).not.toContain('link-secret');
});
