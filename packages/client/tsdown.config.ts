import license from 'rollup-plugin-license';
import { defineConfig, type UserConfig } from 'tsdown';

// A single character beyond Latin-1, as in a text of openapi-fetch, and an engine keeps the whole file in twice the space,
// and takes a tenth longer to load it.
const inLatin1 = {
  name: 'latin-1',
  transform: {
    filter: { id: /openapi-fetch/ },
    handler: (code: string) => ({ code: code.replaceAll('\\u2019', "'"), map: null }),
  },
};

const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/node.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'node20.19',
  dts: { generator: 'oxc', sourcemap: true },
  sourcemap: true,
  hash: false,
  // A third of the code are words and spaces that nobody runs; who reads it reads src, which ships too.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  deps: { onlyBundle: ['openapi-fetch', 'openapi-typescript-helpers'], neverBundle: ['node:stream', 'undici'] },
  // openapi-fetch falls back to these where it is given nothing; it is given everything. n8n allows no such globals.
  define: { 'globalThis.Request': 'undefined', 'globalThis.fetch': 'undefined', process: 'undefined' },
  plugins: [inLatin1, license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENSES.txt' } })],
  copy: [{ from: '../../openapi/iinked-sign.yaml', to: 'dist' }],
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error', excludeEntrypoints: ['./openapi.yaml'] },
  failOnWarn: true,
});
export default config;
