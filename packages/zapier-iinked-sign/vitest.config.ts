import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), { test: { setupFiles: './test/memoryLimit.ts' } }),
);
export default config;
