import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

const config: ViteUserConfigFnObject = defineConfig((env) =>
  env.mode === 'e2e' ? mergeConfig(shared(env), { test: { globalSetup: 'e2e/packing.ts' } }) : shared(env),
);
export default config;
