/** What the tests of all packages share. */
type Config = { test: { dir: string; testTimeout: number; hookTimeout: number } };

/**
 * `vitest run` runs a package's `test` folder, `vitest run --mode e2e` its `e2e` folder. Tests have time for a busy machine;
 * those in `e2e` install, start and build whole products.
 */
export default function config({ mode }: { mode: string }): Config {
  return mode === 'e2e'
    ? { test: { dir: 'e2e', testTimeout: 120_000, hookTimeout: 15 * 60_000 } }
    : { test: { dir: 'test', testTimeout: 60_000, hookTimeout: 60_000 } };
}
