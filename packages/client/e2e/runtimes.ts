import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'iinked-sign');

/** Gives a Node of this version, from the npm registry once and from a cache folder afterwards. */
export async function node(version: string): Promise<string> {
  return join(await installed('node', version), 'bin/node');
}

/** Gives the built `iinked-sign/node` beside an undici of this version, which is cached in the same way. */
export async function besideUndici(version: string): Promise<string> {
  const beside = join(await installed('undici', version), '../iinked-sign');
  for (const part of ['dist', 'package.json']) {
    await cp(new URL(`../${part}`, import.meta.url), join(beside, part), { recursive: true });
  }
  return pathToFileURL(join(beside, 'dist/node.js')).href;
}

async function installed(name: string, version: string): Promise<string> {
  const folder = join(cache, `${name}-${version}`);
  const package_ = join(folder, 'node_modules', name);
  if (existsSync(package_)) return package_;
  console.log(`Installing ${name} ${version}, once, into the cache …`);
  await mkdir(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const npm = ['install', `${name}@${version}`, ...options];
  await promisify(execFile)('npm', npm, { shell: process.platform === 'win32' });
  return package_;
}

/** Where this machine has a Chromium, if anywhere. */
export function chromium(): string | undefined {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env.CHROMIUM_PATH, ...places].find((path) => path !== undefined && existsSync(path));
}
