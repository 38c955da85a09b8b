import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test.skipIf(process.platform !== 'linux')('a pnpm that somebody changed in the cache is not started', async () => {
  const { packageManager }: { packageManager: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const cache = await mkdtemp(join(tmpdir(), 'iinked-sign-cache-'));
  onTestFinished(() => rm(cache, { recursive: true }));
  const folder = join(cache, 'iinked-sign', packageManager.replace('@', '-'), 'package');
  const proof = join(cache, 'it-ran');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'pnpm'), `#!/bin/sh\ntouch '${proof}'\n`);
  await chmod(join(folder, 'pnpm'), 0o755);
  const started = run(process.execPath, [join(root, 'scripts/pnpm.mjs'), '--version'], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  await expect(started).rejects.toThrow('It was not started.');
  await expect(readFile(proof)).rejects.toThrow('ENOENT');
});
