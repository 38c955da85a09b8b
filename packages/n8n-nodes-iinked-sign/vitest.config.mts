import { createRequire } from 'node:module';
import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

// An n8n that runs elsewhere is not installed here, and takes what its public API is enough for.
const ownN8nOrAnother = process.env.N8N_URL
  ? { include: ['{lost,node,plans,trigger,videos}.test.mts'] }
  : { globalSetup: 'iinked-sign-testing/n8n/install' };

const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), {
    // The build that n8n itself loads; the other one is no valid ES module for Node.
    resolve: { alias: { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') } },
    // One n8n at a time: each takes a processor and half a gigabyte.
    ...(env.mode === 'e2e' && { test: { fileParallelism: false, ...ownN8nOrAnother } }),
  }),
);
export default config;
