import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: { dir: import.meta.dirname, testTimeout: 120_000, hookTimeout: 600_000 },
});
export default config;
