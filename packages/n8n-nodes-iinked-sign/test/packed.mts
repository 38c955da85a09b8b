import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ICredentialType, INodeType } from 'n8n-workflow';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const name = 'n8n-nodes-iinked-sign';

/** The folder of this package. */
export const sourceFolder: string = fileURLToPath(new URL('..', import.meta.url));

/** A package as n8n has it after the installation: packed, unpacked outside of the workspace, with n8n's own n8n-workflow. */
export type InstalledPackage = {
  folder: string;
  manifest: { n8n: { nodes: string[]; credentials: string[] }; [field: string]: unknown };
  /** Loads a file the way n8n does: the class is named like the file. */
  load: (path: string) => INodeType & ICredentialType;
  remove: () => void;
};

/** Packs the package and installs it as n8n does. */
export async function installPacked(): Promise<InstalledPackage> {
  const home = mkdtempSync(join(tmpdir(), 'n8n-home-'));
  const folder = join(home, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  await pack(home);
  const { version } = require('../package.json');
  await run('tar', ['-xzf', join(home, `${name}-${version}.tgz`), '-C', folder, '--strip-components=1']);
  const ownWorkflow = dirname(require.resolve('n8n-workflow/package.json'));
  symlinkSync(ownWorkflow, join(home, 'node_modules', 'n8n-workflow'), 'dir');
  return {
    folder,
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    load(path) {
      const className = basename(path).split('.')[0] ?? '';
      const exported = createRequire(join(folder, 'package.json'))(`./${path}`);
      return new exported[className]();
    },
    remove: () => rmSync(home, { recursive: true }),
  };
}

// Once, on two busy cores, npm neither packed nor ended, which no time limit of a test can stop: it is ended and asked again.
async function pack(destination: string): Promise<void> {
  const args = ['pack', '--offline', '--ignore-scripts', '--silent', '--pack-destination', destination];
  const packed = () => run('npm', args, { cwd: sourceFolder, timeout: 30_000, killSignal: 'SIGKILL' });
  await packed().catch(packed);
}
