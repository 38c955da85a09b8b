// biome-ignore lint/style/noRestrictedImports: `spawn` is given its time limit below.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('memory.js', import.meta.url));

/** The statuses of so many requests, over 16 connections. */
async function statusesOf(amount: number, method: string, url: string, body?: string): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const headers = { api_key: 'emulator-key', 'content-type': 'application/json' };
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

test('100 000 requests leave memory within 10 MB', async () => {
  const child = spawn(process.execPath, ['--expose-gc', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    timeout: 280_000,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = async () => {
    const [message]: [{ url: string; heapUsed: number }] = JSON.parse(JSON.stringify(await once(child, 'message')));
    return message;
  };
  const measure = async () => {
    child.send('measure');
    return (await told()).heapUsed;
  };
  const { url } = await told();
  expect(await statusesOf(20_000, 'GET', `${url}/packages/x/videos`)).toEqual([404]);
  const before = await measure();
  const videos = `${url}/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos`;
  expect(await statusesOf(50_000, 'GET', videos)).toEqual([200]);
  expect(await statusesOf(50_000, 'POST', `${url}/packages/list`, '{"take":10}')).toEqual([200]);
  expect((await measure()) - before).toBeLessThan(10 * 1024 * 1024);
});
