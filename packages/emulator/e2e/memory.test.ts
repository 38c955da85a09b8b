import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('memory.js', import.meta.url));
const amount = 50_000;

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
  const load = async () => {
    const headers = { api_key: 'emulator-key', 'content-type': 'application/json' };
    for (const [method, path, body] of [
      ['GET', '/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos', ''],
      ['POST', '/packages/list', '{"take":10}'],
    ] as const) {
      const { errors, non2xx } = await autocannon({ url: url + path, method, headers, body, amount, connections: 16 });
      expect({ errors, non2xx }).toEqual({ errors: 0, non2xx: 0 });
    }
  };
  await autocannon({
    url: `${url}/packages/x/videos`,
    headers: { api_key: 'emulator-key' },
    amount: 20_000,
    connections: 16,
  });
  const before = await measure();
  await load();
  expect((await measure()) - before).toBeLessThan(10 * 1024 * 1024);
});
