import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    dir: 'test',
    coverage: {
      include: ['src'],
      exclude: ['src/generated'],
      reporter: 'text-summary',
      thresholds: { lines: 98, branches: 98 },
    },
  },
});
export default config;
