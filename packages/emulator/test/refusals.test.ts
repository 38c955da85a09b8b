import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { start } from './start.ts';

const deletion = '/api/v1/packages/lease/videos/delete';
const one = JSON.stringify({ packageId: 'lease', meetingVideoId: 'first' });
const untouched = ['archived', 'queued', 'deleted'];

test.each<Record<string, string>>([{}, { api_key: 'wrong' }, { api_key: '' }, { authorization: 'emulator-key' }])(
  'the key %j is refused, before anything else is looked at',
  async (headers) => {
    const { call } = await start();
    const wrongKey = { status: 401, body: { error: 'api_key_not_authorized' } };
    expect(await call('GET', '/packages/lease/videos', undefined, headers)).toMatchObject(wrongKey);
    expect(await call('POST', '/packages/x/videos/delete', 'no json', headers)).toMatchObject(wrongKey);
  },
);

test('a wrong key can be refused with 403, as the documentation lists no 401', async () => {
  const { call } = await start({ wrongKeyStatus: 403 });
  expect(await call('GET', '/packages/lease/videos', undefined, {})).toMatchObject({
    status: 403,
    body: { error: 'api_key_not_authorized' },
  });
});

describe('a body is only taken as application/json', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/vnd.api+json',
    'application/jsonp',
    'application/json; charset=utf-16',
    'text/plain, application/json',
    '',
    undefined,
  ])('not as %j', async (type) => {
    const { send, apiKey, packages } = await start();
    const headers = { api_key: apiKey, ...(type !== undefined && { 'content-type': type }) };
    const response = await send('POST', deletion, headers, one);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.text)).toMatchObject({
      error: 'request_invalid_content_type',
      message: expect.stringContaining('must be application/json'),
    });
    expect(packages[0]?.videos.map(({ state }) => state)).toEqual(untouched);
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'as %s',
    async (type) => {
      const { send, apiKey } = await start();
      expect((await send('POST', deletion, { api_key: apiKey, 'content-type': type }, one)).status).toBe(200);
    },
  );
});

describe('a body that is not a JSON object is refused', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'The body is missing. It must be a JSON object.'],
    ['a JSON string that holds JSON', JSON.stringify(one), 'The body must be an object, got a string.'],
    ['text', 'no json', 'The body is not valid JSON.'],
    ['half of it', '{"packageId":', 'The body is not valid JSON.'],
    ['an array', '[]', 'The body must be an object, got an array.'],
    ['null', 'null', 'The body must be an object, got null.'],
    [
      'bytes that are no UTF-8',
      Buffer.from('{"packageId":"lease","x":"\xff"}', 'latin1'),
      'The body is not valid JSON.',
    ],
    ['a byte order mark', `\ufeff${one}`, 'The body is not valid JSON.'],
  ])('%s', async (_, body, message) => {
    const { send, apiKey, packages } = await start();
    const response = await send('POST', deletion, { api_key: apiKey, 'content-type': 'application/json' }, body);
    expect([response.status, JSON.parse(response.text)]).toEqual([400, { error: 'request_invalid', message }]);
    expect(packages[0]?.videos.map(({ state }) => state)).toEqual(untouched);
  });
});

