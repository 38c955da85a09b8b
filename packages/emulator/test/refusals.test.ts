import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

test.each<Record<string, string>>([{}, { api_key: 'wrong' }, { api_key: '' }, { authorization: 'emulator-key' }])(
  'the key %j is refused, before all else',
  async (headers) => {
    const { call } = await start();
    const wrongKey = { status: 401, body: { error: 'api_key_not_authorized' } };
    expect(await call('GET', '/packages/lease/videos', undefined, headers)).toMatchObject(wrongKey);
    expect(await call('POST', '/packages/x/videos/delete', 'no json', headers)).toMatchObject(wrongKey);
  },
);

test('the key can be chosen, and does not show in what was received', async () => {
  const { call, apiKey, requests } = await start({ apiKey: 'chosen-key' });
  expect(await call('GET', '/packages/lease/videos')).toMatchObject({ status: 200 });
  expect(apiKey).toBe('chosen-key');
  expect(JSON.stringify(requests)).not.toContain('chosen-key');
});

describe('what the contract does not allow is refused, with the field', () => {
  test.each<[string, string, unknown]>([
    ['meetingVideoId', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: [] }],
    ['packageId', '/packages/lease/videos/delete', {}],
    ['packageId', '/packages/videos/delete', { meetingVideoId: 'first' }],
    ['take', '/packages/list', { take: 'all' }],
    ['states', '/packages/list', { states: 'open' }],
  ])('%s of %s', async (field, path, body) => {
    const { call } = await start();
    expect(await call('POST', path, body)).toMatchObject({
      status: 400,
      body: { error: 'request_invalid', message: expect.stringContaining(field) },
    });
  });

  test.each(['', 'no json', '{"packageId":', '[]', 'null'])('the body %j', async (body) => {
    const { call } = await start();
    expect(await call('POST', '/packages/lease/videos/delete', body)).toMatchObject({ status: 400 });
  });
});

test.each([
  ['GET', '/packages'],
  ['PUT', '/packages/list'],
  ['POST', '/packages/delete'],
  ['GET', '/packages/lease/videos/delete'],
] as const)('%s %s is no part of the API', async (method, path) => {
  const { call } = await start();
  expect((await call(method, path)).status).toBeGreaterThanOrEqual(404);
});

test('the words of errors are those of the contract', async () => {
  const { call } = await start();
  const contract = readFileSync(new URL('../dist/iinked-sign.json', import.meta.url), 'utf8');
  const { responses } = JSON.parse(contract).components;
  const example = (name: string, which: string) => responses[name].content['application/json'].examples[which].value;
  expect((await call('GET', '/packages/x/videos')).body).toEqual(example('NotFound', 'package'));
  expect((await call('GET', '/packages/x/videos', undefined, {})).body).toEqual(
    example('NotAuthenticated', 'wrongKey'),
  );
  const unknown = await call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: 'x' });
  expect(unknown.body).toEqual(example('NotFound', 'video'));
});

test('an answer that would break the contract is not served', async () => {
  const { call, packages } = await start();
  Object.assign(packages[0]?.videos[0] ?? {}, { size: 'large' });
  expect(await call('GET', '/packages/lease/videos')).toMatchObject({
    status: 500,
    body: { error: 'emulator_exception_contract', message: expect.stringContaining('size') },
  });
});

test('requests are kept in order, as they came, refused ones too', async () => {
  const { call, requests } = await start();
  await call('GET', '/packages/lease/videos');
  await call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: null });
  await call('POST', '/nowhere', 'text');
  expect(requests).toMatchObject([
    { operationId: 'listVideos', method: 'GET', path: '/api/v1/packages/lease/videos', body: undefined, status: 200 },
    { operationId: 'deleteVideos', body: { packageId: 'lease', meetingVideoId: null }, status: 400 },
    { operationId: undefined, path: '/api/v1/nowhere', body: 'text', status: 404 },
  ]);
});
