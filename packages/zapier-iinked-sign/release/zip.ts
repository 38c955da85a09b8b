import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zapierPlatform } from './commandLine.ts';

const app = fileURLToPath(new URL('..', import.meta.url));

/**
 * Puts the built app into a folder of its own, with the packages that it runs on and no others: Zapier's command zips what
 * it finds around an app, and development packages would double that.
 *
 * @param folder Where to. What is there already is removed.
 */
export async function stage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const real = ['--config.node-linker=hoisted', '--config.inject-workspace-packages=true'];
  await pnpm('--filter', 'zapier-iinked-sign', 'deploy', '--prod', '--offline', ...real, folder);
  // Zapier's command takes it for the list of what is no source.
  await writeFile(join(folder, '.gitignore'), 'node_modules/\nbuild/\n');
}

/**
 * Zips a staged app with Zapier's own command, which also starts what it has zipped.
 *
 * @returns The path of the zip.
 */
export async function zip(folder: string): Promise<string> {
  await zapierPlatform(folder, ['build', '--skip-npm-install', '--skip-validation']);
  return join(folder, 'build', 'build.zip');
}

async function pnpm(...args: string[]): Promise<void> {
  const runner = process.env.npm_execpath;
  if (runner === undefined) throw new Error('Run this with pnpm, such as: pnpm run zip');
  const isScript = /\.[cm]?js$/.test(runner);
  const command = isScript ? process.execPath : runner;
  await promisify(execFile)(command, isScript ? [runner, ...args] : args, { cwd: app });
}
