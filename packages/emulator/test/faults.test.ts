import { readFileSync } from 'node:fs';
import { aPackage, aVideo, type Fault } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const path = '/packages/lease/videos/delete';
const body = { packageId: 'lease', meetingVideoId: 'first' };

test('a status is sent instead, in the error form of the API, and nothing is carried out', async () => {
  const { call, failNext, packages } = await start();
  failNext({ status: 503, retryAfter: 7, headers: { 'x-request-id': 'r' } });
  const failed = await call('POST', path, body);
  expect(failed).toMatchObject({ status: 503, body: { error: 'emulator_fault' } });
  expect([failed.headers['retry-after'], failed.headers['x-request-id']]).toEqual(['7', 'r']);
  expect(packages[0]?.videos[0]?.state).toBe('archived');
  expect((await call('POST', path, body)).status).toBe(200);
});

test('a status can be sent although the request was carried out', async () => {
  const { call, failNext, packages } = await start();
  failNext({ status: 500, carryOut: true, body: { error: 'x', message: 'x' } });
  expect(await call('POST', path, body)).toMatchObject({ status: 500, body: { error: 'x' } });
  expect(packages[0]?.videos[0]?.state).toBe('deleted');
});

describe('a connection that breaks', () => {
  test.each<[string, Fault, string]>([
    ['before the request is carried out', { reset: true }, 'archived'],
    ['after the request is carried out', { resetAfter: true }, 'deleted'],
    ['in the middle of the response', { truncate: true }, 'deleted'],
  ])('%s', async (_, fault, state) => {
    const { call, failNext, packages, requests } = await start();
    failNext(fault);
    await expect(call('POST', path, body)).rejects.toThrow(/socket hang up|aborted/);
    expect(packages[0]?.videos[0]?.state).toBe(state);
    expect(requests).toHaveLength(1);
    expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
  });
});

test('a response that never ends, until the emulator does', async () => {
  const { call, failNext, close } = await start();
  failNext({ stall: true });
  const stalled = call('POST', path, body).catch((error: unknown) => error);
  const outcome = await Promise.race([stalled, new Promise((resolve) => setTimeout(resolve, 50, 'still waiting'))]);
  expect(outcome).toBe('still waiting');
  await close();
  expect(await stalled).toBeInstanceOf(Error);
});

test('faults are taken in order, as often as set, and only by the operation that they are for', async () => {
  const { call, failNext } = await start();
  failNext({ status: 429, times: 2, on: 'deleteVideos' });
  failNext({ status: 500, on: 'listVideos' });
  failNext({ delayMs: 5 });
  const statuses: number[] = [];
  for (const request of ['list', 'delete', 'list', 'delete', 'delete']) {
    const response = request === 'list' ? call('GET', '/packages/lease/videos') : call('POST', path, body);
    statuses.push((await response).status);
  }
  expect(statuses).toEqual([500, 429, 200, 429, 200]);
});

describe('a fault is only for the requests that name', () => {
  const listOf = (packageId: string) => ({ method: 'GET', path: `/packages/${packageId}/videos`, body: undefined });
  const deletionOf = (packageId: string, meetingVideoId?: string) => ({
    method: 'POST',
    path: `/packages/${packageId}/videos/delete`,
    body: { packageId, meetingVideoId },
  });

  test.each<[string, Fault, number[]]>([
    ['its package', { packageId: 'other' }, [200, 200, 200, 503, 503, 503]],
    ['its video', { meetingVideoId: 'second' }, [200, 503, 200, 200, 200, 200]],
    ['its package and its operation', { packageId: 'other', on: 'listVideos' }, [200, 200, 200, 503, 200, 200]],
    ['its package in the body alone', { packageId: 'other', on: 'deleteVideos' }, [200, 200, 200, 200, 503, 503]],
  ])('%s', async (_, fault, statuses) => {
    const { call, seed, failNext } = await start();
    seed([aPackage({ packageId: 'other', videos: [aVideo({ meetingVideoId: 'theirs' })] })]);
    failNext({ ...fault, status: 503, times: 'always' });
    const seen: number[] = [];
    for (const { method, path, body } of [
      listOf('lease'),
      deletionOf('lease', 'second'),
      deletionOf('lease', 'first'),
      listOf('other'),
      deletionOf('other'),
      { ...deletionOf('other'), path: '/packages/videos/delete' },
    ]) {
      seen.push((await call(method, path, body)).status);
    }
    expect(seen).toEqual(statuses);
  });
});

