import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { installPacked } from 'iinked-sign-testing/tarballs';
import { onTestFinished } from 'vitest';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const programs = {
  everywhere: pathOf('consumer/everywhere.ts'),
  web: pathOf('consumer/web.ts'),
  node: pathOf('consumer/node.ts'),
};

/** What is compiled, and the types of the platform that are known to it. */
const platforms = {
  'without the DOM library': { lib: ['es2022'], types: [], files: ['everywhere'] },
  'with the DOM library': { lib: ['es2022', 'dom'], types: [], files: ['everywhere', 'web'] },
  'with the types of Node and undici': { lib: ['es2022'], types: ['node'], files: ['everywhere', 'node'] },
};

const modules = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/** Every setting under which a program compiles the package, by its name. */
export const settings: [string, object][] = Object.entries(modules).flatMap(([resolution, module]) =>
  Object.entries(platforms).map(([platform, { files, ...known }]): [string, object] => {
    const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
    const compilerOptions = { ...strict, skipLibCheck: false, noEmit: true, target: 'es2022', ...module, ...known };
    return [`${resolution}, ${platform}`, { compilerOptions, files: files.map((name) => `${name}.ts`) }];
  }),
);

/** Makes a folder with the programs and with the package, packed and installed as a user's would be. */
export async function consumerFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-consumer-'));
  const installed = join(folder, 'node_modules');
  await installPacked(pathOf('..'), join(installed, 'iinked-sign'));
  await mkdir(join(installed, '@types'));
  for (const name of ['@types/node', 'undici']) await symlink(pathOf(`../node_modules/${name}`), join(installed, name));
  for (const [name, source] of Object.entries(programs)) await cp(source, join(folder, `${name}.ts`));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/**
 * Compiles with the TypeScript of this name among the packages installed here.
 *
 * @throws with the errors of the compiler, if there are any.
 */
export async function compile(typescript: string, folder: string, config: object): Promise<void> {
  const file = join(folder, `tsconfig.${process.hrtime.bigint()}.json`);
  await writeFile(file, JSON.stringify(config));
  onTestFinished(() => rm(file));
  await run(process.execPath, [pathOf(`../node_modules/${typescript}/bin/tsc`), '-p', file], { timeoutMs: 100_000 });
}
