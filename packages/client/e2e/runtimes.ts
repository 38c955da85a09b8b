import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'iinked-sign');

/** Gives a Node of this version, from the npm registry once and from a cache folder afterwards. */
export async function node(version: string): Promise<string> {
  const folder = join(cache, `node-${version}`);
  const binary = join(folder, 'node_modules/node/bin/node');
  if (existsSync(binary)) return binary;
  console.log(`Installing Node ${version}, once, into the cache …`);
  await mkdir(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await promisify(execFile)('npm', ['install', `node@${version}`, ...options], { shell: process.platform === 'win32' });
  return binary;
}

/** Where this machine has a Chromium, if anywhere. */
export function chromium(): string | undefined {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env.CHROMIUM_PATH, ...places].find((path) => path !== undefined && existsSync(path));
}
