import { defineConfig, type ViteUserConfig } from 'vitest/config';

// The tests that notice a change of the retention rules, without those that measure time.
const config: ViteUserConfig = defineConfig({
  test: { include: ['test/retention-{rules,seal,audit,apply,plan}.test.ts'], isolate: false, testTimeout: 60_000 },
});
export default config;
