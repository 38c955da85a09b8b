import { createRequire } from 'node:module';
import { defineProject, type UserWorkspaceConfig } from 'vitest/config';

const config: UserWorkspaceConfig = defineProject({
  // The build that n8n itself loads; the other one is no valid ES module for Node.
  resolve: { alias: { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') } },
  // One process for all files, for n8n-workflow takes a second to load.
  test: { include: ['test/**/*.test.mts'], isolate: false },
});
export default config;
