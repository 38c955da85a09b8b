import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    // One n8n at a time: each takes a processor and half a gigabyte.
    fileParallelism: false,
    hookTimeout: 15 * 60_000,
    testTimeout: 120_000,
    globalSetup: 'n8n/install.ts',
  },
});
export default config;
