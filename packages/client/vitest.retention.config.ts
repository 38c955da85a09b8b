import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

// For Stryker, which runs the tests once for each mutant: those of plan, apply and audit, without the one that measures time.
const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), {
    test: {
      include: ['**/retention-{rules,seal,audit,apply,plan}.test.ts'],
      testNamePattern: /^(?!.*in under a second)/,
    },
  }),
);
export default config;
