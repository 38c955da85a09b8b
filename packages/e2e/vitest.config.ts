import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), {
    test: {
      dir: 'test',
      // One n8n at a time: each takes a processor and half a gigabyte.
      fileParallelism: false,
      globalSetup: 'iinked-sign-testing/n8n/install',
    },
  }),
);
export default config;
