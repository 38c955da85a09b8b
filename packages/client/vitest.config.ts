import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), {
    test: {
      // These tests mostly wait, for servers that fall silent.
      ...(env.mode === 'e2e' && { maxWorkers: 3 }),
      coverage: {
        include: ['src'],
        exclude: ['src/generated'],
        reporter: 'text-summary',
        thresholds: { lines: 98, branches: 98 },
      },
    },
  }),
);
export default config;
