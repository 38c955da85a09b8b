import { describe, expect, test, vi } from 'vitest';
import { start } from './start.ts';

const secrets: Record<string, string> = {
  api_key: 'secret-1',
  authorization: 'Bearer secret-2',
  cookie: 'session=secret-3',
  'x-api-key': 'secret-4',
  'x-auth-token': 'secret-5',
  'proxy-authorization': 'Basic secret-6',
  'x-amz-security-token': 'secret-7',
  'x-client-secret': 'secret-8',
  'x-hub-signature': 'secret-9',
};

test('keys and other secrets are masked wherever a request is shown', async () => {
  const seen: string[] = [];
  const { send, control, requests, apiKey } = await start({
    apiKey: 'the-chosen-key',
    onRequest: (request) => void seen.push(JSON.stringify(request)),
  });
  await send('GET', '/api/v1/packages/lease/videos', { ...secrets, 'x-request-id': 'visible' });
  await send('GET', '/api/v1/packages/lease/videos', { 'x-other': apiKey });
  await send('GET', `/api/v1/packages/lease/videos?api_key=secret-a&access_token=secret-b&page=visible&q=${apiKey}`);
  await send('GET', '/files/first?expires=1&access=secret-c');
  await send(
    'POST',
    '/api/v1/packages/list',
    { 'content-type': 'application/json' },
    '{"apiKey":"secret-d","search":"visible"}',
  );
  const shown = [...seen, (await control('GET', 'snapshot')).text, JSON.stringify(requests)];
  for (const text of shown) {
    expect(text).not.toContain('secret-');
    expect(text).not.toContain(apiKey);
  }
  expect(JSON.stringify(requests).match(/visible/g)).toHaveLength(3);
  expect(requests[0]?.headers).toMatchObject({ api_key: '***', 'x-request-id': 'visible' });
});

test('what is needed to see what was asked is not masked', async () => {
  const { call, requests } = await start();
  const body = { packageId: 'lease', meetingVideoId: 'first' };
  await call('POST', '/packages/lease/videos/delete', body);
  expect(requests).toMatchObject([{ path: '/api/v1/packages/lease/videos/delete', body }]);
});

test('a line on standard error holds no query', async () => {
  const lines = vi.spyOn(console, 'error').mockReturnValue();
  const { send } = await start({
    onRequest: () => {
      throw new Error('broken');
    },
  });
  await send('GET', '/api/v1/packages/lease/videos?api_key=secret-1');
  expect(JSON.stringify(lines.mock.calls)).not.toContain('secret-1');
  lines.mockRestore();
});

const real = 'k3y-9f8a7b6c5d4e3f2a1b0c';
const key = { api_key: real };

describe('the key of any request is masked wherever it appears', () => {
  test.each<[string, Parameters<Awaited<ReturnType<typeof start>>['send']>]>([
    ['in another header', ['GET', '/api/v1/packages/lease/videos', { ...key, 'x-forwarded-for': `by ${real}` }]],
    ['in another header alone', ['GET', '/api/v1/packages/lease/videos', { 'x-iinked': real }]],
    ['in the path', ['GET', `/api/v1/packages/${real}/videos`, key]],
    ['in a field of the query', ['GET', `/api/v1/packages/lease/videos?id=${real}&${real}=1`, key]],
    ['as a bearer token', ['GET', `/api/v1/packages/${real}/videos`, { authorization: `Bearer ${real}` }]],
    [
      'deep in a body',
      [
        'POST',
        '/api/v1/packages/list',
        { ...key, 'content-type': 'application/json' },
        JSON.stringify({ a: [{ b: `x ${real}`, [real]: { token: ['secret-1'] } }] }),
      ],
    ],
    ['in a body that is no JSON', ['POST', '/api/v1/packages/list', key, `api: ${real}`]],
    ['in a long body', ['POST', '/api/v1/packages/list', key, `${'x'.repeat(4090)}${real}`]],
  ])('%s', async (_, request) => {
    const { send, requests } = await start();
    await send(...request);
    expect(requests).toHaveLength(1);
    expect(JSON.stringify(requests)).not.toMatch(/k3y|secret-1/);
  });

  test('also in a later request, which has another key', async () => {
    const { send, call, requests } = await start();
    await send('GET', '/api/v1/packages/lease/videos', key);
    await call('GET', `/packages/${real}/videos`);
    expect(requests[1]?.path).toBe('/api/v1/packages/***/videos');
  });

  test("and the emulator's own key, with the name of a world", async () => {
    const { send, requests } = await start();
    await send('GET', '/api/v1/packages/emulator-key:worker-3/videos', { 'x-key-like': 'emulator-key:worker-3' });
    expect(JSON.stringify(requests)).not.toContain('emulator-key');
  });
});

test('ids and readable headers are not masked', async () => {
  const { send, requests } = await start();
  const id = '4c512b8a-c1ad-47da-ae22-5a61115505e3';
  const headers = { 'x-request-id': id, 'user-agent': 'iinked-sign/1.0.0-node.20.19.0.linux' };
  await send('GET', `/api/v1/packages/${id}/videos`, headers);
  expect(requests).toMatchObject([{ path: `/api/v1/packages/${id}/videos`, headers }]);
});
