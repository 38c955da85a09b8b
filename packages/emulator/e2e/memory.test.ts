// biome-ignore lint/style/noRestrictedImports: `spawn` is given its time limit below.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('memory.js', import.meta.url));

/** The statuses of so many requests, over 16 connections. */
async function statusesOf(
  amount: number,
  method: string,
  url: string,
  body?: string,
  key: Record<string, string> = { api_key: 'emulator-key' },
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const headers = { ...key, 'content-type': 'application/json' };
  const statuses = new Set<number>();
  let left = amount;
  const send = () =>
    new Promise<void>((resolve, reject) => {
      request(url, { method, headers, agent }, (incoming) => {
        statuses.add(incoming.statusCode ?? 0);
        incoming.resume().once('end', resolve).once('error', reject);
      })
        .once('error', reject)
        .end(body);
    });
  const worker = async () => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  agent.destroy();
  return [...statuses];
}

/** An emulator in a process of its own, with what it says of its memory, in bytes. */
async function startProgram() {
  const child = spawn(process.execPath, ['--expose-gc', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    timeout: 280_000,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = async () => {
    const [message]: [{ url: string; used: number }] = JSON.parse(JSON.stringify(await once(child, 'message')));
    return message;
  };
  const measure = async () => {
    child.send('measure');
    return (await told()).used;
  };
  const { url } = await told();
  return { url, measure };
}

const megabyte = 1024 * 1024;
/** What closed connections held is let go a moment later. */
const settling = { interval: 500, timeout: 30_000 };
const videos = '/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos';

test('100 000 requests leave memory within 10 MB', async () => {
  const { url, measure } = await startProgram();
  expect(await statusesOf(20_000, 'GET', `${url}/packages/x/videos`)).toEqual([404]);
  const before = await measure();
  expect(await statusesOf(50_000, 'GET', url + videos)).toEqual([200]);
  expect(await statusesOf(50_000, 'POST', `${url}/packages/list`, '{"take":10}')).toEqual([200]);
  await expect.poll(async () => (await measure()) - before, settling).toBeLessThan(10 * megabyte);
});

test('100 requests of 1 MiB of JSON, without a key, leave memory within 10 MB', async () => {
  const { url, measure } = await startProgram();
  const lists = `[${'[],'.repeat(340_000)}[]]`;
  expect(await statusesOf(20, 'POST', `${url}/packages/list`, '[]', {})).toEqual([401]);
  const before = await measure();
  expect(await statusesOf(100, 'POST', `${url}/packages/list`, lists, {})).toEqual([401]);
  await expect.poll(async () => (await measure()) - before, settling).toBeLessThan(10 * megabyte);
});

test('4 GB of a video are sent with memory as flat as before', async () => {
  const { url, measure } = await startProgram();
  const size = 4 * 1024 ** 3;
  const seed = [{ packageId: 'large', videos: [{ meetingVideoId: 'v', state: 'archived', size }] }];
  const headers = { api_key: 'emulator-key', 'content-type': 'application/json' };
  await fetch(new URL('/_emulator/seed', url), { method: 'POST', headers, body: JSON.stringify(seed) });
  const list: { videos: { url: string }[] } = JSON.parse(
    await (await fetch(`${url}/packages/large/videos`, { headers })).text(),
  );
  const link = list.videos[0]?.url ?? '';
  const before = await measure();
  let arrived = 0;
  let most = 0;
  let measured = 0;
  for await (const chunk of (await fetch(link)).body ?? []) {
    arrived += chunk.byteLength;
    if (arrived - measured < size / 8) continue;
    measured = arrived;
    most = Math.max(most, await measure());
  }
  expect(arrived).toBe(size);
  expect(most - before).toBeLessThan(30 * megabyte);
});
