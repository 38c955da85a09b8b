import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/command.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: { generator: 'oxc' },
  fixedExtension: false,
  hash: false,
  copy: [
    { from: '../../openapi/iinked-sign.yaml', to: 'dist' },
    { from: 'src/page.html', to: 'dist' },
  ],
  failOnWarn: true,
});
export default config;
