import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

// A process for each file: Zapier's runtime ends one that has run many steps and holds much memory.
const config: ViteUserConfigFnObject = defineConfig((env) => mergeConfig(shared(env), { test: { isolate: true } }));
export default config;
