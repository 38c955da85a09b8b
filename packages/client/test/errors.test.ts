import { type Handler, json, nobody, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  ApiError,
  AuthenticationError,
  type Client,
  ConnectionError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
} from '../src/index.ts';
import { clientOf, meetingVideoId, packageId, rejection } from './fixtures.ts';

const said = { error: 'package_error_code', message: 'What the API says' };
const calls: [string, string, (client: Client) => Promise<unknown>][] = [
  ['list', 'This was a read-only call; nothing was deleted.', ({ videos }) => videos.list({ packageId })],
  ['delete', 'This call deleted nothing.', ({ videos }) => videos.delete({ packageId, meetingVideoId })],
  ['deleteAll', 'This call deleted nothing.', ({ videos }) => videos.deleteAll({ packageId })],
];

describe.each(calls)('%s', (name, outcome, call) => {
  test.each<[number, typeof ApiError, string]>([
    [400, ApiError, 'ApiError'],
    [401, AuthenticationError, 'AuthenticationError'],
    [403, PermissionDeniedError, 'PermissionDeniedError'],
    [409, ApiError, 'ApiError'],
    [429, RateLimitError, 'RateLimitError'],
  ])(
    'rejects %i with its class, the words of the API, and what became of the videos',
    async (status, kind, kindName) => {
      const { url } = await serve(json(said, status, { 'x-request-id': 'request-7' }));
      const error = await rejection(call(clientOf(url, { maxRetries: 0 })));
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({
        name: kindName,
        status,
        code: 'package_error_code',
        apiMessage: 'What the API says',
        requestId: 'request-7',
        mayHaveDeleted: false,
        message: expect.stringContaining(
          `The API responded with ${status} (package_error_code): What the API says. ${outcome} `,
        ),
      });
    },
  );

  test.each([408, 421, 425, 500, 502, 503, 504, 599])('rejects %i, which leaves open what happened', async (status) => {
    const { url } = await serve(json(said, status));
    const error = await rejection(call(clientOf(url, { maxRetries: 0 })));
    expect(error).toBeInstanceOf(status < 500 ? ApiError : ServerError);
    expect(error instanceof ServerError).toBe(status >= 500);
    expect(error).toMatchObject({ status, mayHaveDeleted: name !== 'list' });
  });

  test.each(['package', 'meeting_video', 'video', 'folder', 'team', 'member'])(
    'says that something is not there where the API says that a %s is not',
    async (type) => {
      const { url } = await serve(json({ error: `${type}_not_found`, message: 'No.' }, 404));
      const error = await rejection(call(clientOf(url)));
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({
        name: 'NotFoundError',
        code: `${type}_not_found`,
        mayHaveDeleted: false,
        message: expect.stringContaining(
          `The API responded with 404 (${type}_not_found): No. ${outcome} Check the ids.`,
        ),
      });
    },
  );

  test.each<[string, object]>([
    ['a path', { error: 'path_not_found', message: 'There is no such path.' }],
    ['nothing that it names', { error: 'package_error_code', message: 'What the API says' }],
    ['what a gateway calls so', { error: 'Not Found', status: 404, path: '/api/v1/packages' }],
    ['what begins like a package', { error: 'packages_not_found_here' }],
    ['a list of errors', { error: ['package_not_found'] }],
  ])('does not say that something is not there where a 404 is about %s', async (_, body) => {
    const { url } = await serve(json(body, 404));
    const error = await rejection(call(clientOf(url)));
    expect(error).not.toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 404,
      mayHaveDeleted: false,
      message: expect.stringMatching(
        new RegExp(
          `^The server responded with 404.* ${outcome} It says nothing about a package or a video: .* ${url}\\.$`,
        ),
      ),
    });
  });

  test.each<[string, Handler]>([
    ['HTML', (response) => response.writeHead(404).end('<html>')],
    ['nothing', (response) => response.writeHead(404).end()],
    ['an array', json([said], 404)],
    ['fields that are no strings', json({ error: 1, message: null }, 404)],
  ])('survives an error that says %s', async (_, handler) => {
    const { url } = await serve(handler);
    const error = await rejection(call(clientOf(url)));
    expect(error).toMatchObject({
      name: 'ApiError',
      code: undefined,
      apiMessage: undefined,
      message: expect.stringMatching(/^The server responded with 404\. /),
    });
  });

  test('distinguishes a server that cannot be reached from a connection that broke', async () => {
    const { url } = await serve((response) => response.destroy());
    const broken = await rejection(call(clientOf(url, { maxRetries: 0 })));
    expect(broken).toBeInstanceOf(ConnectionError);
    expect(broken).toMatchObject({ neverSent: false, mayHaveDeleted: name !== 'list', cause: expect.any(Error) });

    const refused = await rejection(call(clientOf(nobody, { maxRetries: 0 })));
    expect(refused).toBeInstanceOf(ConnectionError);
    expect(refused).toMatchObject({ neverSent: true, mayHaveDeleted: false });
  });
});

test('an error survives a way that keeps JSON alone, as to other threads and into logs', async () => {
  const { url } = await serve(json({ error: 'package_not_found', message: 'No such package.' }, 404));
  const error = await rejection(clientOf(url).videos.list({ packageId }));
  const sent: unknown = structuredClone(JSON.parse(JSON.stringify(error)));
  expect(sent).toMatchObject({
    name: 'NotFoundError',
    message: expect.stringContaining('No such package.'),
    mayHaveDeleted: false,
    status: 404,
    code: 'package_not_found',
  });
});
