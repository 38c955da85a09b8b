import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { contractViolations } from 'iinked-sign-testing/contract';
import { expect, onTestFinished, test } from 'vitest';
import { createClient, type FetchInit } from '../src/index.ts';
import { operationIds } from '../src/raw.ts';
import { rejection } from './fixtures.ts';

/** A client of an emulator, and every exchange between them as it went over the network. */
async function overheard() {
  const emulator: Emulator = await startEmulator({
    packages: [aPackage({ packageId: 'a/b?c', videos: ['1', '2', '3'].map((id) => aVideo({ meetingVideoId: id })) })],
  });
  onTestFinished(() => emulator.close());
  const responses: { status: number; response: unknown }[] = [];
  const listening = async (url: string, init: FetchInit) => {
    const response = await fetch(url, init);
    responses.push({ status: response.status, response: await response.clone().json() });
    return response;
  };
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url, fetch: listening });
  const stranger = createClient({ apiKey: 'wrong', server: emulator.url, fetch: listening });
  const exchanges = () =>
    emulator.requests.map(({ operationId = 'none', body }, at) => {
      const { status = 0, response } = responses[at] ?? {};
      return { operationId, request: body, status, response };
    });
  return { client, stranger, exchanges };
}

test('all that client and emulator say to each other keeps the contract, as another library reads it', async () => {
  const { client, stranger, exchanges } = await overheard();
  const packageId = 'a/b?c';
  await client.packages.list({ search: 'x*', states: ['executed'], take: 5, skip: 0 });
  await client.packages.get({ packageId });
  await client.videos.list({ packageId });
  await client.videos.delete({ packageId, meetingVideoId: '1' });
  await client.videos.delete({ packageId, meetingVideoId: '1' });
  await client.videos.deleteAll({ packageId });
  await client.videos.deleteAll({ packageId });
  await rejection(client.videos.list({ packageId: 'none' }));
  await rejection(stranger.videos.list({ packageId }));

  const all = exchanges();
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 200, 200, 200, 200, 404, 401]);
  expect(new Set(all.map(({ operationId }) => operationId))).toEqual(new Set(operationIds));
  expect((await Promise.all(all.map(contractViolations))).flat()).toEqual([]);
});
