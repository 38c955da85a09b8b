import { appendFile, readFile } from 'node:fs/promises';
import license from 'rollup-plugin-license';
import { defineConfig, type UserConfig } from 'tsdown';
import * as contract from './src/verify/contract.ts';

const notices = 'dist/THIRD-PARTY-LICENSES.txt';

/** Puts the values of a module in its place, as they are now. */
function valuesOf(file: string, values: object) {
  const code = Object.entries(values).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
  return { name: 'values', load: (id: string) => (id.endsWith(`/${file}`) ? code.join('\n') : undefined) };
}

// Everything is in the package: who runs it with npx installs one package, and reviews one.
const config: UserConfig = defineConfig({
  entry: 'src/command.ts',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  hash: false,
  dts: false,
  deps: { alwaysBundle: [/./] },
  // What has an ES module beside an older build is read as that: bundlers cannot follow the other.
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
  plugins: [valuesOf('src/verify/contract.ts', contract), license({ thirdParty: { output: notices } })],
  hooks: {
    // The client is built already, with what it brings.
    'build:done': async () => {
      await appendFile(notices, `\n---\n\n${await readFile('../client/dist/THIRD-PARTY-LICENSES.txt', 'utf8')}`);
    },
  },
  failOnWarn: true,
});
export default config;
