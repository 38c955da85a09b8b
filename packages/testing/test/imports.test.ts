import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

const config = fileURLToPath(new URL('../../../.dependency-cruiser.mjs', import.meta.url));

const files = {
  'packages/one/package.json': '{ "name": "one", "exports": { ".": "./src/index.ts", "./hidden": "./test/made.ts" } }',
  'packages/one/src/index.ts': "import type { B } from './b.ts';\nexport type A = B | 1;",
  'packages/one/src/b.ts': "import type { A } from './index.ts';\nexport type B = A | 2;",
  'packages/one/test/made.ts': 'export const made = 1;',
  'packages/two/src/index.ts': "export { made } from '../../one/test/made.ts';",
  'packages/two/src/fine.ts': "export type { A } from 'one';",
  'packages/two/test/two.test.ts':
    "import { made } from 'one/hidden';\nawait import('node:child_process');\nconsole.log(made);",
};

let folder: string;
let found: { rule: string; from: string; to: string }[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imports-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await mkdir(join(folder, 'packages/two/node_modules'));
  await symlink('../../one', join(folder, 'packages/two/node_modules/one'));
  const args = ['--config', config, '--output-type', 'json', 'packages'];
  const { summary } = JSON.parse(await run('depcruise', args, { cwd: folder }));
  found = summary.violations.map(({ rule, from, to }: { rule: { name: string }; from: string; to: string }) => ({
    rule: rule.name,
    from,
    to,
  }));
});
afterAll(() => rm(folder, { recursive: true }));

test("an import of another package's tests is found, also by a name that hides it", () => {
  const to = 'packages/one/test/made.ts';
  const rule = "no-other-package's-tests";
  expect(found).toContainEqual({ rule, from: 'packages/two/src/index.ts', to });
  expect(found).toContainEqual({ rule, from: 'packages/two/test/two.test.ts', to });
});

test('an import of tests by the product is found', () => {
  const to = 'packages/one/test/made.ts';
  expect(found).toContainEqual({ rule: 'no-tests-in-the-product', from: 'packages/two/src/index.ts', to });
});

test('a cycle is found, also one of types', () => {
  expect(found).toContainEqual(expect.objectContaining({ rule: 'no-cycle', from: 'packages/one/src/b.ts' }));
});

test('a program that is started without a time limit is found', () => {
  const rule = 'no-program-without-a-time-limit';
  expect(found).toContainEqual(expect.objectContaining({ rule, from: 'packages/two/test/two.test.ts' }));
});

test('an import of what a package exports is allowed', () => {
  expect(found.filter(({ from }) => from === 'packages/two/src/fine.ts')).toEqual([]);
});
