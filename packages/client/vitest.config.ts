import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    dir: 'test',
    // Also for the mutants, whose runner sets none.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      include: ['src'],
      exclude: ['src/generated'],
      reporter: 'text-summary',
      thresholds: { lines: 98, branches: 98 },
    },
  },
});
export default config;
