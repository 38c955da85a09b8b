import { expect, onTestFinished, test } from 'vitest';
import { aVideo } from '../src/deletion.ts';
import { connectPeer, peers } from '../src/peers.ts';
import { startServer } from '../src/program.ts';

test('every peer makes the same deletion, and reads the response', async () => {
  const server = await startServer();
  onTestFinished(server.stop);
  for (const { name, file } of peers) {
    const deletion = await connectPeer(file, server.url, 'socket');
    expect(await deletion(aVideo), name).toMatchObject({ videos: [{ meetingVideoId: aVideo.meetingVideoId }] });
  }
  expect(await server.count()).toMatchObject({ deleted: 2 * peers.length, rateLimited: 0 });
});
