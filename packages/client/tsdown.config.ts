import license from 'rollup-plugin-license';
import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'node20.19',
  dts: { generator: 'oxc', sourcemap: true },
  sourcemap: true,
  hash: false,
  // A third of the code are words and spaces that nobody runs; who reads it reads src, which ships too.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  deps: { onlyBundle: ['openapi-fetch', 'openapi-typescript-helpers'] },
  // openapi-fetch falls back to these where it is given nothing; it is given everything. n8n allows no such globals.
  define: { 'globalThis.Request': 'undefined', 'globalThis.fetch': 'undefined', process: 'undefined' },
  plugins: [license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENSES.txt' } })],
  copy: [{ from: '../../openapi/iinked-sign.yaml', to: 'dist' }],
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error', excludeEntrypoints: ['./openapi.yaml'] },
  failOnWarn: true,
});
export default config;
