import { defineConfig, type UserConfig } from 'tsdown';

const shared: UserConfig = {
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  dts: false,
  hash: false,
  fixedExtension: false, // n8n looks for .node.js, not .node.cjs
  deps: { alwaysBundle: ['iinked-sign'], onlyBundle: [], neverBundle: ['n8n-workflow'] },
  failOnWarn: true,
};

// A build for each: a single one would move what the files share into another.
const config: UserConfig[] = defineConfig([
  {
    ...shared,
    entry: 'nodes/IinkedSign/IinkedSign.node.ts',
    outDir: 'dist/nodes/IinkedSign',
    copy: [
      'nodes/IinkedSign/*.{json,svg}',
      'nodes/IinkedSign/__schema__',
      { from: '../client/dist/THIRD-PARTY-LICENSES.txt', to: 'dist' },
    ],
  },
  {
    ...shared,
    entry: 'nodes/IinkedSignTrigger/IinkedSignTrigger.node.ts',
    outDir: 'dist/nodes/IinkedSignTrigger',
    copy: ['nodes/IinkedSignTrigger/*.json'],
  },
  { ...shared, entry: 'credentials/IinkedSignApi.credentials.ts', outDir: 'dist/credentials' },
]);
export default config;
