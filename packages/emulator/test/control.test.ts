import { expect, test } from 'vitest';
import { start } from './start.ts';

/** An emulator, and a way to its control path. */
async function controlled() {
  const emulator = await start();
  const control = (method: string, name: string, body?: string) =>
    fetch(new URL(`/_emulator/${name}`, emulator.url), { method, ...(body !== undefined && { body }) });
  return { ...emulator, control };
}

test('a fault can be asked for over HTTP', async () => {
  const { control, call } = await controlled();
  const fault = { status: 429, retryAfter: 3, on: 'listVideos', times: 1 };
  expect((await control('POST', 'faults', JSON.stringify(fault))).status).toBe(204);
  const answer = await call('GET', '/packages/lease/videos');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
  expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
});

test.each([
  ['{"stauts": 500}', /stauts must NOT have additional properties/],
  ['{"status": "500"}', /status must be integer/],
  ['{"on": "deletePackages"}', /on must be equal to one of/],
  ['{"times": 0}', /times must be >= 1/],
  ['[]', /must be object/],
  ['no', /must be/],
])('the fault %s is refused, in words', async (body, message) => {
  const { control, call } = await controlled();
  const refused = await control('POST', 'faults', body);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: 'fault_invalid', message: expect.stringMatching(message) });
  expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
});

test('it tells what it holds and what it was asked, without the key, and without noting who asks', async () => {
  const { control, call, apiKey, requests } = await controlled();
  await call('GET', '/packages/lease/videos');
  const text = await (await control('GET', 'snapshot')).text();
  expect(JSON.parse(text)).toMatchObject({
    packages: [{ packageId: 'lease' }],
    requests: [{ operationId: 'listVideos', status: 200 }],
  });
  expect(text).not.toContain(apiKey);
  expect(requests).toHaveLength(1);
});

test('it tells every change as it happens', async () => {
  const { control, call } = await controlled();
  const events = (await control('GET', 'events')).body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => JSON.parse((await events?.read())?.value?.replace('data: ', '') ?? 'null');
  expect(await next()).toMatchObject({ requests: [] });
  await call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: 'first' });
  expect(await next()).toMatchObject({ requests: [{ operationId: 'deleteVideos' }] });
  await events?.cancel();
});

test('what it cannot be told is not found', async () => {
  const { control } = await controlled();
  expect((await control('DELETE', 'faults')).status).toBe(404);
  expect((await control('GET', 'nothing')).status).toBe(404);
});
