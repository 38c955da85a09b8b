import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { TimeoutError, UnexpectedResponseError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { operations, type Unread } from '../src/operations.ts';
import { operationIds } from '../src/raw.ts';
import { callRaw, examples, responses } from './examples.ts';
import { apiKey, clientOf, deleted, meetingVideoId, packageId, rejection } from './fixtures.ts';

const html =
  (body: string, status = 200): Handler =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
const path = '/packages/{packageId}/videos/delete';
const params = { path: { packageId } };

describe.each(operationIds)('a raw call of %s', (operation) => {
  test('sends the request of the contract, and gives the response unmodified', async () => {
    const { url, received } = await serve(json(responses[operation], 200, { 'x-note': 'ü' }));
    const result = await callRaw(clientOf(url), operation, examples[operation]);
    expect(result).toEqual({
      data: responses[operation],
      response: { status: 200, headers: { get: expect.any(Function) } },
    });
    const { body }: Unread = examples[operation];
    expect(received).toMatchObject([
      {
        method: operations[operation].method,
        path: `/api/v1${operations[operation].path.replace('{packageId}', packageId)}`,
        body: body === undefined ? '' : JSON.stringify(body),
      },
    ]);
  });

  test.each<[string, Handler, unknown]>([
    ['an error', json({ error: 'x', message: 'Not found.' }, 404), { error: { error: 'x', message: 'Not found.' } }],
    ['an error of a proxy', html('<h1>Bad gateway</h1>', 502), { error: '<h1>Bad gateway</h1>' }],
    ['an error without a message', json({ error: 'x' }, 400), { error: '{"error":"x"}' }],
    ['an error that is an array', json(['x'], 400), { error: '["x"]' }],
    ['an error that is null', json(null, 400), { error: 'null' }],
    ['an error that says nothing', (response) => response.writeHead(500).end(), { error: '' }],
    ['an error of no length', (response) => response.writeHead(500, { 'content-length': 0 }).end(), { error: '' }],
    ['a response of no length', (response) => response.writeHead(200, { 'content-length': 0 }).end(), {}],
    ['a response that says nothing', (response) => response.writeHead(200).end(), {}],
    ['another response', json({ later: true }, 299), { data: { later: true } }],
  ])('gives %s as it came', async (_, handler, result) => {
    const { url } = await serve(handler);
    expect(await callRaw(clientOf(url), operation, examples[operation])).toEqual({
      ...Object(result),
      response: { status: expect.any(Number), headers: expect.anything() },
    });
  });

  test('rejects HTML in place of a result', async () => {
    const { url } = await serve(html('<h1>Sign in</h1>'));
    const error = await rejection(callRaw(clientOf(url), operation, examples[operation]));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ status: 200, mayHaveDeleted: operation === 'deleteVideos' });
  });

  test('ends at the time limit of the client', async () => {
    const { url } = await serve(() => undefined);
    const call = callRaw(clientOf(url, { timeoutMs: 30 }), operation, examples[operation]);
    expect(await rejection(call)).toBeInstanceOf(TimeoutError);
  });
});

test('a raw call gives the headers of the response, in any case', async () => {
  const { url } = await serve(json(deleted, 200, { 'X-Note': 'ü' }));
  for (const { raw } of [clientOf(url), createClientOverUndici({ apiKey, server: url })]) {
    const { response } = await raw.GET('/packages/{packageId}/videos', { params });
    const [one, other, none] = ['x-note', 'X-NOTE', 'x-none'].map((name) => response.headers.get(name));
    expect([one, other, none]).toEqual(['ü', 'ü', null]);
  }
});

test('a raw call is typed from the contract', async () => {
  const { url } = await serve(json(deleted));
  const { data } = await clientOf(url).raw.POST(path, { params, body: { packageId, meetingVideoId } });
  expect(data?.videos[0]?.size).toBe(484524);
});

test.each([
  ['one video', { packageId, meetingVideoId }, 'The video may have been deleted'],
  ['all videos', { packageId }, 'Some or all videos of the package may have been deleted'],
])('a raw deletion of %s may have happened when its response is no JSON', async (_, body, words) => {
  const { url } = await serve(html('<h1>Sign in</h1>'));
  const error = await rejection(clientOf(url).raw.POST(path, { params, body }));
  expect(error).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining(words) });
});
