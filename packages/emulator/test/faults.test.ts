import type { Fault } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const path = '/packages/lease/videos/delete';
const body = { packageId: 'lease', meetingVideoId: 'first' };

test('a status is answered instead, in the shape of the API, and nothing is carried out', async () => {
  const { call, failNext, packages } = await start();
  failNext({ status: 503, retryAfter: 7, headers: { 'x-request-id': 'r' } });
  const failed = await call('POST', path, body);
  expect(failed).toMatchObject({ status: 503, body: { error: 'emulator_fault' } });
  expect([failed.headers.get('retry-after'), failed.headers.get('x-request-id')]).toEqual(['7', 'r']);
  expect(packages[0]?.videos[0]?.state).toBe('archived');
  expect((await call('POST', path, body)).status).toBe(200);
});

test('a status can be answered although the request was carried out', async () => {
  const { call, failNext, packages } = await start();
  failNext({ status: 500, carryOut: true, body: { error: 'x', message: 'x' } });
  expect(await call('POST', path, body)).toMatchObject({ status: 500, body: { error: 'x' } });
  expect(packages[0]?.videos[0]?.state).toBe('deleted');
});

describe('a connection that breaks', () => {
  test.each<[string, Fault, string]>([
    ['before the request is carried out', { reset: true }, 'archived'],
    ['after the request is carried out', { resetAfter: true }, 'deleted'],
    ['in the middle of the answer', { truncate: true }, 'deleted'],
  ])('%s', async (_, fault, state) => {
    const { call, failNext, packages, requests } = await start();
    failNext(fault);
    await expect(call('POST', path, body)).rejects.toThrow(TypeError);
    expect(packages[0]?.videos[0]?.state).toBe(state);
    expect(requests).toHaveLength(1);
    expect((await call('GET', '/packages/lease/videos')).status).toBe(200);
  });
});

test('an answer that never ends, until the emulator does', async () => {
  const { call, failNext, close } = await start();
  failNext({ stall: true });
  const stalled = call('POST', path, body).catch((error: unknown) => error);
  const outcome = await Promise.race([stalled, new Promise((resolve) => setTimeout(resolve, 50, 'still waiting'))]);
  expect(outcome).toBe('still waiting');
  await close();
  expect(await stalled).toBeInstanceOf(TypeError);
});

test('faults serve in order, as often as told, and only the operation that they are for', async () => {
  const { call, failNext } = await start();
  failNext({ status: 429, times: 2, on: 'deleteVideos' });
  failNext({ status: 500, on: 'listVideos' });
  failNext({ delayMs: 5 });
  const statuses: number[] = [];
  for (const request of ['list', 'delete', 'list', 'delete', 'delete']) {
    const answer = request === 'list' ? call('GET', '/packages/lease/videos') : call('POST', path, body);
    statuses.push((await answer).status);
  }
  expect(statuses).toEqual([500, 429, 200, 429, 200]);
});

test('an emulator ends at once, with requests in flight', async () => {
  const { call, failNext, close } = await start();
  failNext({ delayMs: 60_000 });
  const pending = call('GET', '/packages/lease/videos').catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await close();
  expect(await pending).toBeInstanceOf(TypeError);
});
