import { defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import shared from '../../vitest.config.ts';

// For Stryker, which runs the tests once for each mutant: without those that need seconds, other processes or what was built.
const slow =
  'connection-failures,fetch,instanceof,linear-time,package,readme,redaction,redirects,retention-*,secrets,types,undici';

const config: ViteUserConfigFnObject = defineConfig((env) =>
  mergeConfig(shared(env), { test: { exclude: [`**/{${slow}}.test.ts`] } }),
);
export default config;
