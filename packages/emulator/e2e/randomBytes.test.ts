import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { start } from '../test/start.ts';

const line = Buffer.from('\r\n');
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const text = (...values: string[]) => fc.constantFrom(...values).map((value) => Buffer.from(value));
const header = fc.oneof(
  bytes(40),
  text(
    'host: localhost',
    'api_key: emulator-key',
    'content-type: application/json',
    'content-length: 12',
    'transfer-encoding: chunked',
    'expect: 100-continue',
    'expect: anything',
    'connection: upgrade',
    'upgrade: websocket',
    'origin: https://evil.example',
  ),
  bytes(10).map((value) => Buffer.concat([Buffer.from('content-type: '), value])),
);

/** A request of which any part may be random bytes. The key is at its place, but a deletion is never written out. */
const requests = fc
  .record({
    method: fc.oneof(bytes(8), text('GET', 'POST', 'PUT', 'CONNECT', 'OPTIONS', 'HEAD', 'PRI')),
    path: fc.oneof(
      bytes(30),
      text(
        '/',
        '*',
        '/api/v1/packages/lease/videos',
        '/api/v1/packages/lease/videos/delete',
        '/api/v1/packages/videos/delete',
      ),
      text(
        '/api/v1/packages/list',
        '/files/first',
        '/_emulator/faults',
        '/_emulator/reset',
        '/_emulator/clock',
        '/_emulator/seed',
      ),
      bytes(10).map((value) => Buffer.concat([Buffer.from('/api/v1/packages/'), value, Buffer.from('/videos')])),
    ),
    version: fc.oneof(
      { weight: 9, arbitrary: text('HTTP/1.1') },
      { weight: 1, arbitrary: fc.oneof(bytes(8), text('HTTP/1.0')) },
    ),
    headers: fc.array(header, { maxLength: 6 }),
    body: fc.oneof(
      bytes(60),
      fc.json().map((value) => Buffer.from(value)),
      text('{"packageId":"lease","meetingVideoId":', '"{}"', '{}'),
    ),
  })
  .map(({ method, path, version, headers, body }) => {
    const space = Buffer.from(' ');
    const head = [method, space, path, space, version, line, ...headers.flatMap((each) => [each, line]), line];
    return Buffer.concat([...head, body]);
  });

/**
 * Whether Node itself may close the connection without a word: it does so after an upgrade that nobody takes, where the body
 * ends between its chunks.
 */
const mayBeDropped = (request: Buffer) =>
  ['upgrade: websocket', 'connection: upgrade', 'transfer-encoding: chunked'].every((each) => request.includes(each));

test('10 000 requests of random bytes never end the process, never delete, and are always responded to', async () => {
  const emulator = await start();
  const before = JSON.stringify(emulator.packages);
  const { hostname, port } = new URL(emulator.url);
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const socket = connect(Number(port), hostname);
      socket.end(request);
      const response = await buffer(socket);
      const responded = expect.stringMatching(/^HTTP\/1\.1 \d{3} /);
      expect(mayBeDropped(request) ? [responded, ''] : [responded]).toContainEqual(response.toString('latin1'));
      expect(JSON.stringify(emulator.packages)).toBe(before);
    }),
    { numRuns: 10_000 },
  );
  expect((await emulator.control('GET', 'health')).status).toBe(200);
});
