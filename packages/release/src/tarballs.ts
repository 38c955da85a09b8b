import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';

const packages = fileURLToPath(new URL('../../', import.meta.url));

/** What is published to npm: the folder of each package, and the files that it holds beyond every package's own. */
const published = {
  'iinked-sign': {
    folder: 'client',
    files: [
      'dist/PlanRefusedError.d.ts',
      'dist/PlanRefusedError.d.ts.map',
      'dist/client.d.ts',
      'dist/client.d.ts.map',
      'dist/client.js',
      'dist/client.js.map',
      'dist/iinked-sign.yaml',
      'dist/index.d.ts',
      'dist/index.d.ts.map',
      'dist/index.js',
      'dist/node.d.ts',
      'dist/node.d.ts.map',
      'dist/node.js',
      'dist/node.js.map',
      'dist/retention.d.ts',
      'dist/retention.d.ts.map',
      'dist/retention.js',
      'dist/retention.js.map',
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
      'dist/seedYaml.js',
    ],
  },
  'iinked-sign-cli': {
    folder: 'cli',
    files: ['retention.schema.json'],
    sources: 'dist/*.js',
  },
  'n8n-nodes-iinked-sign': {
    folder: 'n8n-nodes-iinked-sign',
    files: [
      'dist/credentials/IinkedSignApi.credentials.js',
      'dist/nodes/IinkedSign/IinkedSign.node.js',
      'dist/nodes/IinkedSign/IinkedSign.node.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/deletionPlan/apply.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/deletionPlan/approve.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/deletionPlan/audit.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/deletionPlan/create.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/package/get.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/package/getMany.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/delete.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/deleteAll.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/download.json',
      'dist/nodes/IinkedSign/__schema__/v1.0.0/video/getMany.json',
      'dist/nodes/IinkedSign/iinkedSign.dark.svg',
      'dist/nodes/IinkedSign/iinkedSign.svg',
      'dist/nodes/IinkedSignTrigger/IinkedSignTrigger.node.js',
      'dist/nodes/IinkedSignTrigger/IinkedSignTrigger.node.json',
    ],
  },
} satisfies Record<string, { folder: string; files: string[]; sources?: string }>;

const everywhere = ['LICENSE', 'README.md', 'dist/THIRD-PARTY-LICENSES.txt', 'package.json'];

/** The names of the packages that are published to npm. */
export const publishedNames: readonly string[] = Object.keys(published);

/** Packs every package that is published to npm, as it would be published. */
export async function packTarballs(destination: string): Promise<void> {
  for (const { folder } of Object.values(published)) {
    await run('pnpm', ['pack', '--pack-destination', destination], { cwd: join(packages, folder) });
  }
}

/** The names of the files in a tarball, and what its manifest says. */
export async function contentsOf(tarball: string): Promise<{ files: string[]; manifest: string }> {
  const listed = await run('tar', ['-tzf', tarball]);
  const files = listed.trim().split('\n');
  return {
    files: files.map((line) => line.replace(/^package\//, '')).sort(),
    manifest: await run('tar', ['-xzOf', tarball, 'package/package.json']),
  };
}

/** The names of the files that the tarball of a package should hold. */
export async function wantedFiles(name: string): Promise<string[]> {
  for (const [known, contents] of Object.entries(published)) {
    if (known !== name) continue;
    const cwd = join(packages, contents.folder);
    const sources = 'sources' in contents ? await Array.fromAsync(glob(contents.sources, { cwd })) : [];
    return [...everywhere, ...contents.files, ...sources].sort();
  }
  throw new Error(`${name} is not published.`);
}
