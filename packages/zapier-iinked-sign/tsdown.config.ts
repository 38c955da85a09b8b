import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22',
  dts: false,
  fixedExtension: false,
  hash: false,
  deps: { alwaysBundle: ['iinked-sign'], neverBundle: ['zapier-platform-core'] },
  failOnWarn: true,
});
export default config;
