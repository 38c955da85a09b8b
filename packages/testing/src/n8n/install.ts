import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../processes.ts';

/** The n8n that all tests run in. Renovate raises it here and in the README of the node. */
export const n8nVersion = '2.41.1';

/** The folder outside the workspace that holds n8n: 3 GB, installed once. */
export const n8nFolder: string = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'iinked-sign',
  `n8n-${n8nVersion}`,
);

/** Installs n8n unless it is there already, as vitest's global set-up. An installation that broke off is made anew. */
export async function setup(): Promise<void> {
  const complete = join(n8nFolder, 'complete');
  if (existsSync(complete)) return;
  console.log(`Installing n8n ${n8nVersion} into ${n8nFolder}: once, about 5 minutes and 3 GB.`);
  await rm(n8nFolder, { recursive: true, force: true });
  await mkdir(n8nFolder, { recursive: true });
  await writeFile(join(n8nFolder, 'package.json'), '{ "private": true }');
  await npm('install', `n8n@${n8nVersion}`, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  // The one package of n8n that has to be compiled: its ready builds are not in the npm registry.
  await npm('rebuild', 'sqlite3', '--foreground-scripts', '--loglevel=error');
  await writeFile(complete, '');
}

async function npm(...args: string[]): Promise<void> {
  const began = Date.now();
  const progress = setInterval(async () => {
    const [size] = (await run('du', ['-sm', n8nFolder]).catch(() => '?')).split('\t');
    console.log(`  npm ${args[0]}: ${Math.round((Date.now() - began) / 1000)} s, ${size} MB so far`);
  }, 15_000);
  try {
    await run('npm', args, { cwd: n8nFolder, env: { ...process.env, ...nodeOfWorkspace() }, timeoutMs: 14 * 60_000 });
  } finally {
    clearInterval(progress);
  }
}

/** Lets npm run and compile for the Node that will run n8n, with the headers that come with it. */
function nodeOfWorkspace(): Record<string, string> {
  const bin = dirname(process.execPath);
  const headers = join(bin, '..', 'node_modules', `node-${process.platform}-${process.arch}`);
  return {
    PATH: `${bin}:${process.env.PATH}`,
    ...(existsSync(join(headers, 'include')) && { npm_config_nodedir: headers }),
  };
}

if (import.meta.main) await setup();