describe('what the contract does not allow is refused, with the field, in words', () => {
  test.each<[string, string, unknown]>([
    [
      'meetingVideoId must be a string, got an array.',
      '/packages/lease/videos/delete',
      { packageId: 'lease', meetingVideoId: [] },
    ],
    [
      'meetingVideoId must be a string, got null.',
      '/packages/lease/videos/delete',
      { packageId: 'lease', meetingVideoId: null },
    ],
    ['meetingVideoId must not be empty.', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: '' }],
    [
      'meetingVideoID is not a known field.',
      '/packages/lease/videos/delete',
      { packageId: 'lease', meetingVideoID: 'first' },
    ],
    ['packageId is missing.', '/packages/lease/videos/delete', {}],
    ['packageId is missing.', '/packages/videos/delete', { meetingVideoId: 'first' }],
    ['packageId differs between the path and the body.', '/packages/lease/videos/delete', { packageId: 'x' }],
    ['take must be a number, got a string.', '/packages/list', { take: 'all' }],
    ['take must be a whole number, got 1.5.', '/packages/list', { take: 1.5 }],
    ['skip must be 0 or more, got -1.', '/packages/list', { skip: -1 }],
    ['states must be an array, got a string.', '/packages/list', { states: 'open' }],
    ['states[1] must be a string, got a number.', '/packages/list', { states: ['open', 7] }],
    ['isExecuted must be a boolean or null, got a string.', '/packages/list', { isExecuted: 'yes' }],
    ['sortBy must be "created", got "bogus".', '/packages/list', { sortBy: 'bogus' }],
    ['teamID is not a known field.', '/packages/list', { teamID: 't' }],
    ['The query parameter take is not known.', '/packages/list?take=1', {}],
  ])('%s', async (message, path, body) => {
    const { call } = await start();
    expect(await call('POST', path, body)).toMatchObject({ status: 400, body: { message } });
  });

  test('a number that JSON cannot hold', async () => {
    const { call } = await start();
    expect(await call('POST', '/packages/list', '{"take":1e309}')).toMatchObject({
      status: 400,
      body: { message: 'take must be a number, got Infinity.' },
    });
  });
});

test.each(['/packages/%/videos', '/packages/%E0%A4%A/videos', '/packages/%ff/videos'])(
  'the broken path %s is refused',
  async (path) => {
    const { call } = await start();
    expect(await call('GET', path)).toMatchObject({ status: 400, body: { error: 'request_invalid_path' } });
  },
);

test.each([
  ['GET', '/packages', 404],
  ['POST', '/packages/delete', 405],
  ['GET', '/packages/lease/videos/', 404],
  ['GET', '/packages//lease/videos', 404],
  ['PUT', '/packages/list', 405],
  ['OPTIONS', '/packages/list', 405],
  ['DELETE', '/packages/lease/videos', 405],
  ['GET', '/packages/lease/videos/delete', 405],
  ['GET', '/packages/videos/delete', 405],
])('%s %s is not part of the API', async (method, path, status) => {
  const { call } = await start();
  expect(await call(method, path)).toMatchObject({ status, body: { error: expect.any(String) } });
});

test.each([
  ['POST', '/', 'GET, HEAD'],
  ['OPTIONS', '/', 'GET, HEAD'],
  ['DELETE', '/files/first', 'GET, HEAD'],
  ['OPTIONS', '/files/first', 'GET, HEAD'],
  ['GET', '/_emulator/faults', 'POST, DELETE'],
  ['DELETE', '/_emulator/snapshot', 'GET, HEAD'],
  ['PUT', '/api/v1/packages/list', 'POST'],
])('%s %s is refused, with the methods that are allowed', async (method, path, allowed) => {
  const { send } = await start();
  const { status, headers } = await send(method, path);
  expect([status, headers.allow]).toEqual([405, allowed]);
});

test('the codes and messages of errors are those of the contract', async () => {
  const { call, control } = await start({ underRetention: 'refuse', rateLimit: 100 });
  await control('POST', 'seed', [
    { packageId: 'held', videos: [{ meetingVideoId: 'v', timeRetention: '2999-01-01T00:00:00Z' }] },
  ]);
  const { paths, components } = JSON.parse(readFileSync(new URL('../dist/iinked-sign.json', import.meta.url), 'utf8'));
  const exampleOf = (response: ContractResponse, name: string) =>
    response.content['application/json'].examples[name]?.value;
  const deletion = paths['/packages/{packageId}/videos/delete'].post.responses;
  const path = '/packages/lease/videos/delete';
  const bodyOf = async (...request: Parameters<typeof call>) => (await call(...request)).body;
  expect(await bodyOf('GET', '/packages/x/videos')).toEqual(
    exampleOf(paths['/packages/{packageId}/videos'].get.responses[404], 'package'),
  );
  expect(await bodyOf('GET', '/packages/%/videos')).toEqual(
    exampleOf(paths['/packages/{packageId}/videos'].get.responses[400], 'path'),
  );
  expect(await bodyOf('GET', '/packages/x/videos', undefined, {})).toEqual(
    exampleOf(components.responses.NotAuthenticated, 'wrongKey'),
  );
  expect(await bodyOf('POST', '/packages/list', { sortBy: 'bogus' })).toEqual(
    exampleOf(paths['/packages/list'].post.responses[400], 'sortBy'),
  );
  expect(await bodyOf('POST', '/packages/x/videos/delete', { packageId: 'x' })).toEqual(
    exampleOf(deletion[404], 'package'),
  );
  expect(await bodyOf('POST', path, { packageId: 'lease', meetingVideoId: 'x' })).toEqual(
    exampleOf(deletion[404], 'video'),
  );
  expect(await bodyOf('POST', path, { packageId: 'lease', meetingVideoId: null })).toEqual(
    exampleOf(deletion[400], 'field'),
  );
  expect(await bodyOf('POST', '/packages/held/videos/delete', { packageId: 'held' })).toEqual(
    exampleOf(deletion[400], 'retention'),
  );
});