test('a fault that stands goes on until it is cleared, and others come on top of it', async () => {
  const { call, failNext, clearFaults } = await start();
  failNext({ headers: { 'x-stands': '1' }, delayMs: 1, times: 'always' });
  failNext({ status: 500, times: 2 });
  const seen: unknown[] = [];
  for (let request = 0; request < 4; request++) {
    if (request === 3) clearFaults();
    const { status, headers } = await call('GET', '/packages/lease/videos');
    seen.push([status, headers['x-stands']]);
  }
  expect(seen).toEqual([
    [500, '1'],
    [500, '1'],
    [200, '1'],
    [200, undefined],
  ]);
});

test('a latency that stands holds every request back', async () => {
  const { call, failNext, requests } = await start();
  failNext({ delayMs: 40, times: 'always' });
  for (let request = 1; request <= 2; request++) {
    const began = performance.now();
    await call('GET', '/packages/lease/videos');
    // Timers may be a millisecond early.
    expect(performance.now() - began).toBeGreaterThan(35);
  }
  expect(requests).toHaveLength(2);
});

test.each([0, 5, 100_000])('a response can say that it has %i bytes', async (contentLength) => {
  const { call, failNext } = await start();
  failNext({ contentLength });
  const response = call('GET', '/packages/lease/videos');
  // Of more, the rest never comes; of less, the rest is cut off.
  await expect(response).rejects.toThrow(contentLength === 100_000 ? /aborted/ : /JSON|Unterminated/);
});

describe('a fault that cannot be carried out is refused when it is set', () => {
  test.each<[string, unknown]>([
    ['packageId must not be empty.', { packageId: '' }],
    ['times must be a whole number or "always", got "ever".', { times: 'ever' }],
    ['times must be a whole number or a string, got null.', { times: null }],
    ['bytesPerSecond must be 1 or more, got 0.', { bytesPerSecond: 0 }],
    ['contentLength must be 0 or more, got -1.', { contentLength: -1 }],
    ['fileSize needs on: "downloadVideo".', { fileSize: 7 }],
    ['stauts is not a known field.', { stauts: 500 }],
    ['status must be a whole number, got a string.', { status: '500' }],
    ['status must be 599 or less, got 600.', { status: 600 }],
    ['status must be a whole number, got 200.5.', { status: 200.5 }],
    [
      'on must be one of listPackages, getPackage, listVideos, deleteVideos, downloadVideo, got "deletePackages".',
      { on: 'deletePackages' },
    ],
    ['times must be 1 or more, got 0.', { times: 0 }],
    ['delayMs must be 0 or more, got -1.', { delayMs: -1 }],
    ['headers.x must be a string, got a number.', { headers: { x: 7 } }],
    ['headers.x is not a header that HTTP allows.', { headers: { x: 'a\r\nset-cookie: b' } }],
    ['headers.a b is not a header that HTTP allows.', { headers: { 'a b': 'c' } }],
    ['headers.retry-after is not a header that HTTP allows.', { retryAfter: 'soon\n' }],
    ['headers.Content-Length is set by the emulator itself.', { headers: { 'Content-Length': '5' } }],
    ['headers.content-security-policy is set by the emulator itself.', { headers: { 'content-security-policy': '' } }],
    ['The fault must be an object, got an array.', []],
    ['The fault must be an object, got null.', null],
  ])('%s', async (message, fault) => {
    const { control, call, failNext } = await start();
    const refused = await control('POST', 'faults', fault);
    expect([refused.status, JSON.parse(refused.text)]).toEqual([400, { error: 'fault_invalid', message }]);
    expect(() => Reflect.apply(failNext, undefined, [fault])).toThrow(
      expect.objectContaining({ name: 'InvalidFaultError', message }),
    );
    expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
  });

  test('in a program, also for what JSON cannot hold', async () => {
    const { failNext } = await start();
    const body: Record<string, unknown> = {};
    body.self = body;
    expect(() => failNext({ body })).toThrow(/^The fault must be JSON: /);
    expect(() => failNext({ times: Number.NaN })).toThrow('times must be a finite number, got NaN.');
  });
});

describe('the README explains, with type and default,', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const fields: Record<keyof Fault, true> = {
    on: true,
    packageId: true,
    meetingVideoId: true,
    times: true,
    delayMs: true,
    status: true,
    carryOut: true,
    retryAfter: true,
    headers: true,
    body: true,
    reset: true,
    resetAfter: true,
    truncate: true,
    stall: true,
    bytesPerSecond: true,
    contentLength: true,
    fileSize: true,
  };

  test.each(Object.keys(fields))('%s', (field) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${field}\` +\\| [^| ][^|]+\\| [^| ][^|]+\\| [^| ]`, 'm'));
  });
});
