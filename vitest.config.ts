import { fileURLToPath } from 'node:url';

/** What the tests of all packages share. */
type Config = {
  test: { dir: string; isolate?: boolean; testTimeout: number; hookTimeout: number; setupFiles: string[] };
};

// What stands still until its time is up says what it waits for.
const setupFiles = [fileURLToPath(new URL('packages/testing/src/standstill.ts', import.meta.url))];

/**
 * `vitest run` runs a package's `test` folder, in one process: starting one for each file takes longer than most files.
 * `vitest run --mode e2e` runs its `e2e` folder, where tests install, start and build whole products.
 */
export default function config({ mode }: { mode: string }): Config {
  return mode === 'e2e'
    ? { test: { dir: 'e2e', testTimeout: 5 * 60_000, hookTimeout: 15 * 60_000, setupFiles } }
    : { test: { dir: 'test', isolate: false, testTimeout: 60_000, hookTimeout: 60_000, setupFiles } };
}
