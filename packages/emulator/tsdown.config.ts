import { writeFile } from 'node:fs/promises';
import { publishedContract } from 'iinked-sign-openapi/published';
import license from 'rollup-plugin-license';
import { defineConfig, type UserConfig } from 'tsdown';
import { parse } from 'yaml';

const shared: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  hash: false,
  failOnWarn: true,
};

// Two builds: what starts in a third of a second holds its libraries, and their types are none of ours to hold.
const config: UserConfig[] = defineConfig([
  {
    ...shared,
    entry: ['src/index.ts', 'src/command.ts'],
    deps: { alwaysBundle: [/./] },
    dts: false,
    plugins: [license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENSES.txt' } })],
    copy: [{ from: 'src/page.html', to: 'dist' }],
    hooks: {
      'build:done': async () => {
        await writeFile('dist/iinked-sign.json', JSON.stringify(parse(publishedContract())));
      },
    },
  },
  {
    ...shared,
    entry: 'src/index.ts',
    deps: { neverBundle: [/^[@a-z]/] },
    dts: { generator: 'oxc', emitDtsOnly: true },
    treeshake: { moduleSideEffects: false },
    clean: false,
  },
]);
export default config;
