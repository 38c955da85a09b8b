import { createServer } from 'node:http';
import { inspect } from 'node:util';
import type { Fault } from 'iinked-sign-emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf } from './zap.ts';

const steps = [
  ['Delete Video', delete_video, { packageId: 'lease', meetingVideoId: 'a' }],
  ['Delete All Package Videos', delete_all_package_videos, { packageId: 'lease' }],
] as const;

describe.each(steps)('%s', (_, step, inputData) => {
  test('stops in its own words, to which Zapier adds nothing of what was sent and received', async () => {
    const { run } = await aZap();
    const { message } = await failureOf(run(step, { ...inputData, packageId: 'x' }));
    expect(message).toMatch(/404 \(package_not_found\): .* deleted nothing\. Check the ids/);
    expect(message).not.toContain('What happened');
  });

  test.each<[string, Fault, string, RegExp]>([
    [
      'stops when it is held by a retention policy',
      { status: 400, body: { error: 'package_delete_retention', message: 'Held.' } },
      'HaltedError',
      /Held/,
    ],
    ['fails when the key lacks the permission for the package', { status: 403 }, 'AppError', /403.*deleted nothing/],
  ])('%s', async (_, fault, name, message) => {
    const { run, emulator } = await aZap();
    emulator.failNext(fault);
    const error = await failureOf(run(step, inputData));
    expect(error).toMatchObject({ name, message: expect.stringMatching(message) });
    expect(emulator.requests).toHaveLength(1);
  });

  test('asks to reconnect when the key is wrong', async () => {
    const { run } = await aZap({ connection: { apiKey: 'wrong-key' } });
    await expect(run(step, inputData)).rejects.toMatchObject({ name: 'ExpiredAuthError' });
  });

  test('stops when the package is unknown', async () => {
    const { run } = await aZap();
    await expect(run(step, { ...inputData, packageId: 'x' })).rejects.toMatchObject({
      name: 'HaltedError',
      message: expect.stringContaining('package_not_found'),
    });
  });

  test('does not follow a redirect: the key stays here', async () => {
    const elsewhere: unknown[] = [];
    const server = createServer((request, response) => {
      elsewhere.push(request.headers);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { run, emulator } = await aZap();
    emulator.failNext({ status: 307, headers: { location: `http://127.0.0.1:${port}/` } });
    await expect(run(step, inputData)).rejects.toThrow(/redirect/);
    expect(elsewhere).toEqual([]);
  });

  test.each<[string, Fault]>([
    ['an error', { status: 500, body: { error: 'x', message: 'the key is secret-key-1234' } }],
    ['a refused key', { status: 401, body: { error: 'secret-key-1234', message: 'the key is secret-key-1234' } }],
    ['a stop', { status: 404, times: 2, body: { error: 'secret-key-1234' } }],
    ['too many requests', { status: 429, body: { message: 'secret-key-1234' } }],
    ['a response that is no JSON', { status: 200, body: '<html>secret-key-1234' }],
    ['a lost response', { reset: true }],
  ])('does not show the key in %s', async (_, fault) => {
    const { run, emulator } = await aZap({ connection: { apiKey: 'secret-key-1234' } });
    emulator.failNext(fault);
    const error = await failureOf(run(step, inputData));
    expect(error.message).not.toContain('It succeeded');
    expect(inspect(error, { showHidden: true, depth: 20 })).not.toContain('secret-key-1234');
  });
});
