import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

type Manifest = Partial<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>> & {
    license: string;
    exports: object;
  }
>;
const read = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8'));
const manifests = globSync(['package.json', '{openapi,packages/*}/package.json'], { cwd: root });

/** The licence of each direct dependency that is not of this workspace. */
function licences(): Map<string, string> {
  const found = new Map<string, string>();
  for (const manifest of manifests) {
    const { dependencies, devDependencies, optionalDependencies } = read(`${root}${manifest}`);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      if (version.startsWith('workspace:')) continue;
      const installed = read(`${root}${dirname(manifest)}/node_modules/${name}/package.json`);
      found.set(name, installed.license ?? 'none');
    }
  }
  return found;
}

const allowed = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'MIT OR Apache-2.0',
  'PSF-2.0',
];
// Under n8n's Sustainable Use License (https://docs.n8n.io/sustainable-use-license/) and Zapier's terms
// (https://github.com/zapier/zapier-platform/blob/main/LICENSE), which both allow to build and test for the platform.
const ofPlatforms = [
  '@n8n/node-cli',
  '@n8n/scan-community-package',
  'n8n-workflow',
  'zapier-platform-cli',
  'zapier-platform-core',
];

test('every direct dependency has a licence that we may use, or is of the platform that it is for', () => {
  const refused = [...licences()].filter(
    ([name, licence]) => !allowed.includes(licence) && !ofPlatforms.includes(name),
  );
  expect(refused).toEqual([]);
});

test.each(['cli', 'client', 'emulator', 'n8n-nodes-iinked-sign'])(
  'what %s brings with it stands in its bundle, with a permissive licence',
  (folder) => {
    expect(read(`${root}packages/${folder}/package.json`).dependencies).toBeUndefined();
    const notices = readFileSync(`${root}packages/${folder}/dist/THIRD-PARTY-LICENSES.txt`, 'utf8');
    const brought = [...notices.matchAll(/^Name: (.+)$[\s\S]*?^License: (.+)$/gm)].map(([, name, licence]) => ({
      name,
      licence,
    }));
    expect(brought.map(({ name }) => name)).toContain(folder === 'emulator' ? 'ajv' : 'openapi-fetch');
    expect(brought.filter(({ licence = '' }) => !allowed.includes(licence))).toEqual([]);
  },
);

test.each(manifests)('%s exports no tests', (manifest) => {
  expect(JSON.stringify(read(`${root}${manifest}`).exports ?? {})).not.toMatch(/[/"](test|e2e)[/"]/);
});
