import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.ts';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'iinked-sign');

/** Returns the path of a Node of this version, which npm installs once into a cache folder. */
export async function nodeBinary(version: string): Promise<string> {
  return join(await installedPackage('node', version), 'bin/node');
}

/** Returns the folder of a package from the npm registry, which npm installs once into a cache folder. */
export async function installedPackage(name: string, version: string): Promise<string> {
  const folder = join(cache, `${name}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  console.log(`Installing ${name} ${version} into ${cache}, once …`);
  await mkdir(cache, { recursive: true });
  // An installation that ends halfway leaves nothing that looks complete.
  const temporary = await mkdtemp(join(cache, `${name}-`));
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await run('npm', ['install', `${name}@${version}`, '--prefix', temporary, ...quiet], { timeoutMs: 5 * 60_000 });
  if (existsSync(folder)) await rm(temporary, { recursive: true });
  else await rename(temporary, folder);
  return installed;
}
