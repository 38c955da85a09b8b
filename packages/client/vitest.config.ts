import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), {
    test: {
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