type ContractResponse = { content: { 'application/json': { examples: Record<string, { value: unknown }> } } };

describe('a response that would break the contract is not sent', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['another type', { size: 'large' }, 'size must be a number or null, got a string'],
    ['what JSON cannot hold', { meetingVideoId: Number.NaN }, 'meetingVideoId must be a string, got null'],
  ])('%s', async (_, fields, problem) => {
    const { call, packages } = await start();
    Object.assign(packages[0]?.videos[0] ?? {}, fields);
    expect(await call('GET', '/packages/lease/videos')).toMatchObject({
      status: 500,
      body: { error: 'emulator_exception_contract', message: expect.stringContaining(`videos[0].${problem}`) },
    });
  });
});

describe('what fails inside is a 500 and a line on standard error', () => {
  test("a user's handler that throws", async () => {
    const lines = vi.spyOn(console, 'error').mockReturnValue();
    const { call, requests } = await start({
      onRequest: () => {
        throw new Error('the handler is broken');
      },
    });
    expect(await call('GET', '/packages/lease/videos')).toMatchObject({
      status: 500,
      body: { error: 'emulator_exception', message: 'the handler is broken' },
    });
    expect(requests).toMatchObject([{ status: 500 }]);
    expect(lines.mock.calls).toEqual([
      [expect.stringMatching(/^iinked-sign-emulator: GET \S+ failed: .*is broken.*$/)],
    ]);
    lines.mockRestore();
  });

  test("a user's handler that rejects, after the response", async () => {
    const lines = vi.spyOn(console, 'error').mockReturnValue();
    const { call } = await start({ onRequest: async () => Promise.reject(new Error('the handler is broken')) });
    expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
    expect(lines.mock.calls).toEqual([[expect.stringContaining('the handler is broken')]]);
    lines.mockRestore();
  });

  test('a state that cannot be written as JSON', async () => {
    const lines = vi.spyOn(console, 'error').mockReturnValue();
    const { call, packages, requests } = await start();
    Object.assign(packages[0]?.videos[0] ?? {}, { size: 7n });
    expect(await call('GET', '/packages/lease/videos')).toMatchObject({
      status: 500,
      body: { error: 'emulator_exception', message: expect.stringContaining('BigInt') },
    });
    expect(requests).toMatchObject([{ operationId: 'listVideos', status: 500 }]);
    expect(lines).toHaveBeenCalledOnce();
    lines.mockRestore();
  });
});

test('requests are kept in order, as they came, refused ones too', async () => {
  const { call, requests } = await start();
  await call('GET', '/packages/lease/videos?page=2');
  await call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: null });
  await call('POST', '/nowhere', 'text');
  expect(requests).toMatchObject([
    {
      operationId: 'listVideos',
      method: 'GET',
      path: '/api/v1/packages/lease/videos',
      query: { page: '2' },
      status: 400,
    },
    { operationId: 'deleteVideos', body: { packageId: 'lease', meetingVideoId: null }, status: 400 },
    { operationId: undefined, path: '/api/v1/nowhere', body: 'text', status: 404 },
  ]);
  expect(requests[0]?.body).toBeUndefined();
});
