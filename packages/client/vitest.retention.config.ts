import { defineConfig, type UserConfig } from 'vitest/config';

// The tests that notice a change of the retention rules, without those that measure time.
const config: UserConfig = defineConfig({
  test: { include: ['test/retention-{apply,audit,plan,rules,seal}.test.ts'], isolate: false },
});
export default config;
