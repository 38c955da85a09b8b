import { request } from 'node:http';
import { connect, createServer, type LookupFunction } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';

/** Forwards a port of this machine to another one, as a container's port is published. */
async function publishedPort(target: () => number): Promise<number> {
  const forwarder = createServer((outside) => {
    const inside = connect(target(), '127.0.0.1');
    outside.pipe(inside).pipe(outside);
    for (const socket of [outside, inside]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => forwarder.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void forwarder.close());
  const address = forwarder.address();
  if (typeof address !== 'object' || !address) throw new Error('The port is not published.');
  return address.port;
}

/** Sends a request from a network in which every name leads to this machine. */
function send(url: string, method = 'GET', body?: object): Promise<{ status: number; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { api_key: 'emulator-key', 'content-type': 'application/json' };
    const toThisMachine: LookupFunction = (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 }]);
    request(url, { method, headers, agent: false, lookup: toThisMachine }, (incoming) => {
      buffer(incoming).then((bytes) => resolve({ status: incoming.statusCode ?? 0, bytes }), reject);
    })
      .once('error', reject)
      .end(body && JSON.stringify(body));
  });
}

test('a program in another container lists, downloads and deletes by the name of the public URL', async () => {
  const port = await publishedPort(() => Number(new URL(emulator.url).port));
  const publicUrl = `http://emulator.example:${port}`;
  const videos = [aVideo({ meetingVideoId: 'first', size: 70_000 })];
  const emulator: Emulator = await startEmulator({ packages: [aPackage({ packageId: 'lease', videos })], publicUrl });
  onTestFinished(() => emulator.close());

  const path = `${publicUrl}/api/v1/packages/lease/videos`;
  const list: { videos: { url: string }[] } = JSON.parse(String((await send(path)).bytes));
  const link = list.videos[0]?.url ?? '';
  expect(new URL(link).origin).toBe(publicUrl);
  const file = await send(link);
  expect([file.status, file.bytes.length]).toEqual([200, 70_000]);
  const deletion = { packageId: 'lease', meetingVideoId: 'first' };
  expect((await send(`${path}/delete`, 'POST', deletion)).status).toBe(200);
  expect(emulator.packages[0]?.videos[0]?.state).toBe('deleted');
});
