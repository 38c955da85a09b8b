import { createServer } from 'node:http';
import { inspect } from 'node:util';
import type { Fault } from 'iinked-sign-emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf } from './scene.ts';

const steps = [
  ['Delete Video', delete_video],
  ['Delete All Package Videos', delete_all_package_videos],
] as const;
const inputData = { packageId: 'lease', meetingVideoId: 'a' };

describe.each(steps)('%s', (_, step) => {
  test('stops in its own words, to which Zapier adds nothing of what was sent and received', async () => {
    const { run } = await aZap();
    const { message } = await failureOf(run(step, { ...inputData, packageId: 'x' }));
    expect(message).toMatch(/^The API answered 404 \(package_not_found\): .* Nothing was deleted\. Check the ids/);
    expect(message).not.toContain('What happened');
  });

  test.each<[string, Fault, string, RegExp]>([
    [
      'waits when there are too many requests',
      { status: 429, retryAfter: 90 },
      'ThrottledError',
      /429.*Nothing was deleted/,
    ],
    [
      'stops when it is held by a retention policy',
      { status: 400, body: { error: 'package_delete_retention', message: 'Held.' } },
      'HaltedError',
      /Held/,
    ],
    ['fails when it may not', { status: 403 }, 'AppError', /403.*Nothing was deleted/],
  ])('%s', async (_, fault, name, message) => {
    const { run, emulator } = await aZap();
    emulator.failNext(fault);
    const error = await failureOf(run(step, inputData));
    expect(error).toMatchObject({ name, message: expect.stringMatching(message) });
    expect(emulator.requests).toHaveLength(1);
  });

  test('asks to reconnect when the key is wrong', async () => {
    const { run } = await aZap({ keyOfAccount: 'wrong-key' });
    await expect(run(step, inputData)).rejects.toMatchObject({ name: 'ExpiredAuthError' });
  });

  test('stops when the package is unknown', async () => {
    const { run } = await aZap();
    await expect(run(step, { ...inputData, packageId: 'x' })).rejects.toMatchObject({
      name: 'HaltedError',
      message: expect.stringContaining('package_not_found'),
    });
  });

  test('tells Zapier how long to wait', async () => {
    const { run, emulator } = await aZap();
    emulator.failNext({ status: 429, retryAfter: 90 });
    const error = await failureOf(run(step, inputData));
    expect(error.message).toContain('"delay":90');
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
    ['an answer that is none', { status: 200, body: '<html>secret-key-1234' }],
    ['a lost answer', { reset: true }],
  ])('does not show the key in %s', async (_, fault) => {
    const { run, emulator } = await aZap({ keyOfAccount: 'secret-key-1234' });
    emulator.failNext(fault);
    const error = await failureOf(run(step, inputData));
    expect(error.message).not.toContain('It ended well');
    expect(inspect(error, { showHidden: true, depth: 20 })).not.toContain('secret-key-1234');
  });
});
