import { readFileSync } from 'node:fs';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { serve } from 'iinked-sign-testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { type Client, createClient, type FetchInit } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [start = '', ...blocks] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

type Scope = { client: Client } & Record<string, unknown>;
// A block is the body of an async function: its imports and what it takes for granted come from the scope.
const AsyncFunction: new (...parameters: string[]) => (...values: unknown[]) => Promise<void> = Object.getPrototypeOf(
  async () => undefined,
).constructor;

async function runBlock(code: string, scope: Record<string, unknown>): Promise<void> {
  await new AsyncFunction(...Object.keys(scope), code.replace(/^import .*$/gm, ''))(...Object.values(scope));
}

/** The block of the README that holds these words. */
function blockWith(words: string): string {
  const block = blocks.find((code) => code.includes(words));
  if (block === undefined) throw new Error(`The README has no block with ${words}.`);
  return block;
}

const videoFile = new Uint8Array(2000);

/** An emulator with two packages: three old videos and a new one, whose files can be had. */
async function scene() {
  const files = await serve((response) => response.end(videoFile));
  const aVideoOf = (meetingVideoId: string, timeCreated: string) =>
    aVideo({ meetingVideoId, timeCreated, url: `${files.url}/${meetingVideoId}`, size: videoFile.byteLength });
  const now = new Date().toISOString();
  const old = ['a', 'b', 'c'].map((id) => aVideoOf(id, '2020-01-01T00:00:00.000Z'));
  const emulator = await startEmulator({
    packages: [
      aPackage({ packageId: 'lease', isExecuted: true, state: 'executed', videos: [...old, aVideoOf('new', now)] }),
      aPackage({ packageId: 'other', isExecuted: true, state: 'executed', videos: [aVideoOf('also-new', now)] }),
    ],
  });
  onTestFinished(() => emulator.close());
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
  const left = () =>
    emulator.packages.flatMap(({ videos }) => videos.filter((v) => v.state !== 'deleted').map((v) => v.meetingVideoId));
  const { videos } = await client.videos.list({ packageId: 'lease' });
  return { emulator, left, scope: { client, packageId: 'lease', videos } satisfies Scope };
}

test('the quick start deletes one video, then all of the package', async () => {
  const { emulator, left } = await scene();
  await runBlock(start, {
    createClient: ({ apiKey }: { apiKey: string }) => createClient({ apiKey, server: emulator.url }),
    apiKey: emulator.apiKey,
    packageId: 'lease',
    meetingVideoId: 'a',
  });
  expect(left()).toEqual(['also-new']);
});

test('the dry run deletes nothing', async () => {
  const { left, scope } = await scene();
  await runBlock(blockWith('dryRun: true'), scope);
  expect(left()).toHaveLength(5);
});

test('the recipe for old videos deletes those that are older than 90 days, in every package', async () => {
  const { left, scope } = await scene();
  await runBlock(blockWith('90 * 24'), scope);
  expect(left()).toEqual(['new', 'also-new']);
});

test('the recipe for archiving stores each video before it deletes it', async () => {
  const { left, scope } = await scene();
  const stored: unknown[] = [];
  const store = (meetingVideoId: string, bytes: Uint8Array) => {
    expect(left()).toContain(meetingVideoId);
    stored.push([meetingVideoId, bytes.byteLength]);
  };
  await runBlock(blockWith('await store('), { ...scope, store });
  expect(stored).toEqual(['a', 'b', 'c', 'new'].map((id) => [id, videoFile.byteLength]));
  expect(left()).toEqual(['also-new']);
});

test('the recipe for archiving keeps a video that did not arrive whole', async () => {
  const { left, scope } = await scene();
  const videos = scope.videos.map((video) => ({ ...video, size: 2001 }));
  const store = () => expect.fail('It was stored.');
  await expect(runBlock(blockWith('await store('), { ...scope, videos, store })).rejects.toThrow(/it was kept/);
  expect(left()).toHaveLength(5);
});

test('the recipe for many videos deletes them, and tells how far it is', async () => {
  const { left, scope } = await scene();
  const said: string[] = [];
  await runBlock(blockWith('Array.from({ length: 8 }'), {
    ...scope,
    console: { log: (text: string) => said.push(text) },
  });
  expect(said).toEqual(['1 of 4', '2 of 4', '3 of 4', '4 of 4']);
  expect(left()).toEqual(['also-new']);
});

test('the recipe that learns the pace sends no faster than the server took, once it was refused', async () => {
  const { emulator, left } = await scene();
  const slept: number[] = [];
  let paced = (url: string, init: FetchInit) => fetch(url, init);
  await runBlock(blockWith('pacedFetch'), {
    apiKey: emulator.apiKey,
    server: emulator.url,
    sleep: async (milliseconds: number) => slept.push(milliseconds),
    createClient: (options: { fetch: typeof paced }) => {
      paced = options.fetch;
    },
  });
  const client = createClient({
    apiKey: emulator.apiKey,
    server: emulator.url,
    fetch: (url, init) => paced(url, init),
  });
  await client.videos.list({ packageId: 'lease' });
  emulator.failNext({ status: 429, retryAfter: 0 });
  await client.videos.delete({ packageId: 'lease', meetingVideoId: 'a' });
  await Promise.all([1, 2].map(() => client.videos.list({ packageId: 'lease' })));
  expect(left()).not.toContain('a');
  expect(slept.slice(0, 2)).toEqual([0, 0]);
  expect(Math.max(...slept.slice(2))).toBeGreaterThan(500);
});
