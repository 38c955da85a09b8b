import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPacked } from 'iinked-sign-testing/tarballs';
import type { ICredentialType, INodeType } from 'n8n-workflow';

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
export async function installedPackage(): Promise<InstalledPackage> {
  const home = mkdtempSync(join(tmpdir(), 'n8n-home-'));
  const folder = join(home, 'node_modules', name);
  await installPacked(sourceFolder, folder);
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
