import { publishedContract } from 'iinked-sign-openapi/published';
import license from 'rollup-plugin-license';
import { defineConfig, type UserConfig } from 'tsdown';

// openapi-fetch falls back to these where it is given nothing; it is given everything, and n8n allows no such globals.
const globals = /globalThis\.(Request|fetch)\b|\bprocess\b/g;

// And a single character beyond Latin-1, as in its error texts, would make an engine keep the whole file in twice the space,
// and take a tenth longer to load it.
const withoutGlobals = {
  name: 'without-globals',
  transform: {
    filter: { id: /openapi-fetch/ },
    handler: (code: string) => ({ code: code.replaceAll('\\u2019', "'").replaceAll(globals, 'undefined'), map: null }),
  },
};

const contract = {
  name: 'contract',
  generateBundle(this: { emitFile: (file: { type: 'asset'; fileName: string; source: string }) => void }) {
    this.emitFile({ type: 'asset', fileName: 'iinked-sign.yaml', source: publishedContract() });
  },
};

const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/node.ts', 'src/retention.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'node20.19',
  dts: { generator: 'oxc', sourcemap: true },
  sourcemap: true,
  hash: false,
  // One file that the entries share, whatever each of them uses of it.
  outputOptions: {
    comments: { jsdoc: false, annotation: true, legal: true },
    codeSplitting: {
      groups: [{ name: 'client', test: /\/src\/(?!retention|transports\/undici|(index|node)\.).*(?<!\.d)\.ts$/ }],
    },
  },
  // Words that nobody runs are left out; who reads the code reads src, which ships too. Its lines stay: Node prints the whole
  // line that threw an error which nobody catches.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  deps: {
    onlyBundle: ['@noble/hashes', 'openapi-fetch', 'openapi-typescript-helpers'],
    neverBundle: ['node:stream', 'node:util', 'node:zlib', 'undici'],
  },
  plugins: [withoutGlobals, contract, license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENSES.txt' } })],
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error', excludeEntrypoints: ['./openapi.yaml'] },
  failOnWarn: true,
});
export default config;
