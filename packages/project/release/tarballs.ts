import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../', import.meta.url));

/** What is published to npm: the folder of each package, and the files that it holds beyond every package's own. */
const published = {
  'iinked-sign': {
    folder: 'client',
    files: [
      'dist/client.d.ts',
      'dist/client.d.ts.map',
      'dist/iinked-sign.yaml',
      'dist/index.d.ts',
      'dist/index.d.ts.map',
      'dist/index.js',
      'dist/index.js.map',
      'dist/node.d.ts',
      'dist/node.d.ts.map',
      'dist/node.js',
      'dist/node.js.map',
    ],
    sources: 'src/**/*.ts',
  },
  'iinked-sign-emulator': {
    folder: 'emulator',
    files: [
      'dist/command.js',
      'dist/emulator.js',
      'dist/iinked-sign.json',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/page.html',
      'dist/seedFile.js',
    ],
  },
  'n8n-nodes-iinked-sign': {
    folder: 'n8n-nodes-iinked-sign',
    files: [
      'dist/credentials/IinkedSignApi.credentials.js',
      'dist/nodes/IinkedSign/IinkedSign.node.js',
      'dist/nodes/IinkedSign/IinkedSign.node.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/package/getMany.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/delete.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/deleteAll.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/getMany.json',
      'dist/nodes/IinkedSign/iinkedSign.dark.svg',
      'dist/nodes/IinkedSign/iinkedSign.svg',
    ],
  },
} satisfies Record<string, { folder: string; files: string[]; sources?: string }>;

const everywhere = ['LICENSE', 'README.md', 'dist/THIRD-PARTY-LICENSES.txt', 'package.json'];

/** A packed package. */
export type Tarball = { name: string; file: string };

/** Packs every package that is published to npm, as it would be published. */
export async function pack(destination: string): Promise<Tarball[]> {
  const tarballs: Tarball[] = [];
  for (const [name, { folder }] of Object.entries(published)) {
    const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', destination], {
      cwd: join(packages, folder),
    });
    const { filename }: { filename: string } = JSON.parse(stdout);
    tarballs.push({ name, file: filename });
  }
  return tarballs;
}

/**
 * Makes sure that a tarball holds what it should, no more and no less, and names nothing that only this workspace has.
 *
 * @throws when it does not.
 */
export async function assertContents({ name, file }: Tarball): Promise<void> {
  const wanted = await filesOf(name);
  const { stdout } = await run('tar', ['-tzf', file]);
  const held = stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/^package\//, ''));
  const missing = wanted.filter((each) => !held.includes(each));
  const surplus = held.filter((each) => !wanted.includes(each));
  if (missing.length + surplus.length > 0) {
    throw new Error(`${name} lacks [${missing.join(', ')}] and should not hold [${surplus.join(', ')}].`);
  }
  const manifest = await run('tar', ['-xzOf', file, 'package/package.json']);
  if (/"(workspace|catalog):/.test(manifest.stdout)) throw new Error(`${name} names a version of this workspace.`);
}

async function filesOf(name: string): Promise<string[]> {
  for (const [known, contents] of Object.entries(published)) {
    if (known !== name) continue;
    const cwd = join(packages, contents.folder);
    const sources = 'sources' in contents ? await Array.fromAsync(glob(contents.sources, { cwd })) : [];
    return [...everywhere, ...contents.files, ...sources];
  }
  throw new Error(`${name} is not published.`);
}
