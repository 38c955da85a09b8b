import { expect, test, vi } from 'vitest';
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
