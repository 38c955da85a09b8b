import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from './n8n/server.ts';
import { start } from './processes.ts';

/** Where this machine has a Redis server, if anywhere. */
export function findRedis(): string | undefined {
  const places = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'];
  return [process.env.REDIS_SERVER_PATH, ...places].find((path) => path !== undefined && existsSync(path));
}

/** Starts a Redis of its own, which keeps everything in memory. */
export async function startRedis(binary: string): Promise<{ port: number; stop: () => Promise<void> }> {
  const port = await freePort();
  const inMemory = ['--save', '', '--appendonly', 'no'];
  const child = start(binary, ['--port', `${port}`, '--bind', '127.0.0.1', ...inMemory]);
  for (const output of [child.stdout, child.stderr]) output.resume();
  const closed = once(child, 'close');
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`Redis ended with ${child.exitCode}.`);
  }
  return {
    port,
    stop: async () => {
      child.kill();
      await closed;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', () => socket.destroy(undefined) && resolve(true));
    socket.once('error', () => setTimeout(resolve, 50, false));
  });
}
