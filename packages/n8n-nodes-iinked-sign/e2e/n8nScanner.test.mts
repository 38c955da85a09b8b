import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installedPackage, sourceFolder } from '../test/packed.mts';

const { folder, remove } = await installedPackage();
afterAll(remove);

// The rules take every file for the one that they look for while NODE_ENV is `test`.
beforeAll(() => void vi.stubEnv('NODE_ENV', 'production'));
afterAll(() => void vi.unstubAllEnvs());

test("n8n's scanner accepts the source", { timeout: 60_000 }, async () => {
  expect(await analyzePackage(sourceFolder, SOURCE_FILE_PATTERNS)).toEqual({ passed: true });
});

test("n8n's scanner accepts what is published, and would notice a forbidden global in it", {
  timeout: 60_000,
}, async () => {
  const published = ['**/*.js', 'package.json'];
  expect(await analyzePackage(folder, published)).toEqual({ passed: true });
  writeFileSync(join(folder, 'dist', 'leak.js'), 'setTimeout(() => {}, 1);');
  expect(await analyzePackage(folder, published)).toMatchObject({ passed: false });
});
